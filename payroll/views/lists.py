"""The page from which the lists and files of pay are asked for: by month, run by run."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import clock
from core.access import requires
from core.perms import Perms
from payroll.lists import asked
from payroll.lists.released import runs_of

MOST_RUNS = 50


@require_safe
@requires(Perms.VIEW_PAY)
def index(request: HttpRequest) -> HttpResponse:
    """The released runs of a month with their sums, and the files of each; the month's lists over all of them."""
    about = asked.asked_of(request.user, request.GET.dict(), clock.today(), right=Perms.VIEW_PAY)
    runs = list(runs_of(request.user, about)[: MOST_RUNS + 1]) if about.tops else []
    context = {
        "asked": about,
        "months": asked.months(request.user, Perms.VIEW_PAY, about.month),
        "units": asked.units(request.user, Perms.VIEW_PAY),
        "runs": runs[:MOST_RUNS],
        "more": len(runs) > MOST_RUNS,
    }
    return render(request, "payroll/lists.html", context)
