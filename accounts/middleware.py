"""Sessions end after idle time, after half a day, and at once when they are no longer on the list; and nobody passes
the steps that still stand between the password and the house."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import passwords, rates, second_factor
from accounts.entering import SEEN, STARTED, renew
from accounts.models import UserSession
from core.problems import PROBLEM, problem_body

STEP = 60  # the session row is written at most once a minute
ALWAYS = frozenset({"accounts:sign-out", "accounts:language", "api-token"})
# Each step, and the pages open to somebody who has to take it first.
STEPS: Mapping[str, frozenset[str]] = {
    "accounts:second-factor": frozenset({"accounts:second-factor", "accounts:passkey-ask"}),
    "accounts:password": frozenset({"accounts:password"}),
    "accounts:enrol": frozenset(
        {"accounts:enrol", "accounts:app-add", "accounts:passkey-add", "accounts:passkey-begin"}
    ),
}


class SessionRulesMiddleware:
    """Idle and absolute limits of reliability R-73, the steps of R-74, the rate of reading of R-76, the user's language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if STARTED in request.session:
            self._keep_or_end(request)
        if request.user.is_authenticated:
            if request.user.language:
                translation.activate(request.user.language)
            request.next_step = next_step(request)  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Before the page is made: back to the step that is owed, or a pause when too much was read."""
        api = request.path.startswith("/api/")  # its views ask for a sign-in themselves
        if not request.user.is_authenticated or not (api or getattr(view, "login_required", True)):
            return None
        step = request.next_step  # type: ignore[attr-defined]
        name = request.resolver_match.view_name if request.resolver_match else ""
        if step and name not in STEPS[step] | ALWAYS:
            return held_back(request, step)
        if request.method in {"GET", "HEAD"} and not api:
            kind = "live" if request.headers.get("HX-Request") else "reads"
            if seconds := rates.wait(kind, request.user):
                return rates.too_often(request, seconds)
        return None

    def _keep_or_end(self, request: HttpRequest) -> None:
        now = int(time.time())
        session = request.session
        idle = now - session.get(SEEN, 0) > settings.SESSION_IDLE_SECONDS
        old = now - session[STARTED] > settings.SESSION_ABSOLUTE_SECONDS
        if second_factor.HALF in session:
            old, listed = now - session[second_factor.HALF] > settings.HALF_SESSION_SECONDS, {"renew": False}
        else:
            listed = UserSession.objects.filter(session_key=session.session_key).values("renew").first()
        if idle or old or listed is None:
            UserSession.objects.filter(session_key=session.session_key).delete()
            logout(request)
            return
        if listed["renew"] and request.user.is_authenticated:
            renew(request)
        if now - session.get(SEEN, 0) >= STEP:
            session[SEEN] = now


def next_step(request: HttpRequest) -> str:
    """The address that must be dealt with before any other: the factor, a new password, the first factor."""
    owed = second_factor.owed_in(request)
    if owed == "show":
        return "accounts:second-factor"
    if passwords.must_change(request.user):  # type: ignore[arg-type]
        return "accounts:password"
    return "accounts:enrol" if owed else ""


def held_back(request: HttpRequest, step: str) -> HttpResponse:
    """Pages lead to the step; the API says which one it is."""
    if not request.path.startswith("/api/"):
        return redirect(step)
    detail = _("First show your second factor, or choose your password, on the pages.")
    body = problem_body(403, detail, type=f"urn:auxpolice:problem:{step.removeprefix('accounts:')}")
    return JsonResponse(body, status=403, content_type=PROBLEM)
