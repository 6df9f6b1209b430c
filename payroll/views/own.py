"""The auxiliary's own payslips: issued ones, of the natural person who signed in, on a phone first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from accounts.rates import rated
from core.access import requires
from core.paging import page_of
from core.perms import Perms
from exports.views import file_answer
from payroll import selectors_runs as selectors
from payroll import services
from payroll.models import Payslip


def _mine(request: HttpRequest, pk: int) -> Payslip:
    found: Payslip = get_object_or_404(selectors.own_slips(request.user.person_id), pk=pk)
    return found


@require_safe
@requires(Perms.VIEW_SELF)
def slips(request: HttpRequest) -> HttpResponse:
    """All my payslips, the newest first."""
    page = page_of(request, selectors.own_slips(request.user.person_id))
    return render(request, "payroll/own_slips.html", {"page": page})


@require_safe
@requires(Perms.VIEW_SELF)
def slip(request: HttpRequest, pk: int) -> HttpResponse:
    """One of my payslips, every line with its formula and article."""
    found = _mine(request, pk)
    return render(request, "payroll/own_slip.html", {"slip": found, "parts": selectors.lines_of(found)})


@require_POST
@requires(Perms.VIEW_SELF)
@rated("unmask")
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """One of my payslips to keep or to print."""
    name, content = services.print_payslip(slip=_mine(request, pk), by=request.user)
    return file_answer(name, content, "pdf")
