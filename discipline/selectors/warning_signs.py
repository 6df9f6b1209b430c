"""What the records hold for the early warning: as a condition on people, and as numbers of a page of people.

The conditions say the same as `discipline/rules/warnings.py` says of the numbers; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Count, DateField, Exists, Max, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast

from core import clock
from discipline.facts import Measured, sign_sources
from discipline.models.complaints import Complaint, Subject
from discipline.models.supervision import Responsibility
from discipline.rules.supervision import STANDING
from discipline.rules.warnings import Known, Limits, Sign
from duties.models import Lead, RefusedAttempt
from roster.models import Auxiliary, Contract, GradeRecord, Qualification
from roster.rules.terms import add_months

UPHELD: Final = (Complaint.Outcome.UPHELD, Complaint.Outcome.PARTLY)
FROM_BELOW: Final = (Sign.OVERTIME, Sign.ARREARS)  # told by the room of pay
NO_DAY: Final = Cast(Value(None), DateField())
Facts = dict[str, tuple[int, date | None]]
NOTHING: Final[Mapping[int, Measured]] = {}


def standing_out(limits: Limits, day: date, *, red: bool) -> dict[str, Q]:
    """For each sign that can be so: the condition on people that it is red, or that it is at least yellow."""
    since = day - timedelta(days=limits.window_days)
    found: dict[str, Q] = {
        Sign.REFUSED: _led_by_refused(since, limits.refused_red if red else limits.refused_yellow),
        Sign.COMPLAINTS: _counted(
            _upheld(since), "complaint", limits.complaints_red if red else limits.complaints_yellow
        ),
        Sign.FINDINGS: _counted(_unsettled(), "finding", limits.findings_red if red else limits.findings_yellow),
        Sign.CONTRACT: _ending(day + timedelta(days=limits.contract_red_days if red else limits.contract_yellow_days)),
        Sign.TRAINING: _people(_lapsed(day).filter(valid_until__lte=_before(day, limits.training_red_days, red))),
    }
    for sign, number in (
        (Sign.OVERTIME, limits.overtime_red if red else limits.overtime_yellow),
        (Sign.ARREARS, limits.arrears_red_days if red else 1),
    ):
        if source := sign_sources.get(sign.value):
            found[sign] = _people(source.reaching(day, number))
    if not red:
        found[Sign.PROMOTION] = _not_promoted(add_months(day, -limits.promotion_months), day, limits.top_grade)
        before = add_months(day, -limits.medical_months)
        found[Sign.MEDICAL] = Q(medical_on__lte=before) | Q(medical_on=None, hired_on__lte=before)
    return found


def known(rows: Sequence[Auxiliary], since: date, day: date) -> dict[int, Known]:
    """The numbers of these people: four queries, however many they are."""
    keys = [row.pk for row in rows]
    near, facts = _near(keys, since), _facts(keys, since, day)
    told = {sign: source.find(keys, day) for sign in FROM_BELOW if (source := sign_sources.get(sign.value))}
    found = {}
    for row in rows:
        refused, by = near.get(row.pk, (0, ""))
        hours, unpaid = (told.get(sign, NOTHING).get(row.pk) for sign in FROM_BELOW)
        mine = facts[row.pk]
        found[row.pk] = Known(
            refused=refused,
            refused_by=by,
            complaints=mine.get(Sign.COMPLAINTS, (0, None))[0],
            findings=mine.get(Sign.FINDINGS, (0, None))[0],
            overtime=hours.number if hours else 0,
            overtime_of=hours.of if hours else None,
            unpaid_since=unpaid.of if unpaid else None,
            contract_ends=_end(mine.get(Sign.CONTRACT)),
            graded_on=mine.get(Sign.PROMOTION, (0, row.hired_on))[1],
            grade=row.grade,
            lapsed_on=mine.get(Sign.TRAINING, (0, None))[1],
            medical_on=row.medical_on or row.hired_on,
        )
    return found


def _facts(keys: Collection[int], since: date, day: date) -> Mapping[int, Facts]:
    """By person and sign a number and a day, of five kinds of records, in one query."""
    graded = GradeRecord.objects.standing().filter(since__lte=day)
    contracts = Contract.objects.filter(ended_on=None)
    endless = Count("pk", filter=Q(last_day=None))
    parts = [
        _told(_upheld(since), keys, Sign.COMPLAINTS, Count("complaint", distinct=True), NO_DAY),
        _told(_unsettled(), keys, Sign.FINDINGS, Count("finding", distinct=True), NO_DAY),
        _told(contracts, keys, Sign.CONTRACT, endless, Max("last_day")),
        _told(graded, keys, Sign.PROMOTION, Count("pk"), Max("since")),
        _told(_lapsed(day), keys, Sign.TRAINING, Count("pk"), Min("valid_until")),
    ]
    found: dict[int, Facts] = {key: {} for key in keys}
    for auxiliary, sign, number, at in parts[0].union(*parts[1:], all=True):
        found[auxiliary][sign] = (number, at)
    return found


def _told(rows: QuerySet[Any], keys: Collection[int], sign: Sign, number: Any, at: Any) -> QuerySet[Any, Any]:
    grouped = rows.filter(auxiliary__in=keys).order_by().values("auxiliary")
    named = grouped.annotate(of_sign=Value(sign.value), of_number=number, of_day=at)
    return named.values_list("auxiliary", "of_sign", "of_number", "of_day")


def _end(contract: tuple[int, date | None] | None) -> date | None:
    """The last day of the open contracts; none where one of them has no end."""
    return None if contract is None or contract[0] else contract[1]


def _near(keys: Collection[int], since: date) -> Mapping[int, tuple[int, str]]:
    """By person: the most refusals of any one officer who led the person, and who that is. One query."""
    refused = _attempts(since)
    number = refused.filter(requester_person=OuterRef("officer__person")).values("number")
    led = Lead.objects.filter(
        assignment__last_day__gte=since,
        assignment__members__auxiliary__in=keys,
        officer__person__in=refused.values("requester_person"),
    ).order_by()
    pairs = led.annotate(often=Subquery(number)).values_list(
        "assignment__members__auxiliary", "often", "officer__person__name"
    )
    found: dict[int, tuple[int, str]] = {}
    for auxiliary, often, name in pairs.distinct():
        found[auxiliary] = max(found.get(auxiliary, (0, "")), (often, name))
    return found


def _attempts(since: date) -> QuerySet[Any, Any]:
    """Refused attempts in the window, counted by whoever asked."""
    rows = RefusedAttempt.objects.filter(created_at__gte=clock.start_of(since), requester_person__isnull=False)
    return rows.order_by().values("requester_person").annotate(number=Count("pk"))


def _led_by_refused(since: date, at_least: int) -> Q:
    often = _attempts(since).filter(number__gte=at_least).values("requester_person")
    led = Lead.objects.filter(assignment__last_day__gte=since, officer__person__in=often)
    keys = led.order_by().filter(assignment__members__auxiliary__isnull=False).values("assignment__members__auxiliary")
    return Q(pk__in=keys.distinct())


def _upheld(since: date) -> QuerySet[Subject]:
    return Subject.objects.filter(
        auxiliary__isnull=False, complaint__received_on__gte=since, complaint__outcome__in=UPHELD
    )


def _unsettled() -> QuerySet[Responsibility]:
    rows = Responsibility.objects.filter(auxiliary__isnull=False, finding__status__in=STANDING)
    return rows.exclude(stands=Responsibility.Stands.NOT_ESTABLISHED)


def _counted(rows: QuerySet[Any], what: str, at_least: int) -> Q:
    many = rows.order_by().values("auxiliary").annotate(number=Count(what, distinct=True)).filter(number__gte=at_least)
    return Q(pk__in=many.values("auxiliary"))


def _lapsed(day: date) -> QuerySet[Qualification]:
    """Training and certificates that ran out and were not renewed."""
    newer = Qualification.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=day),
        auxiliary=OuterRef("auxiliary"), kind=OuterRef("kind"), subject=OuterRef("subject"),
    )  # fmt: skip
    return Qualification.objects.filter(~Exists(newer), valid_until__lt=day)


def _before(day: date, red_days: int, red: bool) -> date:
    return day - timedelta(days=red_days if red else 1)


def _ending(last: date) -> Q:
    """People whose open contracts all end by then."""
    later = Contract.objects.filter(Q(last_day__gt=last) | Q(last_day=None), auxiliary=OuterRef("auxiliary"))
    return _people(Contract.objects.filter(~Exists(later.filter(ended_on=None)), ended_on=None, last_day__lte=last))


def _not_promoted(newest: date, day: date, top: str) -> Q:
    """People below the top whose last grade, or where they have none whose hiring, is so long ago."""
    graded = GradeRecord.objects.standing().order_by().values("auxiliary")
    since = Q(hired_on__lte=newest) | Q(pk__in=graded.filter(since__lte=newest))
    return since & ~Q(grade=top) & ~Q(pk__in=graded.filter(since__gt=newest, since__lte=day))


def _people(rows: QuerySet[Any]) -> Q:
    return Q(pk__in=rows.order_by().values("auxiliary").distinct())
