"""The list of cases, one case, the list of appeals."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import clock
from core.access import requires
from core.audit import history_of
from core.paging import page_of
from core.perms import Perms
from discipline.rules.cases.life import Nature, Status
from discipline.selectors import cases as selectors
from discipline.selectors.units import units_in_sight


@require_safe
@requires(*selectors.READERS)
def cases(request: HttpRequest) -> HttpResponse:
    """Cases in sight; the filters stand in the address."""
    today = clock.today()
    context = {
        "page": page_of(request, selectors.listed(request.user, request.GET.dict(), today)),
        "statuses": Status.choices,
        "natures": Nature.choices,
        "units": units_in_sight(request.user),
        "today": today,
        "may_report": request.user.may(Perms.INVESTIGATE),
    }
    return render(request, "discipline/cases/list.html", context)


@require_safe
@requires(*selectors.READERS)
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One case: where it stands, the term that runs, what was found, said and decided, and what its reader may do now."""
    found = selectors.whole(request.user, pk)
    context = {
        "case": found,
        "acts": selectors.acts(request.user, found),
        "entries": history_of(found)[:100],
        "today": clock.today(),
        "appeal": getattr(found, "appeal", None),
    }
    return render(request, "discipline/cases/case.html", context)


@require_safe
@requires(Perms.VIEW_CONDUCT, Perms.HANDLE_APPEALS, Perms.DECIDE_CASE)
def appeals(request: HttpRequest) -> HttpResponse:
    """Appeals in sight, those that wait first."""
    context = {
        "page": page_of(request, selectors.appeals(request.user, request.GET.dict())),
        "states": [("waiting", _("to be answered")), ("answered", _("answered"))],
        "today": clock.today(),
    }
    return render(request, "discipline/cases/appeals.html", context)
