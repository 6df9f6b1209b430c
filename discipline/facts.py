"""What other subjects and rooms tell of people, so that this room need not look downward: sanctions, and figures of a year.

`cases` tells which sanctions count; a room below (pay) tells days worked and hours beyond. Each source answers for all
the people asked about at once, in a fixed number of queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.apps import apps
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from core.registries import Registry
from discipline.rules.cases.life import Outcome


@dataclass(frozen=True, slots=True)
class SanctionSpell:
    """A sanction that was decided: how it is called, from which day and until when it has its effect, and what it bars."""

    auxiliary: int
    words: Any
    since: date
    until: date | None = None
    bars_award: bool = True
    bars_promotion: bool = True

    def touches(self, first: date, last: date) -> bool:
        return self.since <= last and (self.until is None or self.until >= first)


SanctionSource = Callable[[Collection[int], date, date], Iterable[SanctionSpell]]


def of_cases(auxiliaries: Collection[int], first: date, last: date) -> Iterable[SanctionSpell]:
    """Sanctions of the cases that were neither taken back nor over: one query."""
    rows = _of_cases(first, last).filter(case__auxiliary__in=auxiliaries)
    told = ("case__auxiliary_id", "kind", "starts_on", "ended_on", "ends_on", "bars_award", "bars_promotion")
    for auxiliary, kind, since, ended, ends, award, promotion in rows.values_list(*told):
        yield SanctionSpell(auxiliary, Outcome(kind).label, since, ended or ends, award, promotion)


def barred_by_cases(day: date) -> QuerySet[Any, Any]:
    """Keys of everybody whom a sanction of a case bars from a grade on the day, as rows: no query yet."""
    until = Coalesce("ended_on", "ends_on")
    rows = _of_cases(day, day).alias(until=until).filter(Q(until=None) | Q(until__gte=day), bars_promotion=True)
    return rows.order_by().values("case__auxiliary")


def _of_cases(first: date, last: date) -> QuerySet[Any, Any]:
    rows = apps.get_model("discipline", "Sanction")._default_manager
    return rows.filter(Q(ends_on=None) | Q(ends_on__gte=first), revoked_on=None, starts_on__lte=last)


sanction_sources: Final[list[SanctionSource]] = [of_cases]
barring_sources: Final[list[Callable[[date], QuerySet[Any, Any]]]] = [barred_by_cases]  # the same, of everybody at once


def sanctions(auxiliaries: Collection[int], first: date, last: date) -> Mapping[int, tuple[SanctionSpell, ...]]:
    """Sanctions of these people that count on any of these days, the oldest first."""
    found: dict[int, list[SanctionSpell]] = defaultdict(list)
    for source in sanction_sources:
        for spell in source(auxiliaries, first, last):
            if spell.touches(first, last):
                found[spell.auxiliary].append(spell)
    return {key: tuple(sorted(some, key=lambda one: one.since)) for key, some in found.items()}


@dataclass(frozen=True)
class Figure:
    """One fact of a span, as it stands in the records: the sentence in both languages, and the number behind it."""

    said: Mapping[str, str]
    number: Any = None


@dataclass(frozen=True)
class FigureSource:
    """Where a line of an appraisal is filled in from. `find(auxiliaries, first, last)`: who has which figure."""

    key: str
    title: Any
    find: Callable[[Collection[int], date, date], Mapping[int, Figure]]
    order: int = 100


figures: Registry[FigureSource] = Registry("figure of conduct")


@dataclass(frozen=True, slots=True)
class Measured:
    """A number of one person that a room below knows, and the day it speaks of."""

    number: int
    of: date


@dataclass(frozen=True)
class SignSource:
    """What a room below tells for the early warning: `overtime` hours, or days of pay `arrears`.

    `find`: the number of each of these people. `reaching(day, yellow, red)`: rows of every `auxiliary` whose number is at
    least that of yellow, each with whether it is `red`.
    """

    key: str
    find: Callable[[Collection[int], date], Mapping[int, Measured]]
    reaching: Callable[[date, int, int], QuerySet[Any, Any]]
    order: int = 100


sign_sources: Registry[SignSource] = Registry("source of signs")
