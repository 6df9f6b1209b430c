"""The acts of a pay run: prepared, calculated, handed over, released by another person, issued; cancelled; corrected."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.stepup import recently_confirmed
from core import clock
from core.access import View, requires
from core.perms import Perms
from core.templatetags.show import day as day_words
from core.templatetags.show import figure, money
from core.templatetags.show import month as month_words
from payroll import selectors_runs as selectors
from payroll import services
from payroll.forms_runs import CorrectForm, NothingForm, RunForm, WhyForm
from payroll.models import PayRun
from payroll.views.runs import run_in_sight
from payroll.views.typed import typed


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.EDIT_PAY)
def new(request: HttpRequest) -> HttpResponse:
    """Open a month of a unit and calculate it."""
    form = RunForm(request.POST if request.method == "POST" else None, user=request.user)
    made: list[PayRun] = []

    def act() -> None:
        with transaction.atomic():  # what cannot be calculated leaves no draft behind
            made.append(services.prepare_run(**form.asked(), by=request.user))

    answer = typed(
        request,
        form,
        act,
        done=_("The run is prepared. Look at what stands out and at the payslips."),
        back=reverse("payroll:runs"),
        heading=_("Prepare a pay run"),
        intro=_("A month that is open already is calculated anew; nothing is paid before another person releases it."),
        button=_("Prepare and calculate"),
    )
    return redirect("payroll:run", pk=made[0].pk) if made else answer


def _act(
    permission: str,
    heading: Any,
    form: type[NothingForm] | type[WhyForm],
    do: Callable[[PayRun, Any, dict[str, Any]], Any],
    done: Any,
    said: Any,
    *,
    guard: Callable[[View], View] = lambda view: view,
) -> View:
    """The page of one act on a run: confirmed, or with its reason; then back to the run. `guard` stands under the right."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @requires(permission)
    @guard
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        found = run_in_sight(request, pk, permission)
        asked = form(request.POST if request.method == "POST" else None)
        return typed(
            request,
            asked,
            lambda: do(found, request.user, asked.cleaned_data),
            done=str(done),
            back=reverse("payroll:run", args=[pk]),
            heading=heading,
            button=heading,
            intro=_intro(found, said),
        )

    return view


def _intro(run: PayRun, said: Any) -> str:
    words = {
        "unit": run.unit,
        "month": month_words(run.month),
        "people": figure(run.people),
        "net": money(run.net),
        "day": day_words(run.pay_day),
    }
    return str(said) % words


calculate = _act(
    Perms.EDIT_PAY,
    gettext_lazy("Calculate the run"),
    NothingForm,
    lambda found, user, _typed: services.calculate_run(run=found, by=user),
    gettext_lazy("The run is calculated. Look at what stands out and at the payslips."),
    gettext_lazy(
        "%(unit)s, %(month)s. What an earlier calculation wrote is replaced, and what was accepted is asked again."
    ),
)
review = _act(
    Perms.EDIT_PAY,
    gettext_lazy("Hand over for release"),
    NothingForm,
    lambda found, user, _typed: services.review_run(run=found, by=user),
    gettext_lazy("Handed over. Another person releases it."),
    gettext_lazy("%(unit)s, %(month)s. Payslips: %(people)s. Paid out on %(day)s: %(net)s yuan."),
)
release = _act(
    Perms.RELEASE_PAY,
    gettext_lazy("Release the pay run"),
    NothingForm,
    lambda found, user, _typed: services.release_run(run=found, by=user),
    gettext_lazy("Released. The payslips are opened to those they are for."),
    gettext_lazy(
        "%(unit)s, %(month)s. Payslips: %(people)s. Paid out on %(day)s: %(net)s yuan. After the release nothing can be "
        "changed; what is wrong is corrected by a run of its own."
    ),
    guard=recently_confirmed,
)
cancel = _act(
    Perms.EDIT_PAY,
    gettext_lazy("Cancel the pay run"),
    WhyForm,
    lambda found, user, given: services.cancel_run(run=found, reason=given["reason"], by=user),
    gettext_lazy("The run is cancelled. The month may be prepared anew."),
    gettext_lazy("%(unit)s, %(month)s. Its payslips go (%(people)s); the run stays on record with your reason."),
)


@require_POST
@requires(Perms.EDIT_PAY, Perms.RELEASE_PAY)
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the payslips of a released run now, if the program has not done so by itself yet."""
    services.issue_run(run_in_sight(request, pk, Perms.EDIT_PAY, Perms.RELEASE_PAY), by=request.user)
    messages.success(request, _("The payslips are open to those they are for."))
    return redirect("payroll:run", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.EDIT_PAY)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back the payslips of `?slip=…` and replace them, in a run of its own."""
    run = run_in_sight(request, pk, Perms.EDIT_PAY)
    wanted = request.GET.getlist("slip")
    slips = selectors.chosen_slips(request.user, run, wanted)
    if len(slips) != len(set(wanted)):
        raise Http404
    if not slips:
        messages.error(request, _("Tick the payslips that are wrong."))
        return redirect("payroll:run", pk=pk)
    form = CorrectForm(request.POST if request.method == "POST" else None, initial={"pay_day": clock.today()})
    made: list[PayRun] = []
    answer = typed(
        request,
        form,
        lambda: made.append(services.correct(unit=run.unit, slips=slips, **form.cleaned_data, by=request.user)),
        done=_("The correction is calculated. Hand it over as any other run."),
        back=reverse("payroll:run", args=[pk]),
        heading=_("Correct payslips"),
        intro=_(
            "First mend what was wrong: entry, contract, insurance, scheme. Each of these payslips is then taken back "
            "whole and reckoned again: %(names)s"
        )
        % {"names": selectors.names_of(slips)},
        button=_("Calculate the correction"),
    )
    return redirect("payroll:run", pk=made[0].pk) if made else answer
