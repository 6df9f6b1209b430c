"""Reads of nominations and awards: lists in sight, the facts their rules look at, what the auxiliary may see."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import User
from core.perms import Perms
from discipline import facts
from discipline.models import Commendation, Objection
from discipline.rules.commendations import AwardFacts, Kind, NominationFacts, Status
from discipline.words import said
from organisation.models import Unit
from organisation.selectors import subtree
from regulations import workdays
from regulations.querysets import numbers
from regulations.selectors import value_for
from roster.models import Auxiliary, Relationship

KEYS: Final = "discipline.commendation"
LEVELS: Final = tuple(Unit.Level.values)  # the highest first
WHO: Final = (
    "auxiliary__person",
    "auxiliary__unit",
    "unit",
    "nominated_by__person",
    "decided_by__person",
    "published_in",
)


def listed(user: User, asked: Mapping[str, str]) -> QuerySet[Commendation]:
    """Nominations in sight, the newest first; `?unit=` code, `?state=`, `?kind=`, `?q=` name or number."""
    rows = Commendation.objects.visible_to(user).filter(subtree(user, asked.get("unit", "")))
    if (state := asked.get("state", "")) in Status.values:
        rows = rows.filter(status=state)
    if (kind := asked.get("kind", "")) in Kind.values:
        rows = rows.filter(kind=kind)
    if words := asked.get("q", "").replace("\x00", "").strip()[:60]:
        people = Auxiliary.objects.search(words).values("pk")
        rows = rows.filter(Q(number__istartswith=words) | Q(auxiliary__in=people))
    return told(rows).order_by("-pk")


def told(rows: QuerySet[Commendation]) -> QuerySet[Commendation]:
    """With everything a line or an answer tells, and how many objections wait: one query."""
    waiting = Count("objections", filter=Q(objections__outcome=Objection.Outcome.OPEN))
    return rows.select_related(*WHO).annotate(waiting=waiting)


def as_it_stands(row: Commendation) -> Commendation:
    """A nomination that was in sight, read anew with everything an answer tells."""
    return told(Commendation.objects.filter(pk=row.pk)).get()


def of_auxiliary(auxiliary: Auxiliary, user: User) -> list[Commendation]:
    """Nominations and awards of one file as far as this user sees them, read once for section and time line."""
    kept: dict[int, list[Commendation]] = auxiliary.__dict__.setdefault("_commendations_read", {})
    if user.pk not in kept:
        rows = Commendation.objects.visible_to(user).filter(auxiliary=auxiliary)
        kept[user.pk] = list(rows.order_by("-pk"))
    return kept[user.pk]


def own(person: int) -> QuerySet[Commendation]:
    """What the person was put forward for, from the publicity on, and what came of it."""
    rows = Commendation.objects.filter(auxiliary__person=person)
    return rows.exclude(status__in=(Status.NOMINATED, Status.WITHDRAWN)).select_related("unit").order_by("-pk")


def in_public(person: int, day: date) -> QuerySet[Commendation]:
    """Nominations shown in public in the bureau where this person serves."""
    me = Auxiliary.objects.on_strength().filter(person=person).select_related("unit").first()
    if me is None:
        return Commendation.objects.none()
    above = numbers(me.unit.path)
    rows = Commendation.objects.filter(status=Status.PUBLIC, published_until__gte=day, published_in__in=above)
    mine = Objection.objects.filter(commendation=OuterRef("pk"), entered_person=person)
    return (
        rows.select_related("auxiliary__person", "unit")
        .annotate(objected=Exists(mine))
        .order_by("published_until", "pk")
    )


def own_objections(person: int) -> QuerySet[Objection]:
    """What this person objected to in the own name, and the answers."""
    rows = Objection.objects.filter(entered_person=person)
    return rows.select_related("commendation").order_by("-pk")


def bureau_of(unit: Unit) -> Unit:
    """Where a nomination is shown: the nearest county bureau above, or the unit itself where there is none."""
    above = Unit.objects.filter(pk__in=numbers(unit.path)).order_by("-path")
    return next((one for one in above if LEVELS.index(one.level) <= LEVELS.index("county")), unit)


def level_wanted(kind: str, unit: Unit, day: date) -> str:
    """The level that decides on this award, by the house policy of the unit on that day."""
    return str(value_for(f"{KEYS}.decided_at", unit=unit, day=day).value[Kind.values.index(kind)])


def level_reached(by: User, unit: Unit, level: str, *, document: str) -> bool:
    """May this user decide there? Where no organ of the level is in the program, the topmost enters its document."""
    above = list(Unit.objects.filter(pk__in=numbers(unit.path)).order_by("path"))
    fitting = [one for one in above if LEVELS.index(one.level) <= LEVELS.index(level)]
    if not fitting:
        return bool(document) and by.may(Perms.COMMEND, above[0])
    return any(by.may(Perms.COMMEND, one) for one in fitting)


def nomination_facts(
    auxiliary: Auxiliary, kind: str, deed_on: date, day: date, *, without: int | None = None
) -> tuple[NominationFacts, dict[str, Any]]:
    """The facts of a nomination in the year of the day, and the words of its sentences."""
    first, last = date(day.year, 1, 1), date(day.year, 12, 31)
    spells = facts.sanctions([auxiliary.pk], first, last).get(auxiliary.pk, ())
    barred = [spell for spell in spells if spell.bars_award]
    others = Commendation.objects.filter(auxiliary=auxiliary).exclude(pk=without)
    found = NominationFacts(
        on_strength=auxiliary.status != Auxiliary.Status.LEFT,
        blocked=bool(barred),
        same_kind=others.awarded(day.year).filter(kind=kind).count(),
        same_kind_most=1,
        deed_commended=others.filter(
            deed_on=deed_on, status__in=(Status.NOMINATED, Status.PUBLIC, Status.AWARDED)
        ).exists(),
    )
    words = {"year": day.year, "sanction": str(barred[0].words) if barred else "", "deed_on": said(deed_on)}
    return found, words


def award_facts(row: Commendation, by: User, day: date, document: str) -> tuple[AwardFacts, dict[str, Any]]:
    """The facts of a decision on this day, and the words of its sentences."""
    wanted = int(value_for(f"{KEYS}.publicity_workdays", unit=row.unit, day=day).value)
    level = level_wanted(row.kind, row.unit, day)
    counted = 0
    if row.published_from is not None and row.published_until is not None:
        counted = workdays.between(
            row.published_from + workdays.A_DAY, min(row.published_until, day - timedelta(days=1))
        ).days
    found = AwardFacts(
        day=day,
        published_until=row.published_until,
        workdays=counted,
        workdays_wanted=wanted,
        open_objections=row.objections.filter(outcome=Objection.Outcome.OPEN).count(),
        decider=by.person_id,
        nominator=row.nominated_person_id,
        nominee=row.auxiliary.person_id,
        relatives=relatives_of(row.auxiliary),
        level_reached=level_reached(by, row.unit, level, document=document),
    )
    names = dict(Unit.Level.choices)
    return found, {"workdays": counted, "wanted": wanted, "level": names.get(level, level)}


def relatives_of(auxiliary: Auxiliary) -> frozenset[int]:
    """Near relatives on file, as natural persons."""
    rows = Relationship.objects.filter(auxiliary=auxiliary, near_relative=True, related__isnull=False)
    return frozenset(rows.values_list("related_id", flat=True))


def awards_of(auxiliaries: Collection[int], first: date, last: date) -> dict[int, list[Commendation]]:
    """Awards of these people in these days: one query. For grades and appraisals."""
    found: dict[int, list[Commendation]] = {}
    rows = Commendation.objects.filter(
        auxiliary__in=auxiliaries, status=Status.AWARDED, awarded_on__range=(first, last)
    )
    for row in rows.order_by("awarded_on"):
        found.setdefault(row.auxiliary_id, []).append(row)
    return found
