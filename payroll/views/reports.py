"""Pages: equal pay for equal work, what insurance for everybody would cost, what auxiliaries cost by unit and year."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import clock
from core.access import requires
from core.paging import page_of
from core.perms import Perms
from payroll.calculating.insurance import LABELS
from payroll.lists import asked, comparing, costs, showing
from payroll.lists.asked import Asked
from payroll.lists.words import DIMENSIONS

CLASSES = 20  # comparisons on a page


def _head(request: HttpRequest, right: str) -> tuple[Asked, dict[str, Any]]:
    """What was asked, and the choices of the filter."""
    found = asked.asked_of(request.user, request.GET.dict(), clock.today(), right=right)
    context = {
        "asked": found,
        "single": found.sees_single_pay,
        "months": asked.months(request.user, right, found.month),
        "units": asked.units(request.user, right),
    }
    return found, context


@require_safe
@requires(Perms.COMPARE_PAY)
def equal_pay(request: HttpRequest) -> HttpResponse:
    """The same post, grade and service: who is paid how much by whom, and what explains the gaps."""
    about, context = _head(request, Perms.COMPARE_PAY)
    context["dimensions"] = list(DIMENSIONS.items())
    if about.tops:
        found = comparing.find(request.user, about)
        report = showing.report(about, found)
        page = page_of(request, report.comparisons, size=CLASSES)
        rows = showing.shown(page.object_list, report.bands)
        chart = showing.chart(report)
        lacking = sum(bool(one.lacking) for one in found.bare)
        context |= {"found": found, "report": report, "page": page, "rows": rows, "chart": chart, "lacking": lacking}
    return render(request, "payroll/equal_pay.html", context)


@require_safe
@requires(Perms.COMPARE_PAY)
def everybody(request: HttpRequest) -> HttpResponse:
    """What it would cost to insure everybody who is not, and to open the housing fund for everybody."""
    about, context = _head(request, Perms.COMPARE_PAY)
    if about.tops:
        found = comparing.find(request.user, about)
        told = costs.everybody(about, found)
        rows = [(LABELS[one.kind], one) for one in told.kinds]
        context |= {"found": found, "told": told, "rows": rows}
    return render(request, "payroll/everybody.html", context)


@require_safe
@requires(Perms.VIEW_PAY)
def cost(request: HttpRequest) -> HttpResponse:
    """What auxiliaries cost each unit in the year, to the end of the month."""
    about, context = _head(request, Perms.VIEW_PAY)
    if about.tops:
        rows = costs.costs_of(request.user, about)
        page = page_of(request, rows)
        shown = costs.with_average(page.object_list)
        chart = costs.chart(shown) if page.number == 1 else None
        context |= {"page": page, "rows": shown, "chart": chart, "total": costs.total_of(rows)}
    return render(request, "payroll/costs.html", context)
