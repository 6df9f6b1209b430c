"""Regulation packs: dated, cited law, read from `data/<PACK>/`. Pure: no database, no clock, no web request.

Ask `at(key, day=…, pack=…)` for a value, `verdict(code, day=…, pack=…)` for a duty, `clause(code, day=…, pack=…)`
for the article behind a rule. Place, province and nation speak in that order; silence of all of them raises PackError.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from .assembly import read_all
from .inheritance import Verdicts, is_looser
from .lookup import Packs, slug
from .types import (
    NATION,
    PERMITTED,
    PROHIBITED,
    REQUIRES_POLICE_LEAD,
    STRICTNESS,
    Citation,
    Clause,
    Duty,
    Group,
    Pack,
    PackError,
    Source,
    Staffing,
    Value,
    VerdictRow,
)

DATA: Final = Path(__file__).resolve().parent.parent / "data"

__all__ = [
    "DATA",
    "NATION",
    "PERMITTED",
    "PROHIBITED",
    "REQUIRES_POLICE_LEAD",
    "STRICTNESS",
    "Citation",
    "Clause",
    "Duty",
    "Group",
    "Pack",
    "PackError",
    "Packs",
    "Source",
    "Staffing",
    "Value",
    "VerdictRow",
    "Verdicts",
    "at",
    "at_or_first",
    "cite",
    "clause",
    "contested_for",
    "duties",
    "duty",
    "groups",
    "is_looser",
    "load",
    "pack_version",
    "read_all",
    "slug",
    "strict",
    "verdict",
]


@cache
def load() -> Packs:
    """Every pack of this release, read and checked once."""
    return read_all(DATA)


def at(key: str, *, day: date, pack: str = NATION) -> Value:
    return load().at(key, day=day, pack=pack)


def at_or_first(key: str, *, day: date, pack: str = NATION) -> Value:
    return load().at_or_first(key, day=day, pack=pack)


def verdict(code: str, *, day: date, pack: str = NATION) -> VerdictRow:
    return load().verdict(code, day=day, pack=pack)


def strict(code: str, *, day: date) -> VerdictRow:
    return load().strict(code, day=day)


def contested_for(code: str, pack: str, day: date) -> bool:
    return load().contested_for(code, pack, day)


def clause(code: str, *, day: date, pack: str = NATION) -> Clause | None:
    return load().clause(code, day=day, pack=pack)


def cite(cites: str) -> Citation:
    return load().cite(cites)


def duty(code: str) -> Duty:
    return load().duty(code)


def duties() -> tuple[Duty, ...]:
    return load().duties()


def groups() -> tuple[Group, ...]:
    return load().groups()


def pack_version(pack: str) -> str:
    return load().pack_version(pack)
