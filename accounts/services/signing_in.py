"""Sessions, passwords, tokens."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import ApiToken, FirstSignIn, PastPassword, User, UserSession
from core import clock
from core.actors import Actor
from core.audit import record
from core.errors import BadInput, NotNow

TOKEN_HOURS = 12


@transaction.atomic
def note_session(*, user: User, session_key: str, address: str, agent: str) -> UserSession:
    """A new session begins: only the newest few of a user live on."""
    User.objects.select_for_update().get(pk=user.pk)
    session = UserSession.objects.create(
        user=user, session_key=session_key, started_at=clock.now(), address=address, agent=agent[:200]
    )
    stale = user.sessions.order_by("-started_at", "-pk").values_list("session_key", flat=True)[
        settings.SESSIONS_PER_USER :
    ]
    _end(list(stale))
    record("user.signed_in", user, by=user)
    return session


@transaction.atomic
def note_half(*, user: User) -> None:
    """The password was right; the second factor is still owed."""
    record("user.password_accepted", user, by=user)


@transaction.atomic
def end_sessions(*, user: User, by: Actor, keep: str = "") -> int:
    """End every session of the user but the one to keep."""
    keys = list(user.sessions.exclude(session_key=keep).values_list("session_key", flat=True))
    _end(keys)
    if keys:
        record("user.sessions_ended", user, by=by, after={"count": len(keys)})
    return len(keys)


@transaction.atomic
def end_one_session(*, session: UserSession, by: Actor) -> None:
    """One session among several, from the list."""
    user = session.user
    _end([session.session_key])
    record("user.sessions_ended", user, by=by, after={"count": 1})


@transaction.atomic
def end_session(*, user: User, session_key: str | None, by: Actor) -> None:
    """Sign-out: this session is gone on the server too."""
    _end([session_key] if session_key else [])
    record("user.signed_out", user, by=by)


def follow_session(*, user: User, old: str, new: str) -> None:
    """The session got a new number (after a change of password): its row on the list follows."""
    user.sessions.filter(session_key=old).update(session_key=new)


def choose_language(*, user: User, language: str) -> None:
    """The language of the user's pages and mails. Not an act that the trail keeps."""
    User.objects.filter(pk=user.pk).update(language=language)


def _end(keys: list[str]) -> None:
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()


@transaction.atomic
def change_password(*, user: User, password: str, by: Actor, keep_session: str = "") -> User:
    """Set a new password that meets the policy; other sessions and all tokens end. Raises BadInput."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise BadInput({"password": error.messages}) from error
    if password == settings.DEMO_PASSWORD:
        raise BadInput({"password": _("This is the password of the demonstration: choose another.")})
    if user.has_usable_password():
        PastPassword.objects.create(user=user, password_hash=user.password, set_at=clock.now())
    user.set_password(password)
    user.password_changed_at = clock.now()
    user.must_change_password = False
    user.save(update_fields=["password", "password_changed_at", "must_change_password"])
    end_sessions(user=user, by=by, keep=keep_session)
    user.tokens.filter(revoked_at__isnull=True).update(revoked_at=clock.now())
    record("user.password_changed", user, by=by)
    return user


@transaction.atomic
def first_password(*, username: str, code: str, password: str) -> User:
    """Use a one-time code to choose the first password. One sentence for every wrong code, name or date: nothing is told."""
    from accounts.services.accounts import hash_code

    row = (
        FirstSignIn.objects.select_for_update()
        .select_related("user")
        .filter(code_hash=hash_code(code), used_at__isnull=True, expires_at__gt=clock.now())
        .first()
    )
    if row is None or row.user.username != username.strip().lower() or not row.user.is_active:
        raise NotNow(_("Name and code do not fit, or the code is used or too old. Ask the HR officer for a new one."))
    user = change_password(user=row.user, password=password, by=row.user)
    row.used_at = clock.now()
    row.save(update_fields=["used_at"])
    return user


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def make_token(
    *, user: User, scope: str = ApiToken.Scope.FULL, hours: int = TOKEN_HOURS, proved: bool = False
) -> tuple[str, ApiToken]:
    """A token for the API; shown once. `proved`: a second factor was given for it now."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    row = ApiToken.objects.create(
        user=user,
        token_hash=hash_token(token),
        scope=scope,
        made_at=now,
        expires_at=now + dt.timedelta(hours=hours),
        proved_at=now if proved else None,
    )
    record("token.made", user, by=user, after={"scope": scope, "hours": hours, "second_factor": proved})
    return token, row


@transaction.atomic
def revoke_token(*, token: ApiToken, by: Actor) -> ApiToken:
    """The token stops working at once. Raises NotNow when it already has."""
    token = ApiToken.objects.select_for_update().get(pk=token.pk)
    if token.revoked_at is not None:
        raise NotNow(_("This token was already withdrawn."))
    token.revoked_at = clock.now()
    token.save(update_fields=["revoked_at"])
    record("token.revoked", token.user, by=by, after={"token_number": token.pk})
    return token
