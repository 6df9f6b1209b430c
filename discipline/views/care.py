"""Pages of the care list: who is looked after, visits, why it ended."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.access import requires
from core.paging import page_of
from discipline.forms import protection as forms
from discipline.models.protection import Care
from discipline.selectors import protection as read
from discipline.selectors.units import units_in_sight
from discipline.services import protection as services
from discipline.views.protection import READERS, RIGHT
from discipline.views.supervision.common import PAGE, new_page, typed
from discipline.views.typed_acts import typed as act_page


def in_sight(request: HttpRequest, pk: int) -> Care:
    rows = Care.objects.visible_to(request.user).select_related("auxiliary__person", "auxiliary__unit", "incident")
    found: Care = get_object_or_404(rows, pk=pk)
    return found


@require_safe
@requires(*READERS)
def cares(request: HttpRequest) -> HttpResponse:
    """People on the care list, the next visit first."""
    context = {
        "page": page_of(request, read.cares(request.user, request.GET.dict())),
        "states": [("ended", _("no longer on the list"))],
        "units": units_in_sight(request.user),
        "may_enter": request.user.may(RIGHT),
        "today": clock.today(),
    }
    return render(request, "discipline/protection/cares.html", context)


@require_safe
@requires(*READERS)
def care(request: HttpRequest, pk: int) -> HttpResponse:
    """One person on the list, with every visit."""
    row = in_sight(request, pk)
    acts = request.user.may(RIGHT, row.auxiliary.unit) and row.until is None
    context = {"care": row, "visits": row.visits.select_related("person"), "acts": acts, "today": clock.today()}
    return render(request, "discipline/protection/care.html", context)


@require_http_methods(PAGE)
@requires(RIGHT)
def new(request: HttpRequest) -> HttpResponse:
    """Put somebody on the list."""
    form, heading = forms.CareForm(typed(request), user=request.user), _("Put somebody on the care list")

    def act() -> Care:
        given = dict(form.cleaned_data)
        return services.look_after(auxiliary=given.pop("badge"), on=clock.today(), by=request.user, **given)

    return new_page(request, form, act, "discipline:care", heading, reverse("discipline:cares"))


@require_http_methods(PAGE)
@requires(RIGHT)
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a visit."""
    row, form = in_sight(request, pk), forms.VisitForm(typed(request))

    def act() -> object:
        return services.visit(care=row, today=clock.today(), by=request.user, **form.cleaned_data)

    return _act(request, form, act, row, _("Write down a visit"))


@require_http_methods(PAGE)
@requires(RIGHT)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody off the list."""
    row, form = in_sight(request, pk), forms.EndForm(typed(request))

    def act() -> object:
        return services.end_care(care=row, on=clock.today(), by=request.user, **form.cleaned_data)

    return _act(request, form, act, row, _("Take off the care list"))


def _act(request: HttpRequest, form: Any, act: Any, row: Care, heading: str) -> HttpResponse:
    words = {"heading": heading, "button": heading, "back": reverse("discipline:care", args=[row.pk])}
    return act_page(request, form, act, done=_("It is written down."), **words)
