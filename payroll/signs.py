"""What pay tells for the early warning of conduct: hours of overtime in the month, and pay that was not paid on its day.

Only these two numbers leave the room, and neither says how much anybody earns.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Min, Q, QuerySet, Sum, When

from discipline.facts import Measured, SignSource, sign_sources
from payroll.models import PayInput, PayRun, Payslip

OVERTIME = (PayInput.Kind.OVERTIME_150, PayInput.Kind.OVERTIME_200, PayInput.Kind.OVERTIME_300)
WAITING = (PayRun.Status.CALCULATED, PayRun.Status.REVIEWED)
LOOK_BACK = timedelta(days=366)


def overtime(auxiliaries: Collection[int], day: date) -> Mapping[int, Measured]:
    """Hours in this month or the one before, the greater of the two. One query."""
    found: dict[int, Measured] = {}
    hours = _hours(day).filter(auxiliary__in=auxiliaries)
    for auxiliary, month, number in hours.values_list("auxiliary", "month", "hours"):
        if auxiliary not in found or found[auxiliary].number < number:
            found[auxiliary] = Measured(int(number), month)
    return found


def overtime_reaching(day: date, yellow: int, red: int) -> QuerySet[Any, Any]:
    """Rows of people with at least so many hours in this month or the one before, `red`: so many more."""
    return _hours(day).filter(hours__gte=yellow).annotate(red=_is(Q(hours__gte=red)))


def arrears(auxiliaries: Collection[int], day: date) -> Mapping[int, Measured]:
    """Days since the oldest payday whose monthly run was calculated and not released. One query."""
    rows = _unpaid(day - timedelta(days=1), day).filter(auxiliary__in=auxiliaries)
    due = rows.order_by().values_list("auxiliary").annotate(since=Min("run__pay_day"))
    return {auxiliary: Measured((day - since).days, since) for auxiliary, since in due}


def arrears_reaching(day: date, yellow: int, red: int) -> QuerySet[Any, Any]:
    """Rows of people whose pay waits for at least so many days, `red`: so many more."""
    rows = _unpaid(day - timedelta(days=yellow), day).order_by()
    return rows.annotate(red=_is(Q(run__pay_day__lte=day - timedelta(days=red))))


def _is(condition: Q) -> Case:
    return Case(When(condition, then=True), default=False)


def _hours(day: date) -> QuerySet[Any, Any]:
    this = day.replace(day=1)
    before = (this - timedelta(days=1)).replace(day=1)
    rows = PayInput.objects.filter(
        month__in=(this, before), kind__in=OVERTIME, withdrawn_at=None, quantity__isnull=False
    )
    return rows.order_by().values("auxiliary", "month").annotate(hours=Sum("quantity"))


def _unpaid(until: date, day: date) -> QuerySet[Payslip]:
    return Payslip.objects.filter(
        run__status__in=WAITING, run__kind=PayRun.Kind.MONTHLY,
        run__pay_day__lte=until, run__pay_day__gte=day - LOOK_BACK,
    )  # fmt: skip


sign_sources.add(SignSource("overtime", overtime, overtime_reaching))
sign_sources.add(SignSource("arrears", arrears, arrears_reaching, order=110))
