"""What the form pages of this room share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.errors import BadInput
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
