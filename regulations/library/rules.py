"""The registered rules by place and day: what is said when one is broken, and the articles it stands on there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from regulations import rules
from regulations.packs import PackError, load


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule in a place on a day; `cites` is None where it does not apply."""

    code: str
    says: Mapping[str, str]
    cites: tuple[str, ...] | None


def lines(*, pack: str, day: date, words: str = "") -> list[RuleLine]:
    words = words.strip().lower()
    found = (RuleLine(one.code, rules.in_general(one.says), _cites(one.code, pack, day)) for one in rules.all_rules())
    return [line for line in found if words in f"{line.code} {' '.join(line.says.values())}".lower()]


def _cites(code: str, pack: str, day: date) -> tuple[str, ...] | None:
    try:
        clause = load().clause(code, day=day, pack=pack)
    except PackError:
        return None
    return clause.cites if clause else None
