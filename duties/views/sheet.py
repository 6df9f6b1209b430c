"""The assignment sheet of a day: who goes where, led by whom, and what may not be done. To look at, and as a paper."""

from __future__ import annotations

import datetime as dt
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import clock
from core.access import requires
from core.perms import Perms
from duties.forms import home_of
from duties.selectors.assignments import daily_sheet
from duties.selectors.listing import day_in
from duties.selectors.sheet import lines, set_apart
from exports.services import hand_out
from exports.views import file_answer
from organisation.models import Unit


@require_safe
@requires(Perms.VIEW_ASSIGNMENTS)
def page(request: HttpRequest) -> HttpResponse:
    """The sheet to look at and to print from the browser."""
    unit, day = asked(request)
    rows, shared = set_apart(lines(daily_sheet(request.user, unit, day), day))
    context = {
        "unit": unit,
        "day": day,
        "rows": rows,
        "shared": shared,
        "around": [day - dt.timedelta(days=1), day + dt.timedelta(days=1)],
        "signatures": [_("Sheet made by:"), _("Led by:"), _("Approved by:")],
        "units": Unit.objects.visible_to(request.user, Perms.VIEW_ASSIGNMENTS).values_list("code", "name")[:300],
    }
    return render(request, "duties/sheet.html", context)


@require_safe
@requires(Perms.VIEW_ASSIGNMENTS)
def pdf(request: HttpRequest) -> HttpResponse:
    """The same as a paper, marked and recorded like any export; where a second person must agree, the way to ask."""
    unit, day = asked(request)
    filters = {"unit": unit.code, "day": day.isoformat()}
    handed = hand_out(kind="duty-sheet", filters=filters, by=request.user, on=clock.today())
    if handed is None:
        return redirect(f"{reverse('exports:new', args=['duty-sheet'])}?{urlencode(filters)}")
    return file_answer(*handed, "pdf")


def asked(request: HttpRequest) -> tuple[Unit, date]:
    """`?unit=CODE&day=`; the own unit and today otherwise. 404 outside the reader's units."""
    units = Unit.objects.visible_to(request.user, Perms.VIEW_ASSIGNMENTS)
    day = day_in(request.GET.get("day", "")) or clock.today()
    if code := request.GET.get("unit", "").replace("\x00", ""):
        return get_object_or_404(units, code=code), day
    return get_object_or_404(units, pk=home_of(request.user, units)), day
