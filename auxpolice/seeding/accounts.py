"""The fifteen sign-ins of the demonstration."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache

from django.conf import settings
from django.contrib.auth.hashers import make_password

from accounts.models import User
from accounts.services import grant_role, open_account
from auxpolice.demo_signins import SIGN_INS, SignIn
from auxpolice.seeding.house import LONG_AGO, new_person
from core.actors import SYSTEM
from organisation.models import Officer, Person, Unit
from roster.models import Auxiliary


def build_accounts(units: Mapping[str, Unit], officers: Mapping[str, Officer], day: dt.date) -> dict[str, User]:
    """Everybody but the auxiliaries, who are on file only after the import."""
    hashed = _hashed()
    users: dict[str, User] = {}
    for sign_in in SIGN_INS:
        if sign_in.group == "auxiliary":
            continue
        officer = officers.get(sign_in.police_number)
        person = officer.person if officer else new_person(sign_in.name)
        users[sign_in.username] = _account(sign_in, person, [units[c] for c in sign_in.units], hashed, day)
    return users


def build_auxiliary_accounts(units: Mapping[str, Unit], day: dt.date) -> list[Auxiliary]:
    """Two members of the county's patrol and station get the sign-ins `auxiliary` and `auxiliary2`."""
    hashed = _hashed()
    chosen = []
    for sign_in, unit_code in zip(
        [s for s in SIGN_INS if s.group == "auxiliary"], ("99990104", "99990105"), strict=True
    ):
        member = (
            Auxiliary.objects.filter(unit=units[unit_code], status="active", category="service")
            .select_related("person", "unit")
            .order_by("badge_number", "pk")
            .first()
        )
        if member is None:
            raise LookupError(f"no auxiliary in {unit_code}: was the county sheet imported?")
        _account(sign_in, member.person, [member.unit], hashed, day)
        chosen.append(member)
    return chosen


@cache
def _hashed() -> str:
    """The printed password of the demonstration; reckoning its hash is slow on purpose, so once is enough."""
    return make_password(settings.DEMO_PASSWORD)


def _account(sign_in: SignIn, person: Person, units: list[Unit], hashed: str, day: dt.date) -> User:
    user = open_account(username=sign_in.username, person=person, by=SYSTEM)
    user.password = hashed
    user.password_changed_at = dt.datetime.combine(day - dt.timedelta(days=1), dt.time(8), dt.UTC)
    user.save(update_fields=["password", "password_changed_at"])
    for unit in units:
        grant_role(user=user, group=sign_in.group, unit=unit, starts_on=LONG_AGO, by=SYSTEM, today=day)
    return user
