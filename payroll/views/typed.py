"""What the form pages of this room share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core import refusals
from core.errors import BadInput, NotNow
from core.forms import HouseForm


def typed(
    request: HttpRequest, form: HouseForm, act: Callable[[], Any], *, done: str, back: str, **context: Any
) -> HttpResponse:
    """Show the form, or act and go back; what the service finds wrong stands beside its field."""
    if form.is_valid():
        try:
            act()
        except BadInput as error:
            form.add_problems(error.errors)
        except ValidationError as error:
            form.add_problems(error.message_dict)
        else:
            messages.success(request, done)
            return redirect(back)
    whole = {"form": form, "back": back, **context}
    return render(request, "components/form_page.html", whole, status=422 if form.is_bound else 200)


def kindly(act: Callable[[], Any]) -> Callable[[], Any]:
    """The act, so that what the state of things forbids is said above the form instead of on a page of its own."""

    def done() -> Any:
        try:
            return act()
        except NotNow as error:
            refusals.note("request.refused", str(error.message))
            raise BadInput({"": str(error.message)}) from error

    return done
