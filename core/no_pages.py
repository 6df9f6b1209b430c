"""Pages that only say no."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def said(request: HttpRequest, kind: str, status: int, message: str = "") -> HttpResponse:
    """The page of this kind. It counts nothing for the navigation (`counts_later`): trying addresses stays cheap for the
    house, and a browser asks for the counts afterwards."""
    request.counts_later = True  # type: ignore[attr-defined]
    return render(request, "core/error.html", {"kind": kind, "message": message}, status=status)
