"""Many real contracts over many stations, each with its own HR officer: written in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from accounts.models import User
from accounts.services import grant_role
from core.actors import SYSTEM
from organisation.models import Person, Unit
from organisation.services import open_unit
from roster.models import Auxiliary, Contract
from tests.cast import LONG_AGO, Cast

HIRED = date(2024, 1, 1)


def stations(cast: Cast, count: int) -> list[Unit]:
    """Stations below the first bureau, each with an HR officer who has an address."""
    opened = []
    for number in range(count):
        unit = open_unit(
            code=f"s{number}",
            name=f"{number}号所",
            level="station",
            parent=cast["first"],
            starts_on=LONG_AGO,
            by=SYSTEM,
        )
        person = cast.person(f"人事{number}", email=f"hr{number}@example.org")
        user = User.objects.create_user(f"station-hr{number}", None, person=person)
        grant_role(user=user, group="hr", unit=unit, starts_on=LONG_AGO, by=SYSTEM, today=cast.today)
        opened.append(unit)
    return opened


def contracts(cast: Cast, units: Sequence[Unit], ends: Sequence[date]) -> None:
    """One auxiliary with one open contract for each of these last days."""
    people = Person.objects.bulk_create(Person(name=f"辅警{n}") for n, _day in enumerate(ends))
    members = Auxiliary.objects.bulk_create(
        Auxiliary(
            person=person, unit=units[n % len(units)], category="service", hired_on=HIRED, quota_year=2026,
            badge_number=f"B{n:06d}", medical_on=cast.today,
        )
        for n, person in enumerate(people)
    )  # fmt: skip
    employer = cast.employer()
    Contract.objects.bulk_create(
        Contract(
            auxiliary=member, number=f"HT-{n}", employer=employer, unit=member.unit, kind="fixed", starts_on=HIRED,
            ends_on=day, signed_on=HIRED, monthly_wage=3500,
        )
        for n, (member, day) in enumerate(zip(members, ends, strict=True))
    )  # fmt: skip


def spread(first: date, days: int, count: int) -> list[date]:
    """So many last days, evenly over these days."""
    return [first + timedelta(days=n % days) for n in range(count)]
