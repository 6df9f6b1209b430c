"""Request number and address for audit and log; personal pages never cached; domain errors answered kindly."""

from __future__ import annotations

import ipaddress
import logging
import time
from collections.abc import Callable
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core import no_pages
from core.context import RequestContext, current, new_request_id, request_context
from core.crowding import TOO_LATE
from core.errors import BadInput, DomainError, NotNow, Refused, stood_in_the_way
from core.masking import personal_number
from core.problems import plain_problem
from core.trail import TrailClosed, failed_to_link

log = logging.getLogger(__name__)
Next = Callable[[HttpRequest], HttpResponse]


def client_address(request: HttpRequest) -> str:
    """The visitor's address; X-Forwarded-For counts only as far as our own proxies wrote it."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        hops = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
        if len(hops) >= settings.TRUSTED_PROXIES:
            address = hops[-settings.TRUSTED_PROXIES]
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return "127.0.0.1"  # a Unix socket has no address


class HeadersMiddleware:
    """On every answer, whoever gave it: what the browser must not do with it. Stands outside everything that may answer."""

    FIXED = {
        "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Cross-Origin-Resource-Policy": "same-origin",
    }

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in self.FIXED.items():
            response.setdefault(name, value)
        return response


class BodyLimitMiddleware:
    """413 for a body that says it is larger than any form or upload of the house may be, before a byte of it is read."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = request.META.get("CONTENT_LENGTH") or "0"
        size = int(said) if said.isdecimal() else 0
        if size > self.most(request):
            return self.too_large(request)
        return self.get_response(request)

    @staticmethod
    def most(request: HttpRequest) -> int:
        """Forms with a file may be as large as a file plus its form; everything else is a form or JSON."""
        if request.content_type == "multipart/form-data":
            return int(settings.UPLOAD_MAX_BYTES) + int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)

    def too_large(self, request: HttpRequest) -> HttpResponse:
        told = _("What was sent is larger than %(size)s MB.") % {"size": self.most(request) // 1024**2}
        if request.path.startswith("/api/"):
            return plain_problem(413, told)
        return no_pages.said(request, "large", 413, told)


class RequestContextMiddleware:
    """Gives each request a number, shown in errors and kept in audit and log."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        entrance = "api" if request.path.startswith("/api/") else "page"
        context = RequestContext(request_id=new_request_id(), address=client_address(request), entrance=entrance)
        request.request_id = context.request_id  # type: ignore[attr-defined]
        with request_context(context):
            response = self.get_response(request)
        response["X-Request-ID"] = context.request_id
        return response


class CrowdingMiddleware:
    """503 with Retry-After for what waited too long for a thread: no session is read, no row, nothing is changed."""

    AGAIN = {"Retry-After": "5"}
    WATCHMEN = frozenset({"/healthz", "/readyz"})  # who asks whether the house is alive is not sent away
    SAID_EVERY = 10.0  # seconds; a line for each would be one more load

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.sent_away, self.said_at = 0, 0.0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.META.get(TOO_LATE) or request.path in self.WATCHMEN:
            return self.get_response(request)
        self._say()
        answer = self._answer(request)
        answer._has_been_logged = True  # type: ignore[attr-defined]
        return answer

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/api/"):
            said = _("Too many are asking at this moment; nothing was done. Ask again, with the same Idempotency-Key.")
            return plain_problem(503, said, **self.AGAIN)
        page = render(None, "core/503.html", {"kind": "crowd"}, status=503)  # type: ignore[arg-type]
        page["Retry-After"] = self.AGAIN["Retry-After"]
        return page

    def _say(self) -> None:
        self.sent_away += 1
        if time.monotonic() - self.said_at > self.SAID_EVERY:
            log.warning("More are asking than can be served: %d sent away by this process", self.sent_away)
            self.said_at = time.monotonic()


class NoNullsMiddleware:
    """A NUL in an address means nothing to us and breaks the database's texts: 400, whatever page it asks for."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path or "\x00" in unquote(request.META.get("QUERY_STRING", "")):
            raise BadRequest("NUL in the address")
        return self.get_response(request)


class NoNumbersInAddressMiddleware:
    """An address stays in histories and logs: one with the identity, phone or card number of somebody is not answered."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = unquote(f"{request.path}?{request.META.get('QUERY_STRING', '')}")
        if not personal_number(asked):
            return self.get_response(request)
        if request.path.startswith("/api/"):
            return plain_problem(400, _("Numbers of people do not belong into an address: send them in the body."))
        request.META["QUERY_STRING"], request.path = "", "/"  # the page names its own address: not this one
        request.__dict__.pop("GET", None)
        return no_pages.said(request, "number", 400)


class NoStoreMiddleware:
    """Pages about people stay out of every cache."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response


class DomainErrorMiddleware:
    """What a service refused and no view caught: a page with the sentences, never a traceback."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return said_kindly(request, error)


def said_kindly(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """The page for what a service or the database refused; None for what is no refusal."""
    if failed_to_link(error):
        error = TrailClosed()
    if stood_in_the_way(error):
        error = NotNow(_("Somebody else is working on the same records at this moment: try again."))
    if not isinstance(error, DomainError) or request.path.startswith("/api/"):
        return None
    context = {
        "findings": error.findings if isinstance(error, Refused) else [],
        "message": error.message if isinstance(error, NotNow) else "",
        "errors": error.errors if isinstance(error, BadInput) else {},
        "attempt": getattr(error, "attempt", None),
        "back": request.headers.get("Referer", ""),
    }
    return render(request, "core/refused.html", context, status=error.status)


class RequestIdFilter(logging.Filter):
    """Puts the request number on every log line."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current().request_id
        return True
