"""Pay runs: the list, one run with what stands out and its payslips, a payslip line by line."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.rates import rated
from core.access import requires
from core.forms import HouseForm, attempt
from core.paging import page_of
from core.parsing import typed_text
from core.perms import Perms
from exports.views import file_answer
from payroll import selectors_runs as selectors
from payroll import services
from payroll.forms_runs import AcceptForm
from payroll.models import PayRun
from payroll.run_words import NEXT, STATES
from payroll.running.standing_out import MUST_BE_MENDED

LOOK_AGAIN = "3"  # seconds until the page of a run under way asks anew, without any script
Status = PayRun.Status


def run_in_sight(request: HttpRequest, pk: int, *permissions: str) -> PayRun:
    """The run, or 404 outside the user's units for these rights."""
    found: PayRun = get_object_or_404(selectors.run_in_sight(request.user, *(permissions or (Perms.VIEW_PAY,))), pk=pk)
    return found


@require_safe
@requires(Perms.VIEW_PAY)
def runs(request: HttpRequest) -> HttpResponse:
    """The pay runs of my units, the newest month first."""
    page = page_of(request, selectors.runs(request.user, request.GET.dict()))
    waiting = selectors.waiting_of(page.object_list)
    return render(request, "payroll/runs.html", {"page": page, "waiting": waiting, "states": STATES})


@require_safe
@requires(Perms.VIEW_PAY)
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """One run: what comes next, its sums, what stands out, its payslips."""
    found = run_in_sight(request, pk)
    groups = selectors.standing_out(found)
    context = {
        "run": found,
        "next": NEXT[found.status],
        "groups": groups,
        "page": page_of(request, selectors.slips(request.user, request.GET.dict(), found)),
        "may_do": _may(request.user, found, waits=any(group.waiting for group in groups)),
    }
    response = render(request, "payroll/run.html", context)
    if found.works:
        response["Refresh"] = LOOK_AGAIN
    return response


def _may(user: Any, run: PayRun, *, waits: bool) -> dict[str, bool]:
    """Which acts the page offers; the services judge again."""
    edits, releases = user.may(Perms.EDIT_PAY, run.unit), user.may(Perms.RELEASE_PAY, run.unit)
    prepared = user.person_id in (run.drafted_person_id, run.calculated_person_id)
    rests = run.is_open and not run.works
    return {
        "calculate": edits and rests,
        "review": edits and run.status == Status.CALCULATED and not waits,
        "cancel": edits and rests,
        "release": releases and run.status == Status.REVIEWED and not prepared,
        "release_by_another": releases and run.status == Status.REVIEWED and prepared,
        "issue": (edits or releases) and run.status == Status.RELEASED,
        "correct": edits and run.status in (Status.RELEASED, Status.ISSUED),
    }


@require_safe
@requires(Perms.VIEW_PAY)
def anomalies(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands out in a run, one by one, with what to do about it."""
    return _anomalies(request, run_in_sight(request, pk), AcceptForm())


@require_POST
@requires(Perms.EDIT_PAY, Perms.RELEASE_PAY)
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why the ticked ones, or all of one kind, are right."""
    found = run_in_sight(request, pk, Perms.EDIT_PAY, Perms.RELEASE_PAY)
    form = AcceptForm(request.POST)
    kind = typed_text(request.POST, "all", 20)
    keys = selectors.to_accept(found, request.POST.getlist("anomaly"), kind)
    if form.is_valid() and not keys:
        form.add_error(None, _("Tick what you looked at; what was accepted already needs nothing."))
    accepted = attempt(
        form,
        lambda: services.accept_anomalies(
            run=found, anomalies=keys, reason=form.cleaned_data["reason"], by=request.user
        ),
    )
    if accepted is None:
        return _anomalies(request, found, form)
    messages.success(request, _("Accepted, with your reason."))
    return redirect("payroll:run", pk=pk)


def _anomalies(request: HttpRequest, run: PayRun, form: HouseForm) -> HttpResponse:
    query = request.GET.dict()
    code = query.get("code", "")
    groups = selectors.standing_out(run)
    page = page_of(request, selectors.anomalies(run, query))
    context = {
        "run": run,
        "page": page,
        "rows": selectors.explained(page.object_list),
        "codes": [(group.code, group.label) for group in groups],
        "states": [("waiting", _("Not accepted yet")), ("accepted", _("Accepted"))],
        "group": next((group for group in groups if group.code == code), None),
        "to_mend": MUST_BE_MENDED,
        "form": form,
    }
    return render(request, "payroll/anomalies.html", context, status=422 if form.is_bound else 200)


@require_safe
@requires(Perms.VIEW_PAY)
def slip(request: HttpRequest, pk: int) -> HttpResponse:
    """One payslip, line by line with formula, article and source of the money."""
    found = get_object_or_404(selectors.slip_in_sight(request.user), pk=pk)
    is_paid = found.run.status in (Status.RELEASED, Status.ISSUED)
    context = {
        "slip": found,
        "parts": selectors.lines_of(found),
        "is_paid": is_paid,
        "can_correct": is_paid
        and found.reverses_id is None
        and not hasattr(found, "reversed_by")
        and request.user.may(Perms.EDIT_PAY, found.run.unit),
    }
    return render(request, "payroll/slip.html", context)


@require_POST
@requires(Perms.VIEW_PAY)
@rated("unmask")
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """One payslip as a sheet."""
    found = get_object_or_404(selectors.slip_in_sight(request.user), pk=pk)
    name, content = services.print_payslip(slip=found, by=request.user)
    return file_answer(name, content, "pdf")
