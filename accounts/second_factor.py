"""Who must show a second factor, and what the session knows about it. Off only in the demonstration (R-74)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest

from accounts import scope
from accounts.groups import ABOUT_NOBODY_ELSE

if TYPE_CHECKING:
    from accounts.models import User

PROVED = "_proved_by"  # app, passkey, recovery, provider: the second factor given in this session
CONFIRMED = "_confirmed_at"  # when the person last proved to be there, for dangerous acts
HALF = "_half_since"  # the password was right, the second factor is still owed


def sees_others(user: User) -> bool:
    """Does any right of the user reach beyond the own file and the law? A right nobody has judged yet does."""
    return bool(set(scope.rights(user)) - ABOUT_NOBODY_ELSE)


def is_enrolled(user: User) -> bool:
    return user.passkeys.exists() or user.apps.filter(confirmed_at__isnull=False).exists()


def owed(user: User) -> str:
    """What stands between this password and the house: `show` a factor, `enrol` one, or nothing."""
    if settings.DEMO:
        return ""
    if is_enrolled(user):
        return "show"
    return "enrol" if sees_others(user) else ""


def owed_in(request: HttpRequest) -> str:
    """The same for the session of a request: nothing once a factor was shown in it."""
    return "" if settings.DEMO or PROVED in request.session else owed(request.user)  # type: ignore[arg-type]


def mark(session: Any, by_what: str) -> None:
    """A factor was shown now."""
    session[PROVED] = by_what
    mark_confirmed(session)


def mark_confirmed(session: Any) -> None:
    session[CONFIRMED] = int(time.time())


def is_fresh(session: Any) -> bool:
    """Has the person proved to be there within the last minutes?"""
    return time.time() - session.get(CONFIRMED, 0) <= settings.STEP_UP_SECONDS
