"""What falls due in the insurances: opening them within thirty days of the first working day, and renewing the policy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from core.deadlines import Due, Source, register
from payroll.models import AccidentPolicy, PolicyMember
from payroll.selectors import required_kinds
from regulations.packs import at
from roster.models import Auxiliary

LOOK_BACK = timedelta(
    days=60
)  # a policy nobody renewed is given so long after its end, or while people stand uncovered


def enrolments(day: date, until: date) -> Iterator[Due]:
    """People on strength without one of the insurances everybody has (SIL 58), one case for each person."""
    days = timedelta(days=at("payroll.insurance.enrol_within_days", day=day).value)
    wanted = required_kinds(day)
    open_kinds = Count(
        "enrolments__kind",
        distinct=True,
        filter=Q(enrolments__kind__in=wanted) & (Q(enrolments__ends_on__isnull=True) | Q(enrolments__ends_on__gte=day)),
    )
    people = Auxiliary.objects.on_strength().filter(hired_on__lte=until - days).alias(open_kinds=open_kinds)
    short = people.filter(open_kinds__lt=len(wanted)).order_by()
    for pk, unit, person, name, hired_on in short.values_list(
        "pk", "unit_id", "person_id", "person__name", "hired_on"
    ).iterator():
        yield Due(f"roster.auxiliary:{pk}", hired_on + days, unit, name, person, f"/roster/{pk}/#insurance")


def policies(day: date, until: date) -> Iterator[Due]:
    """Accident policies that nobody renewed, while they cover people without other cover or their end is recent."""
    elsewhere = PolicyMember.objects.filter(auxiliary=OuterRef("auxiliary"), ends_on__gt=OuterRef("ends_on"))
    bare = PolicyMember.objects.filter(~Exists(elsewhere), policy=OuterRef("pk")).exclude(auxiliary__status="left")
    rows = AccidentPolicy.objects.filter(
        Q(ends_on__gte=day - LOOK_BACK) | Exists(bare), renewed_by__isnull=True, ends_on__lte=until
    )
    for pk, insurer, number, unit, ends_on in rows.values_list("pk", "insurer", "number", "unit_id", "ends_on"):
        yield Due(f"payroll.policy:{pk}", ends_on, unit, f"{insurer} · {number}", None, f"/payroll/policies/{pk}/")


register(
    Source(
        code="insurance",
        title=_("Social insurance not opened"),
        stages=(15, 7, 1, 0, -1, -30),
        find=enrolments,
        advice=_("Open the missing insurances with the authority and enter the day."),
        cites=("SIL 58", "HA 21"),
        tells_person=True,
        escalates_after=1,
    )
)
register(
    Source(
        code="accident_policy",
        title=_("Accident policy ends"),
        stages=(60, 30, 15, 7, 1, -1),
        find=policies,
        advice=_("Renew the policy: from the next day on nobody is covered."),
        cites=("HA 21",),
        escalates_after=1,
    )
)
