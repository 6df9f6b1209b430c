"""Purposes, notice and times of keeping, as dated and cited data."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

DATA = Path(__file__).resolve().parent / "data"
LAWS = {"PIPL": "个人信息保护法", "LCL": "劳动合同法", "CSL": "网络安全法"}
ARTICLE = re.compile(r"(?P<law>[A-Z]+) (?P<article>\d+)(?P<parts>(?:\(\d+\))*)")
PART = re.compile(r"\((\d+)\)")
BASES = ("contract", "duty", "consent")


@dataclass(frozen=True)
class Cited:
    """A dated text with its articles; anything below A is shown as "to be confirmed"."""

    since: date
    cites: Sequence[str]
    confidence: str

    @property
    def confirmed(self) -> bool:
        return self.confidence == "A"

    @property
    def cites_in_words(self) -> str:
        """Articles as the reader's language writes them."""
        if (get_language() or "").startswith("en"):
            return "; ".join(self.cites)
        return "；".join(_in_chinese(cite) for cite in self.cites)


@dataclass(frozen=True)
class Purpose(Cited):
    """What data is used for; `basis` is contract, duty (of law) or consent (PIPL 13)."""

    code: str
    version: str
    basis: str
    en: str
    zh: str
    fields: Sequence[str]
    sensitive: bool = False

    @property
    def words(self) -> str:
        return self.en if (get_language() or "").startswith("en") else self.zh


@dataclass(frozen=True)
class Keeping(Cited):
    """For how many days after its use ended a thing is kept."""

    key: str
    days: int
    wing: str = field(default="")


def _in_chinese(cite: str) -> str:
    """`PIPL 13(1)(2)` → 《个人信息保护法》第13条第1款第2项; what is no article of a law stays as it is."""
    found = ARTICLE.fullmatch(cite)
    if found is None or found["law"] not in LAWS:
        return cite
    parts = PART.findall(found["parts"])
    units = ("款", "项") if len(parts) > 1 else ("项",)
    return f"《{LAWS[found['law']]}》第{found['article']}条" + "".join(
        f"第{number}{unit}" for number, unit in zip(parts, units, strict=False)
    )


@functools.lru_cache
def _file(name: str) -> Mapping[str, Any]:
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


@functools.lru_cache
def purposes() -> Mapping[str, Purpose]:
    """Every purpose by code. A basis that PIPL 13 does not know stops the start."""
    found = {code: Purpose(code=code, **said) for code, said in _file("purposes.toml")["purposes"].items()}
    if wrong := [one.code for one in found.values() if one.basis not in BASES or not one.cites]:
        raise ValueError(f"purposes.toml: {wrong} need a basis of {BASES} and an article")
    return found


def notice_version() -> str:
    return str(_file("purposes.toml")["notice"]["version"])


def answer_days() -> int:
    return int(_file("purposes.toml")["answer"]["days"])


@functools.lru_cache
def keepings() -> Mapping[str, Keeping]:
    return {key: Keeping(key=key, **said) for key, said in _file("retention.toml").items()}
