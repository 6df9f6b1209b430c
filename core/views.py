"""Health for machines, and the kind pages of errors."""

from __future__ import annotations

import sys

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import health
from core.no_pages import said
from core.outages import DISK, outage
from core.problems import plain_problem


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Database, queue, worker, beat and sweeper: each yes or no; 503 when the database is gone."""
    parts = health.parts()
    return JsonResponse({"ready": all(parts.values()), "parts": parts}, status=200 if all(parts.values()) else 503)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return said(request, "csrf", 403)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if request.path.startswith("/api/"):
        return plain_problem(400, _("The address or what was sent with it cannot be read."))
    return said(request, "bad", 400)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return said(request, "forbidden", 403)


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if request.path.startswith("/api/"):
        return plain_problem(404, _("There is nothing here, or it is outside your units."))
    return said(request, "missing", 404)


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    """500: no database, no user, no template context that could fail again. 503 when the machine underneath failed."""
    if kind := outage(sys.exc_info()[1]):
        return _unavailable(request, kind)
    if request.path.startswith("/api/"):
        return plain_problem(500, _("Something broke; nothing was changed. Try again in a moment."))
    return render(None, "core/500.html", status=500)  # type: ignore[arg-type]


def _unavailable(request: HttpRequest, kind: str) -> HttpResponse:
    if request.path.startswith("/api/") and kind == DISK:
        said = _("The server's disk is full or closed for writing; nothing was kept.")
        return plain_problem(503, said, **{"Retry-After": "60"})
    if request.path.startswith("/api/"):
        said = _("The database does not answer for the moment: ask again with the same Idempotency-Key.")
        return plain_problem(503, said, **{"Retry-After": "5"})
    page = render(None, "core/503.html", {"kind": kind}, status=503)  # type: ignore[arg-type]
    page["Retry-After"] = "60" if kind == DISK else "5"
    return page
