"""Reads of the insurances: what everybody has to have, who lacks what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from payroll.models import KINDS, Enrolment, PolicyMember
from regulations.packs import NATION, at
from roster.models import Auxiliary


def required_kinds(day: date, pack: str = NATION) -> tuple[str, ...]:
    """The insurances every auxiliary has on that day."""
    return tuple(at("payroll.insurance.kinds_required", day=day, pack=pack).value)


@dataclass(frozen=True)
class Covered:
    """A person and what covers them on the day."""

    auxiliary: Auxiliary
    kinds: frozenset[str]
    accident: bool
    required: tuple[str, ...]

    @property
    def missing(self) -> list[Any]:
        """Names of the insurances required and not there."""
        return [Enrolment.Kind(kind).label for kind in self.required if kind not in self.kinds]

    @property
    def has_fund(self) -> bool:
        return Enrolment.Kind.HOUSING_FUND in self.kinds

    @property
    def has_nothing(self) -> bool:
        return not self.kinds


def lacking(people: QuerySet[Auxiliary], what: str, day: date) -> QuerySet[Auxiliary]:
    """Those who lack: one kind by its name, `social` (any required one), `all` (no insurance at all), `accident`."""
    if what == "accident":
        return people.filter(~Exists(PolicyMember.objects.in_force(day).filter(auxiliary=OuterRef("pk"))))
    if what == "all":
        return people.filter(~Exists(_open(day).exclude(kind=Enrolment.Kind.HOUSING_FUND)))
    if what == "social":
        missing = Q()
        for kind in required_kinds(day):
            missing |= ~Q(Exists(_open(day).filter(kind=kind)))
        return people.filter(missing)
    return people.filter(~Exists(_open(day).filter(kind=what))) if what in KINDS else people


def _open(day: date) -> QuerySet[Enrolment]:
    return Enrolment.objects.in_force(day).filter(auxiliary=OuterRef("pk"))


def covered(people: Iterable[Auxiliary], day: date) -> list[Covered]:
    """What covers these people (a page of them): two queries."""
    people = list(people)
    numbers = [person.pk for person in people]
    kinds: dict[int, set[str]] = defaultdict(set)
    for auxiliary, kind in (
        Enrolment.objects.in_force(day).filter(auxiliary_id__in=numbers).values_list("auxiliary_id", "kind")
    ):
        kinds[auxiliary].add(kind)
    accident = set(
        PolicyMember.objects.in_force(day).filter(auxiliary_id__in=numbers).values_list("auxiliary_id", flat=True)
    )
    required = required_kinds(day)
    return [Covered(p, frozenset(kinds[p.pk]), p.pk in accident, required) for p in people]


def gaps(people: QuerySet[Auxiliary], day: date) -> dict[str, int]:
    """How many of these people lack what: the figures above the overview."""
    found = {"people": people.count()}
    for what in ("social", "all", Enrolment.Kind.HOUSING_FUND.value, "accident"):
        found[what] = lacking(people, what, day).count()
    return found
