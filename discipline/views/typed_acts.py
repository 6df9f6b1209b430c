"""What the form pages of this room share: errors beside their fields, and what law or house policy refuses above them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.errors import Refused
from core.forms import HouseForm, told_in


def typed(
    request: HttpRequest, form: HouseForm, act: Callable[[], Any], *, done: str, back: str, **context: Any
) -> HttpResponse:
    """Show the form, or act and go back. Nothing that was typed is lost when the act is refused."""
    findings: list[Any] = []
    if form.is_bound and form.is_valid():
        try:
            with told_in(form):
                act()
        except Refused as error:
            findings = error.findings
        if form.is_valid() and not findings:
            messages.success(request, done)
            return redirect(back)
    whole = {"form": form, "back": back, "findings": findings, **context}
    status = 409 if findings else 422 if form.is_bound else 200
    return render(request, "discipline/form.html", whole, status=status)
