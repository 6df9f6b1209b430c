"""What the records hold for the early warning: who shows a sign, of everybody, and the numbers of a page of people.

Who shows a sign is the same as `discipline/rules/warnings.py` says of the numbers; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from django.db.models import Count, DateField, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast

from core import clock
from discipline.facts import Measured, sign_sources
from discipline.models.complaints import Complaint, Subject
from discipline.models.supervision import Responsibility
from discipline.rules.supervision import STANDING
from discipline.rules.warnings import Known, Limits, Sign
from duties.models import Lead, Member, RefusedAttempt
from roster.models import Auxiliary, Contract, GradeRecord, Qualification
from roster.rules.terms import add_months

UPHELD: Final = (Complaint.Outcome.UPHELD, Complaint.Outcome.PARTLY)
FROM_BELOW: Final = (Sign.OVERTIME, Sign.ARREARS)  # told by the room of pay
NO_DAY: Final = Cast(Value(None), DateField())
COLUMNS: Final = ("of_sign", "of_number", "of_day", "of_whom")
NOTHING: Final[Mapping[int, Measured]] = {}
ALWAYS: Final = Q(pk__isnull=False)


class Fact(NamedTuple):
    """What records say of one person and sign: a number, a day, and who it is about."""

    number: int = 0
    at: date | None = None
    who: str = ""


NONE: Final = Fact()


@dataclass(frozen=True, slots=True)
class Found:
    """Rows of everybody who shows a sign, the condition on a row that it is red, and which column tells whose it is."""

    sign: Sign
    rows: QuerySet[Any, Any]
    red: Q | None = None
    whose: str = "auxiliary"


def standing_out(limits: Limits, day: date) -> list[Found]:
    """Each sign with everybody who shows it; somebody may stand in several rows of a sign."""
    since = day - timedelta(days=limits.window_days)
    medical, people = add_months(day, -limits.medical_months), Auxiliary.objects.on_strength().order_by()
    overdue = people.filter(Q(medical_on__lte=medical) | Q(medical_on=None, hired_on__lte=medical))
    waiting = people.filter(_not_promoted(add_months(day, -limits.promotion_months), day, limits.top_grade))
    complaints = min(limits.complaints_yellow, limits.complaints_red)
    findings = min(limits.findings_yellow, limits.findings_red)
    lapsed_long = Q(first__lte=day - timedelta(days=limits.training_red_days))
    ends_soon = Q(last__lte=day + timedelta(days=limits.contract_red_days))
    found = [
        Found(Sign.REFUSED, _led_by_refused(since, limits.refused_yellow)),
        Found(Sign.REFUSED, _led_by_refused(since, limits.refused_red), ALWAYS),
        Found(Sign.COMPLAINTS, _counted(_upheld(since), "complaint", complaints),
              Q(number__gte=limits.complaints_red)),
        Found(Sign.FINDINGS, _counted(_unsettled(), "finding", findings),
              Q(number__gte=limits.findings_red)),
        Found(Sign.CONTRACT, _ending(day + timedelta(days=limits.contract_yellow_days)), ends_soon),
        Found(Sign.TRAINING, _by_person(_lapsed(day)).annotate(first=Min("valid_until")), lapsed_long),
        Found(Sign.PROMOTION, waiting, whose="pk"),
        Found(Sign.MEDICAL, overdue, whose="pk"),
    ]  # fmt: skip
    for sign, yellow, red in (
        (Sign.OVERTIME, min(limits.overtime_yellow, limits.overtime_red), limits.overtime_red),
        (Sign.ARREARS, 1, limits.arrears_red_days),
    ):
        if source := sign_sources.get(sign.value):
            found.append(Found(sign, source.reaching(day, yellow, red), Q(red=True)))
    return found


def known(rows: Sequence[Auxiliary], since: date, day: date) -> dict[int, Known]:
    """The numbers of these people: three queries, however many they are."""
    keys = [row.pk for row in rows]
    facts = _facts(keys, since, day)
    told = {sign: source.find(keys, day) for sign in FROM_BELOW if (source := sign_sources.get(sign.value))}
    found = {}
    for row in rows:
        hours, unpaid = (told.get(sign, NOTHING).get(row.pk) for sign in FROM_BELOW)
        mine = facts[row.pk]
        found[row.pk] = Known(
            refused=mine.get(Sign.REFUSED, NONE).number,
            refused_by=mine.get(Sign.REFUSED, NONE).who,
            complaints=mine.get(Sign.COMPLAINTS, NONE).number,
            findings=mine.get(Sign.FINDINGS, NONE).number,
            overtime=hours.number if hours else 0,
            overtime_of=hours.of if hours else None,
            unpaid_since=unpaid.of if unpaid else None,
            contract_ends=_end(mine.get(Sign.CONTRACT)),
            graded_on=mine.get(Sign.PROMOTION, NONE).at or row.hired_on,
            grade=row.grade,
            lapsed_on=mine.get(Sign.TRAINING, NONE).at,
            medical_on=row.medical_on or row.hired_on,
        )
    return found


def _facts(keys: Collection[int], since: date, day: date) -> Mapping[int, dict[str, Fact]]:
    """By person and sign what six kinds of records say, in one query."""
    graded = GradeRecord.objects.standing().filter(since__lte=day)
    contracts = Contract.objects.filter(ended_on=None)
    endless = Count("pk", filter=Q(last_day=None))
    parts = [
        _told(_upheld(since), keys, Sign.COMPLAINTS, Count("complaint", distinct=True), NO_DAY),
        _told(_unsettled(), keys, Sign.FINDINGS, Count("finding", distinct=True), NO_DAY),
        _told(contracts, keys, Sign.CONTRACT, endless, Max("last_day")),
        _told(graded, keys, Sign.PROMOTION, Count("pk"), Max("since")),
        _told(_lapsed(day), keys, Sign.TRAINING, Count("pk"), Min("valid_until")),
        _near(keys, since),
    ]
    found: dict[int, dict[str, Fact]] = {key: {} for key in keys}
    for auxiliary, sign, number, at, who in parts[0].union(*parts[1:], all=True):
        mine = found[auxiliary]
        if sign not in mine or (mine[sign].number, mine[sign].who) < (
            number,
            who,
        ):  # of several officers the most refused
            mine[sign] = Fact(number, at, who)
    return found


def _told(rows: QuerySet[Any], keys: Collection[int], sign: Sign, number: Any, at: Any) -> QuerySet[Any, Any]:
    grouped = rows.filter(auxiliary__in=keys).order_by().values("auxiliary")
    named = grouped.annotate(of_sign=Value(sign.value), of_number=number, of_day=at, of_whom=Value(""))
    return named.values_list("auxiliary", *COLUMNS)


def _end(contract: Fact | None) -> date | None:
    """The last day of the open contracts; none where one of them has no end."""
    return None if contract is None or contract.number else contract.at


def _near(keys: Collection[int], since: date) -> QuerySet[Any, Any]:
    """Each officer who led the person and was refused, and how often."""
    refused = _attempts(since)
    number = refused.filter(requester_person=OuterRef("officer__person")).values("number")
    led = Lead.objects.filter(
        assignment__last_day__gte=since,
        assignment__members__auxiliary__in=keys,
        officer__person__in=refused.values("requester_person"),
    ).order_by()
    named = led.annotate(
        of_sign=Value(Sign.REFUSED.value), of_number=Subquery(number), of_day=NO_DAY, of_whom=F("officer__person__name")
    )
    return named.values_list("assignment__members__auxiliary", *COLUMNS).distinct()


def _attempts(since: date) -> QuerySet[Any, Any]:
    """Refused attempts in the window, counted by whoever asked."""
    rows = RefusedAttempt.objects.filter(created_at__gte=clock.start_of(since), requester_person__isnull=False)
    return rows.order_by().values("requester_person").annotate(number=Count("pk"))


def _led_by_refused(since: date, at_least: int) -> QuerySet[Member]:
    often = _attempts(since).filter(number__gte=at_least).values("requester_person")
    return Member.objects.order_by().filter(
        assignment__last_day__gte=since, assignment__leads__officer__person__in=often
    )


def _upheld(since: date) -> QuerySet[Subject]:
    return Subject.objects.filter(
        auxiliary__isnull=False, complaint__received_on__gte=since, complaint__outcome__in=UPHELD
    )


def _unsettled() -> QuerySet[Responsibility]:
    rows = Responsibility.objects.filter(auxiliary__isnull=False, finding__status__in=STANDING)
    return rows.exclude(stands=Responsibility.Stands.NOT_ESTABLISHED)


def _by_person(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    return rows.order_by().values("auxiliary")


def _counted(rows: QuerySet[Any], what: str, at_least: int) -> QuerySet[Any, Any]:
    return _by_person(rows).annotate(number=Count(what, distinct=True)).filter(number__gte=at_least)


def _lapsed(day: date) -> QuerySet[Qualification]:
    """Training and certificates that ran out and were not renewed."""
    newer = Qualification.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=day),
        auxiliary=OuterRef("auxiliary"), kind=OuterRef("kind"), subject=OuterRef("subject"),
    )  # fmt: skip
    return Qualification.objects.filter(~Exists(newer), valid_until__lt=day)


def _ending(until: date) -> QuerySet[Any, Any]:
    """People whose open contracts all end by then, each with the `last` day of them."""
    later = Contract.objects.filter(Q(last_day__gt=until) | Q(last_day=None), auxiliary=OuterRef("auxiliary"))
    rows = Contract.objects.filter(~Exists(later.filter(ended_on=None)), ended_on=None, last_day__lte=until)
    return _by_person(rows).annotate(last=Max("last_day"))


def _not_promoted(newest: date, day: date, top: str) -> Q:
    """People below the top whose last grade, or where they have none whose hiring, is so long ago."""
    graded = GradeRecord.objects.standing().order_by().values("auxiliary")
    since = Q(hired_on__lte=newest) | Q(pk__in=graded.filter(since__lte=newest))
    return since & ~Q(grade=top) & ~Q(pk__in=graded.filter(since__gt=newest, since__lte=day))
