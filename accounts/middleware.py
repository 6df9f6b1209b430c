"""Sessions end after idle time, after half a day, and at once when they are no longer on the list."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

from accounts.models import UserSession

SEEN, STARTED = "_seen_at", "_started_at"
STEP = 60  # the session row is written at most once a minute


class SessionRulesMiddleware:
    """Idle and absolute limits of reliability R-73, and the user's own language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if STARTED in request.session:
            self._keep_or_end(request)
        if request.user.is_authenticated:
            if request.user.language:
                translation.activate(request.user.language)
            if request.user.must_change_password and request.path not in _allowed_meanwhile():
                return redirect("accounts:password")
        return self.get_response(request)

    def _keep_or_end(self, request: HttpRequest) -> None:
        now = int(time.time())
        session = request.session
        idle = now - session.get(SEEN, 0) > settings.SESSION_IDLE_SECONDS
        old = now - session[STARTED] > settings.SESSION_ABSOLUTE_SECONDS
        if idle or old or not UserSession.objects.filter(session_key=session.session_key).exists():
            UserSession.objects.filter(session_key=session.session_key).delete()
            logout(request)
            return
        if now - session.get(SEEN, 0) >= STEP:
            session[SEEN] = now


def begin(request: HttpRequest) -> None:
    """Mark the start of a session, right after signing in."""
    request.session[STARTED] = request.session[SEEN] = int(time.time())


@functools.cache
def _allowed_meanwhile() -> frozenset[str]:
    """Pages open to somebody who has to choose a new password first."""
    return frozenset(reverse(f"accounts:{name}") for name in ("password", "sign-out", "language"))
