"""Purposes, notice and times of keeping, as dated and cited data."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

DATA = Path(__file__).resolve().parent / "data"
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
