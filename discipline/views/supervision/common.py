"""What the pages of supervision share: records in sight, the page of an act, where it leads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core.crypto import sealed_in
from core.forms import attempt
from core.perms import Perms
from discipline.models.supervision import Finding, Inspection
from organisation.models import Person

PAGE: Final = ["GET", "HEAD", "POST"]
READERS: Final = (Perms.SUPERVISE, Perms.RECTIFY, Perms.VIEW_CONDUCT)


def inspection_in_sight(request: HttpRequest, pk: int, permission: str | None = None) -> Inspection:
    """The inspection within the units on which the right is held; outside and missing look alike."""
    rows = Inspection.objects.visible_to(request.user, permission).select_related(
        "unit", "inspector_person", "draw", "assignment"
    )
    found: Inspection = get_object_or_404(rows.defer(*sealed_in(Person, "inspector_person__")), pk=pk)
    return found


def finding_in_sight(request: HttpRequest, pk: int, permission: str | None = None) -> Finding:
    """The finding within the units on which the right is held; outside and missing look alike."""
    rows = Finding.objects.visible_to(request.user, permission).select_related(
        "unit", "inspection", "assignment", "attempt"
    )
    found: Finding = get_object_or_404(rows, pk=pk)
    return found


def act_page(
    request: HttpRequest, form: Any, act: Callable[[], Any], row: Any, heading: str, back: str
) -> HttpResponse:
    """The page of an act: does it when what was typed is valid, and shows the record as it then stands."""
    if form.is_bound and attempt(form, act) is not None:
        messages.success(request, _("%(number)s: done.") % {"number": row})
        return redirect(back)
    context = {"form": form, "heading": heading, "button": heading, "back": back}
    return render(request, "components/form_page.html", context, status=422 if form.is_bound else 200)


def new_page(
    request: HttpRequest, form: Any, act: Callable[[], Any], to: str, heading: str, back: str, intro: str = ""
) -> HttpResponse:
    """The page of an act that makes a record, which is then shown at the address named `to`."""
    made = attempt(form, act) if form.is_bound else None
    if made is not None:
        return redirect(to, made.pk)
    context = {"form": form, "heading": heading, "button": heading, "back": back, "intro": intro}
    return render(request, "components/form_page.html", context, status=422 if form.is_bound else 200)


def typed(request: HttpRequest) -> Any:
    """What was typed, or nothing where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def files(request: HttpRequest) -> Any:
    """What was sent along."""
    return request.FILES if request.method == "POST" else None
