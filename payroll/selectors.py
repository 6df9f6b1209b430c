"""Reads of the insurances: what everybody has to have, who lacks what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.errors import BadInput
from core.perms import Perms
from organisation.models import Unit
from organisation.selectors import subtree
from payroll.models import KINDS, AccidentPolicy, Enrolment, PolicyMember
from regulations.packs import NATION, at
from roster.models import Auxiliary

LACKS = (
    ("social", gettext_lazy("A required insurance")),
    ("all", gettext_lazy("Every insurance")),
    ("housing_fund", gettext_lazy("Housing fund")),
    ("accident", gettext_lazy("Accident cover")),
)


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
    def missing_kinds(self) -> list[str]:
        """The insurances required and not there."""
        return [kind for kind in self.required if kind not in self.kinds]

    @property
    def missing(self) -> list[Any]:
        """Their names."""
        return [Enrolment.Kind(kind).label for kind in self.missing_kinds]

    @property
    def has_fund(self) -> bool:
        return Enrolment.Kind.HOUSING_FUND in self.kinds

    @property
    def has_nothing(self) -> bool:
        return not self.kinds


def people(user: User, query: Mapping[str, str]) -> QuerySet[Auxiliary]:
    """Everybody on strength in the user's units, by `unit` (code) and `q` (name or badge)."""
    rows = Auxiliary.objects.visible_to(user, Perms.VIEW_INSURANCE).on_strength()
    rows = rows.filter(subtree(user, query.get("unit", "")))
    words = query.get("q", "")[:60]
    found: QuerySet[Auxiliary] = rows.search(words).select_related("person", "unit").order_by("unit__path", "pk")
    return found


def lacking(people: QuerySet[Auxiliary], what: str, day: date) -> QuerySet[Auxiliary]:
    """Those who lack: one kind by its name, `social` (any required one), `all` (no insurance at all), `accident`."""
    return people.filter(lacks(what, day)) if what in (*KINDS, "social", "all", "accident") else people


def lacks(what: str, day: date) -> Q:
    if what == "accident":
        return ~Q(Exists(PolicyMember.objects.in_force(day).filter(auxiliary=OuterRef("pk"))))
    if what == "all":
        return ~Q(Exists(_open(day).exclude(kind=Enrolment.Kind.HOUSING_FUND)))
    missing = Q()
    for kind in required_kinds(day) if what == "social" else (what,):
        missing |= ~Q(Exists(_open(day).filter(kind=kind)))
    return missing


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


def insurance_of(auxiliary: Auxiliary, day: date) -> dict[str, Any]:
    """One person's insurances and accident cover, the newest first, and what is missing on the day: two queries.

    Read once for head, time line and section of one file; whoever asks holds the right over its unit.
    """
    kept: dict[date, dict[str, Any]] = auxiliary.__dict__.setdefault("_insurance_read", {})
    if day not in kept:
        kept[day] = _insurance_read(auxiliary, day)
    return dict(kept[day])


def _insurance_read(auxiliary: Auxiliary, day: date) -> dict[str, Any]:
    enrolments = list(Enrolment.objects.filter(auxiliary=auxiliary).order_by("kind", "-starts_on"))
    covers = list(PolicyMember.objects.filter(auxiliary=auxiliary).select_related("policy").order_by("-ends_on"))
    kinds = frozenset(row.kind for row in enrolments if _counts(row, day))
    now = Covered(auxiliary, kinds, any(_counts(row, day) for row in covers), required_kinds(day))
    return {"now": now, "today": day, "enrolments": enrolments, "covers": covers}


def _counts(row: Enrolment | PolicyMember, day: date) -> bool:
    return row.starts_on <= day and (row.ends_on is None or day <= row.ends_on)


def policies(user: User, query: Mapping[str, str], day: date) -> QuerySet[AccidentPolicy]:
    """Policies of the user's units with the number of people each covers on the day; `state`: in force, ended."""
    covered_now = Count("members", filter=Q(members__starts_on__lte=day, members__ends_on__gte=day))
    rows = AccidentPolicy.objects.visible_to(user).filter(subtree(user, query.get("unit", "")))
    state = query.get("state", "")
    if state == "in_force":
        rows = rows.in_force(day)
    elif state == "ended":
        rows = rows.filter(ends_on__lt=day)
    found: QuerySet[AccidentPolicy] = (
        rows.select_related("unit", "renewed_by").annotate(people=covered_now).order_by("-ends_on", "-id")
    )
    return found


def to_be_covered(user: User, policy: AccidentPolicy, unit: Unit, badges: Sequence[str]) -> list[Auxiliary]:
    """People on strength in the unit and below, or only those with these badge numbers. Raises BadInput for unknown ones."""
    people = Auxiliary.objects.visible_to(user, Perms.EDIT_INSURANCE).on_strength()
    people = people.filter(unit__path__startswith=unit.path).filter(unit__path__startswith=policy.unit.path)
    if badges:
        people = people.filter(badge_number__in=badges)
    found = list(people)
    if missing := set(badges) - {person.badge_number for person in found}:
        numbers = ", ".join(sorted(missing))
        raise BadInput({"badges": _("Nobody on strength there wears these: %(numbers)s") % {"numbers": numbers}})
    if not found:
        raise BadInput({"unit": _("Nobody is on strength there, or the unit is outside the policy's.")})
    return found


def gaps(people: QuerySet[Auxiliary], day: date) -> dict[str, int]:
    """How many of these people lack what: the figures above the overview, in one query."""
    figures = {what: Count("pk", filter=lacks(what, day)) for what, _name in LACKS}
    return people.order_by().aggregate(people=Count("pk"), **figures)
