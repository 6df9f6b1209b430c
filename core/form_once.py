"""A form that is sent twice counts once: a double click, a page reloaded after sending, a back button and send.

Every form carries a CSRF token, masked anew each time a page is made: so user, address, token and content together name
one filled-in form. The first time it is done in one transaction with its key; the same form again leads where the first
one led, with a note. What was not done (errors in fields, refused) may be sent again as often as one likes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from core import clock
from core.again import again
from core.api import told
from core.errors import DomainError
from core.middleware import said_kindly
from core.models import IdempotencyKey

View = Callable[..., HttpResponse]
FIELD = "csrfmiddlewaretoken"
ROUTE = 100  # characters of the address that are kept; the whole of it is in the key


class FormOnceMiddleware:
    """Stands last, so that nobody comes this far without rights to the page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> HttpResponse | None:
        """The answer of the view, done once and tried again; None for what is no form of somebody who signed in."""
        page = request.method == "POST" and not request.path.startswith("/api/")
        if not page or not request.user.is_authenticated or not request.POST.get(FIELD):
            return None
        try:
            return again(lambda: _once(request, lambda: view(request, *args, **kwargs)))
        except DatabaseError as error:
            if (answer := said_kindly(request, error)) is None:
                raise
            return answer


def _once(request: HttpRequest, act: Callable[[], HttpResponse]) -> HttpResponse:
    same = {"user_id": request.user.pk, "route": f"page {request.path}"[:ROUTE], "key": _key(request)}
    denied: Exception | None = None
    with transaction.atomic():
        row = _begun(same)
        if row is None:
            return _led(request, IdempotencyKey.objects.get(**same))  # rule: unscoped, own keys
        try:
            response = _answer(request, act)
        except (PermissionDenied, Http404) as error:
            denied = error  # what a service wrote of the attempt stays
        else:
            _keep(row, response)
        if row.status is None:
            row.delete()
    if denied is not None:
        raise denied
    return response


def _key(request: HttpRequest) -> str:
    """One filled-in form: where, by which token, with what in it."""
    fields = {**dict(request.POST.lists()), **{f"file {name}": files for name, files in request.FILES.lists()}}
    content = json.dumps([request.get_full_path(), fields], sort_keys=True, default=told)
    return hashlib.sha256(content.encode()).hexdigest()


def _begun(same: Mapping[str, Any]) -> IdempotencyKey | None:
    """The row of a form sent for the first time; None when it was done. Waits for one that is under way."""
    values = {**same, "body_hash": same["key"], "created_at": clock.now()}
    try:
        with transaction.atomic():
            return IdempotencyKey.objects.create(**values)  # rule: unscoped, own keys
    except IntegrityError:
        return None


def _answer(request: HttpRequest, act: Callable[[], HttpResponse]) -> HttpResponse:
    """What the service refused is an answer too: the attempt it wrote stays."""
    try:
        return act()
    except DomainError as error:
        if (answer := said_kindly(request, error)) is None:
            raise
        return answer


def _keep(row: IdempotencyKey, response: HttpResponse) -> None:
    """A form that was done leads elsewhere; everything else did nothing, or may be asked for again."""
    if isinstance(response, HttpResponseRedirect):
        row.status, row.answer = response.status_code, {"location": response.url}
        row.save(update_fields=["status", "answer"])


def _led(request: HttpRequest, stored: IdempotencyKey) -> HttpResponse:
    messages.info(request, _("This form had been sent already. It was counted once."))
    return HttpResponseRedirect(stored.answer["location"])
