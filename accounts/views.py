"""Signing in and out, first password, own account."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def too_many_failures(request: HttpRequest, response: Any = None, credentials: Any = None) -> HttpResponse:
    """Five wrong passwords from one place: a quarter of an hour of rest, never a lock for ever."""
    return render(request, "accounts/too_many.html", status=429, headers={"Retry-After": "900"})
