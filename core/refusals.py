"""Every request that was refused leaves one entry, in a transaction of its own after the business one was taken back."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse

from core.actors import ANONYMOUS
from core.audit import record
from core.context import current
from core.masking import mask_value
from core.models import AuditEntry

log = logging.getLogger(__name__)
FORBIDDEN = {401, 403, 404, 409, 429}
# Strangers and rates: more of these a minute from one source say nothing new and would only fill the trail.
MOST_A_MINUTE = 30


def note(action: str, why: str) -> None:
    """The answer will look like any other page, but the act was refused: say so in the trail when it is sent."""
    current().refused.append((action, why))


class RefusalMiddleware:
    """Writes the entry `request.refused`, unless a service has written its own for this request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if current().refused or _is_refusal(request, response.status_code):
            try:
                _write(request, response.status_code)
            except DatabaseError:  # the request stays refused; that the trail is closed is told by the log and /readyz
                log.exception("a refusal could not be written into the trail")
        return response


def _is_refusal(request: HttpRequest, status: int) -> bool:
    """No right, not one's own, against the rules or the state of things. A stranger's way to the sign-in page, a typing
    mistake and an address that does not exist are none."""
    if status not in FORBIDDEN:
        return False
    known = getattr(getattr(request, "user", None), "is_authenticated", False)
    if status == 401:
        return bool(request.headers.get("Authorization"))
    if status == 404:
        return bool(known and request.resolver_match and request.resolver_match.kwargs)
    return True


def _write(request: HttpRequest, status: int) -> None:
    context = current()
    user = getattr(request, "user", None)
    known = getattr(user, "is_authenticated", False)
    if (status == 429 or not known) and _too_many(f"{getattr(user, 'pk', '') or ''}{context.address}"):
        return
    if AuditEntry.objects.filter(request_id=context.request_id, success=False).exists():
        return
    match = request.resolver_match
    view, kwargs = (match.view_name, match.kwargs) if match else ("", {})
    action, why = context.refused[0] if context.refused else ("request.refused", "")
    after: dict[str, Any] = {"status": status, "method": request.method, "page": view}
    after["about"] = {name: mask_value(name, str(value))[:100] for name, value in kwargs.items()}
    with transaction.atomic():
        record(action, by=user if known else ANONYMOUS, success=False, label=view, after=after, reason=why)  # type: ignore[arg-type]


def _too_many(source: str) -> bool:
    key = f"refusals:{source}"
    try:
        cache.add(key, 0, 60)
        return bool(cache.incr(key) > MOST_A_MINUTE)
    except Exception:  # the queue's server is away, whatever its client raises: then all are written
        return False
