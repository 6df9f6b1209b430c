"""What the form pages of this room share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.forms import HouseForm, told_in


def typed(
    request: HttpRequest, form: HouseForm, act: Callable[[], Any], *, done: str, back: str, **context: Any
) -> HttpResponse:
    """Show the form, or act and go back; what the service finds wrong stands in the form."""
    if form.is_valid():
        with told_in(form):
            act()
    if form.is_valid():
        messages.success(request, done)
        return redirect(back)
    whole = {"form": form, "back": back, **context}
    return render(request, "components/form_page.html", whole, status=422 if form.is_bound else 200)
