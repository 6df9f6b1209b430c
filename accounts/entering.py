"""From the password to an open session: half a session until the second factor is shown, then a whole one (R-73)."""

from __future__ import annotations

import time

from django.contrib.auth import login
from django.http import HttpRequest

from accounts import second_factor, services
from accounts.models import User
from core.middleware import client_address

SEEN, STARTED = "_seen_at", "_started_at"
BACKEND = "accounts.backends.PasswordBackend"


def enter(request: HttpRequest, user: User, *, proved_by: str = "") -> None:
    """The password (or the house's provider) said yes: a new session number, and half a session while a factor is owed."""
    login(request, user, backend=BACKEND)
    request.session[STARTED] = request.session[SEEN] = int(time.time())
    second_factor.mark_confirmed(request.session)
    if proved_by:
        second_factor.mark(request.session, proved_by)
    if second_factor.owed_in(request):
        request.session[second_factor.HALF] = int(time.time())
        services.note_half(user=user)
    else:
        _whole(request, user)


def prove(request: HttpRequest, by_what: str) -> None:
    """A second factor was shown: another new session number, and from here on everything the rights allow."""
    user: User = request.user  # type: ignore[assignment]
    old = request.session.session_key or ""
    request.session.cycle_key()
    second_factor.mark(request.session, by_what)
    if request.session.pop(second_factor.HALF, None) is not None:
        _whole(request, user)
    else:
        services.follow_session(user=user, old=old, new=request.session.session_key or "")


def renew(request: HttpRequest) -> None:
    """Rights changed or the password did: the same session under a new number."""
    user: User = request.user  # type: ignore[assignment]
    old = request.session.session_key or ""
    request.session.cycle_key()
    services.follow_session(user=user, old=old, new=request.session.session_key or "")


def _whole(request: HttpRequest, user: User) -> None:
    services.note_session(
        user=user,
        session_key=request.session.session_key,
        address=client_address(request),
        agent=request.headers.get("User-Agent", ""),
    )
