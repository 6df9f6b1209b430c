"""Opening and closing accounts."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import FirstSignIn, User
from accounts.services.roles import grant_role, rewrite
from accounts.services.signing_in import end_sessions
from core import clock
from core.actors import Actor
from core.audit import record
from core.errors import BadInput, NotNow
from organisation.models import Officer, Person, Unit
from organisation.services import add_person

CODE_DAYS = 7
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that is read two ways


@transaction.atomic
def open_account(*, username: str, person: Person | None, by: Actor, password: str | None = None) -> User:
    """Open an account without rights; roles are granted apart. Raises BadInput when the name is taken or empty."""
    username = username.strip().lower()
    if not username or not username.replace("-", "").replace(".", "").replace("_", "").isalnum():
        raise BadInput({"username": _("Use letters, digits, dot and hyphen for the sign-in name.")})
    if User.objects.filter(username__iexact=username).exists():
        raise BadInput({"username": _("This sign-in name is taken: choose another.")})
    user = User.objects.create_user(username, password, person=person)
    record("account.opened", user, by=by, after={"username": username, "person": person})
    return user


@transaction.atomic
def open_auxiliary_account(
    *, person: Person, unit: Unit, by: User, today: dt.date, username: str = ""
) -> tuple[User, str]:
    """HR gives a person on file a sign-in of the group *auxiliary*; returns it with a one-time code to print or send.

    Raises NotNow when the person already has one. The caller has checked that the person is an auxiliary in scope.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.users.filter(roles__group="auxiliary", is_active=True).exists():
        raise NotNow(_("This person already has a sign-in. A new code can be made for it."))
    user = open_account(username=username or _free_name(person), person=person, by=by)
    grant_role(user=user, group="auxiliary", unit=unit, starts_on=today, by=by, today=today)
    return user, make_code(user=user, by=by)


@transaction.atomic
def open_staff_account(
    *,
    username: str,
    officer: Officer | None,
    name: str,
    group: str,
    unit: Unit,
    starts_on: dt.date,
    by: User,
    today: dt.date,
    ends_on: dt.date | None = None,
) -> tuple[User, str]:
    """The security administrator opens an account with its first role; returns it with a one-time code.

    It belongs to the officer's person or, without one, to a new person of that name.
    """
    person = officer.person if officer is not None else add_person(name=name, by=by)
    user = open_account(username=username, person=person, by=by)
    grant_role(user=user, group=group, unit=unit, starts_on=starts_on, ends_on=ends_on, by=by, today=today)
    return user, make_code(user=user, by=by)


@transaction.atomic
def make_code(*, user: User, by: Actor) -> str:
    """A new one-time code; earlier unused ones stop working."""
    now = clock.now()
    user.first_sign_ins.filter(used_at__isnull=True, expires_at__gt=now).update(expires_at=now)
    code = "-".join("".join(secrets.choice(LETTERS) for _i in range(4)) for _j in range(3))
    FirstSignIn.objects.create(
        user=user,
        code_hash=hash_code(code),
        made_by_id=by.pk or user.pk,
        made_at=now,
        expires_at=now + dt.timedelta(days=CODE_DAYS),
    )
    record("account.code_made", user, by=by)
    return code


def hash_code(code: str) -> str:
    return hashlib.sha256(code.strip().upper().replace(" ", "").encode()).hexdigest()


def _free_name(person: Person) -> str:
    base = (person.pinyin or "user").replace(" ", "")[:30]
    for number in ("", *range(2, 10_000)):
        name = f"{base}{number}"
        if not User.objects.filter(username=name).exists():
            return name
    raise NotNow(_("No free sign-in name was found: type one."))


@transaction.atomic
def disable_user(*, user: User, by: Actor, reason: str) -> User:
    """The account may no longer sign in; its sessions and tokens end at once. Nobody closes the own account."""
    if by.pk is not None and by.pk == user.pk:
        raise NotNow(_("You cannot close your own account: another administrator does that."))
    user = User.objects.select_for_update().get(pk=user.pk)
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user=user, by=by)
    user.tokens.filter(revoked_at__isnull=True).update(revoked_at=clock.now())
    record("account.disabled", user, by=by, reason=reason)
    return user


@transaction.atomic
def enable_user(*, user: User, by: Actor, reason: str) -> User:
    """The account may sign in again, with the rights of its roles in force today."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.is_active = True
    user.save(update_fields=["is_active"])
    rewrite(user, clock.today())  # rights of closed accounts are forgotten after a while
    record("account.enabled", user, by=by, reason=reason)
    return user
