"""Dangerous acts ask whether the person is still there: a proof not older than five minutes (ASVS 7.5.3, R-74).

`@recently_confirmed` under `@requires` on a page: without a fresh proof the same form comes back with a box for the code
and everything that was typed, and goes on with the act when the code is right. `confirm_api(request)` in the API.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts import proof, second_factor, throttle
from accounts.models import ApiToken
from core import clock
from core.errors import NeedsProof

View = Callable[..., HttpResponse]
CODE, PASSKEY = "_proof_code", "_proof_passkey"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def recently_confirmed(view: View) -> View:
    """The unsafe methods of this page need a fresh proof. Wear it under `@requires`: who may not, is not asked."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in SAFE or second_factor.is_fresh(request.session):
            return view(_without_proof(request), *args, **kwargs)
        error = ""
        if request.POST.get(CODE) or request.POST.get(PASSKEY):
            try:
                found = _take(request)
            except throttle.Paused as pause:
                return _paused(request, pause)
            if found:
                second_factor.mark_confirmed(request.session)
                return view(_without_proof(request), *args, **kwargs)
            error = _("This does not fit, or was used already. Nothing was done yet: try again.")
        return ask(request, error)

    guarded.step_up = True  # type: ignore[attr-defined]
    return guarded


def ask(request: HttpRequest, error: str = "") -> HttpResponse:
    """The form again with everything that was typed, and a box for the proof."""
    user: Any = request.user
    kept = [(name, value) for name, values in request.POST.lists() for value in values]
    context = {
        "kept": [pair for pair in kept if pair[0] not in {CODE, PASSKEY, "csrfmiddlewaretoken"}],
        "password": proof.wants_password(user),
        "passkeys": proof.passkeys_work_here(request) and not settings.DEMO and user.passkeys.exists(),
        "error": error,
        "minutes": settings.STEP_UP_SECONDS // 60,
    }
    return render(request, "accounts/step_up.html", context, status=403)


def _take(request: HttpRequest) -> str:
    code, passkey = request.POST.get(CODE, "")[:200], request.POST.get(PASSKEY, "")[:10_000]
    return proof.take(request, request.user, code=code, passkey=passkey, step="stepup")  # type: ignore[arg-type]


def _without_proof(request: HttpRequest) -> HttpRequest:
    """The act's own form never sees the proof."""
    if CODE in request.POST or PASSKEY in request.POST:
        kept: QueryDict = request.POST.copy()
        for name in (CODE, PASSKEY):
            kept.pop(name, None)
        request.POST = kept  # type: ignore[assignment]
    return request


def _paused(request: HttpRequest, pause: throttle.Paused) -> HttpResponse:
    answer = render(request, "accounts/too_many.html", status=429)
    answer["Retry-After"] = str(pause.seconds)
    return answer


def confirm_api(request: Request) -> None:
    """The same for the API: a token for which a factor was given a moment ago, or a code in `X-OTP`. Raises NeedsProof."""
    if _is_fresh(request):
        return
    code = request.headers.get("X-OTP", "")[:200]
    if code:
        try:
            if proof.take(request._request, request.user, code=code, step="stepup"):
                return
        except throttle.Paused as pause:
            raise NeedsProof("paused", _("Too many wrong codes: wait a quarter of an hour."), status=429) from pause
    raise NeedsProof("step-up", _("This act asks for a fresh proof: send a code of your second factor in X-OTP."))


def _is_fresh(request: Request) -> bool:
    if isinstance(request.auth, ApiToken):
        since = clock.now() - timedelta(seconds=settings.STEP_UP_SECONDS)
        return request.auth.proved_at is not None and request.auth.proved_at >= since
    return second_factor.is_fresh(request.session)


class RecentlyConfirmed(BasePermission):
    """For API views: their unsafe methods need a fresh proof. Put it last, after the rights."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if request.method not in SAFE:
            confirm_api(request)
        return True
