"""The checklists of inspections, read once from data/checklists.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.utils.translation import get_language

FILE: Final = Path(__file__).with_name("data") / "checklists.toml"


@dataclass(frozen=True)
class Item:
    """One thing to look at: its permanent code, sentence, whose conduct it is, articles."""

    code: str
    says_en: str
    says_zh: str
    about: str
    cites: tuple[str, ...]

    @property
    def says(self) -> str:
        return self.says_zh if _chinese() else self.says_en


@dataclass(frozen=True)
class Checklist:
    """A list of items under one name."""

    code: str
    title_en: str
    title_zh: str
    items: tuple[Item, ...]

    @property
    def title(self) -> str:
        return self.title_zh if _chinese() else self.title_en

    @property
    def codes(self) -> list[str]:
        return [item.code for item in self.items]

    def item(self, code: str) -> Item | None:
        return next((item for item in self.items if item.code == code), None)


def _chinese() -> bool:
    return (get_language() or "").startswith("zh")


@cache
def checklists() -> Mapping[str, Checklist]:
    """Every list by its code, in the order of the file."""
    said = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {
        code: Checklist(
            code,
            row["title_en"],
            row["title_zh"],
            tuple(Item(**{**item, "cites": (*item["cites"],)}) for item in row["items"]),
        )
        for code, row in said.items()
    }
