"""The first three administrators 三员: system, security and audit are three people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.groups import ADMINISTRATORS
from accounts.models import AdministratorSeat, User
from accounts.services.accounts import make_code, open_account
from accounts.services.roles import grant_role
from core.actors import Actor
from core.errors import BadInput, NotNow
from organisation.models import Unit
from organisation.services import add_person

LOCK = 20_261_116  # two commands at once: the second waits and is then refused


@dataclass(frozen=True)
class Named:
    """Who takes a chair: name and sign-in name."""

    name: str
    username: str


@transaction.atomic
def create_administrators(
    *, chairs: Mapping[str, Named], unit: Unit, by: Actor, today: dt.date
) -> list[tuple[User, str]]:
    """Open the three accounts with their roles over the unit; returns each with its one-time code.

    Raises NotNow when there are administrators already, BadInput when they are not three people.
    """
    if set(chairs) != set(ADMINISTRATORS):
        raise BadInput({"": _("System, security and audit administrator are needed, all three.")})
    names = {" ".join(person.name.split()) for person in chairs.values()}
    usernames = {person.username.strip().lower() for person in chairs.values()}
    if len(names) < len(chairs) or len(usernames) < len(chairs):
        raise BadInput({"": _("The three administrators are three people: give three names and three sign-in names.")})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    if AdministratorSeat.objects.exists():
        raise NotNow(_("There are administrators already: the security administrator opens further accounts."))
    return [_seat(group, chairs[group], unit, by, today) for group in ADMINISTRATORS]


def _seat(group: str, named: Named, unit: Unit, by: Actor, today: dt.date) -> tuple[User, str]:
    user = open_account(username=named.username, person=add_person(name=named.name, by=by), by=by)
    grant_role(user=user, group=group, unit=unit, starts_on=today, by=by, today=today)
    return user, make_code(user=user, by=by)
