"""Who is insured in the demonstration: three insurances for those paid from the funds, none for the clerks, no housing fund."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from accounts.models import User
from auxpolice import demo_world as world
from organisation.models import Unit
from payroll.models import AccidentPolicy, Enrolment
from payroll.services import Terms, add_members, add_policy
from roster.models import Auxiliary

THREE = ("pension", "medical", "injury")
MISSED = 3  # members of the county that were hired lately and never enrolled


def insure(units: Mapping[str, Unit], users: Mapping[str, User], day: dt.date) -> None:
    """Enrolments in bulk, all but the unit-paid clerks and a few forgotten ones; two group policies, one near its end."""
    paid = Auxiliary.objects.filter(status="active").exclude(post__funding_source="own_budget").order_by("pk")
    forgotten = set(
        paid.filter(unit__path__startswith=units[world.COUNTY].path)
        .order_by("-hired_on", "pk")
        .values_list("pk", flat=True)[:MISSED]
    )
    rows = [(key, hired) for key, hired in paid.values_list("pk", "hired_on") if key not in forgotten]
    Enrolment.objects.bulk_create(
        Enrolment(
            auxiliary_id=key,
            kind=kind,
            place="云江市",
            starts_on=hired,
            registered_on=min(hired + dt.timedelta(days=12), day),
        )
        for key, hired in rows
        for kind in THREE
    )
    _policy(units[world.COUNTY], users["hr"], "YX-YW-01", day - dt.timedelta(days=345), day)
    _policy(units[world.SUB_BUREAU], users["hr2"], "LG-YW-01", day - dt.timedelta(days=100), day)


def _policy(unit: Unit, by: User, number: str, starts_on: dt.date, day: dt.date) -> AccidentPolicy:
    covered = Auxiliary.objects.filter(
        status="active", unit__path__startswith=unit.path, post__funding_source="special_fund"
    )
    terms = Terms(
        insurer="云江人寿保险股份有限公司",
        number=number,
        starts_on=starts_on,
        ends_on=starts_on + dt.timedelta(days=364),
        cover=Decimal("300000.00"),
        premium=Decimal("120.00") * covered.count(),
        a_head=Decimal("120.00"),
    )
    policy = add_policy(unit=unit, terms=terms, by=by)
    add_members(policy=policy, auxiliaries=list(covered.filter(hired_on__lte=day)), starts_on=day, by=by)
    return policy
