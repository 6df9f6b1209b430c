"""The appraisal of one person: what is known, marks, the result, the answer to an objection."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.rates import rated
from core import clock
from core.access import requires
from core.paging import page_of
from core.perms import Perms
from discipline import appraisal_forms
from discipline.forms.appraisals import MarkForm, PaperContestForm, ResultForm, SettleForm
from discipline.forms.commendations import WhyForm
from discipline.rules.appraisals import ACTS, TAKES_MARKS, Status
from discipline.selectors import appraisals as selectors
from discipline.services import appraisals as services
from discipline.views.appraisals.common import PAGE, POLICY, SEEN, in_sight
from discipline.views.typed_acts import typed
from exports.views import file_answer


@require_safe
@requires(*SEEN, Perms.HANDLE_APPEALS)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One appraisal: self-report, marks, records, score, result, objection, and what may be done now."""
    row, user = in_sight(request, pk), request.user
    acts = {
        name for name, act in ACTS.items() if act.right and row.status in act.starts and user.may(act.right, row.unit)
    }
    if row.status in TAKES_MARKS and user.may(Perms.APPRAISE, row.unit):
        acts.add("mark")
    if row.status == Status.TOLD and user.may(Perms.APPRAISE, row.unit):
        acts.add("contest")
    heads = [(title, looks, row.heads.get(name)) for name, title, looks in appraisal_forms.lines(row.form)]
    marks = list(row.marks.select_related("entered_by__person"))
    context = {"row": row, "acts": acts, "heads": heads, "marks": marks, "told": selectors.is_told(row),
               "prints": any(user.may(right, row.unit) for right in SEEN),
               "figures": selectors.figures_told(row, clock.today()), "form": appraisal_forms.title(row.form),
               "policy": POLICY}  # fmt: skip
    return render(request, "discipline/appraisals/one.html", context)


@require_safe
@requires(Perms.HANDLE_APPEALS)
def contested(request: HttpRequest) -> HttpResponse:
    """Objections to results that wait for my answer."""
    page = page_of(request, selectors.to_review(request.user))
    return render(
        request, "discipline/appraisals/contested.html", {"page": page, "today": clock.today(), "policy": POLICY}
    )


@require_http_methods(PAGE)
@requires(Perms.APPRAISE)
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark as the leader, or enter what the public said."""
    row = in_sight(request, pk, Perms.APPRAISE)
    form = MarkForm(request.POST if request.method == "POST" else None, appraisal=row, sources=True)

    def act() -> None:
        words = {name: form.cleaned_data[name] for name in ("source", "comment")}
        services.mark(appraisal=row, marks=form.marks(), by=request.user, on=clock.today(), **words)

    return typed(
        request,
        form,
        act,
        done=_("The marks are entered."),
        back=reverse("discipline:appraisal", args=[pk]),
        heading=_("Mark %(name)s") % {"name": row.auxiliary.name},
        button=_("Enter the marks"),
        intro=_("From 0 to 100 for each head. Marks cannot be changed once they are entered."),
        policy=POLICY,
    )


@require_http_methods(PAGE)
@requires(Perms.APPRAISE)
def calibrate(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the result of one person."""
    row = in_sight(request, pk, Perms.APPRAISE)
    first = {"result": row.calibrated or row.proposed}
    form = ResultForm(request.POST if request.method == "POST" else None, initial=first)
    return typed(
        request,
        form,
        lambda: services.calibrate(appraisal=row, by=request.user, on=clock.today(), **form.cleaned_data),
        done=_("The result is set."),
        back=reverse("discipline:appraisal", args=[pk]),
        heading=_("Result of %(name)s") % {"name": row.auxiliary.name},
        button=_("Set the result"),
        policy=POLICY,
    )


@require_http_methods(PAGE)
@requires(Perms.APPRAISE)
def leave_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave one person out of the round."""
    row = in_sight(request, pk, Perms.APPRAISE)
    form = WhyForm(request.POST if request.method == "POST" else None)
    return typed(
        request,
        form,
        lambda: services.leave_out(appraisal=row, by=request.user, **form.cleaned_data),
        done=_("The person is left out of the round."),
        back=reverse("discipline:appraisal-round", args=[row.round_id]),
        heading=_("Leave out %(name)s") % {"name": row.auxiliary.name},
        button=_("Leave out"),
        intro=_(
            "For people who were newly hired, long on leave, or have gone. It stands as not appraised, with the reason."
        ),
    )


@require_http_methods(PAGE)
@requires(Perms.APPRAISE)
def contest(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter an objection that came on paper."""
    row = in_sight(request, pk, Perms.APPRAISE)
    form = PaperContestForm(request.POST if request.method == "POST" else None, initial={"received_on": clock.today()})
    return typed(
        request,
        form,
        lambda: services.contest(appraisal=row, by=request.user, on=clock.today(), **form.cleaned_data),
        done=_("The objection is entered. Somebody who took no part answers it."),
        back=reverse("discipline:appraisal", args=[pk]),
        heading=_("Objection of %(name)s on paper") % {"name": row.auxiliary.name},
        button=_("Enter the objection"),
        intro=_("Word for word as it was handed in. Whoever has a sign-in objects on the own page."),
    )


@require_http_methods(PAGE)
@requires(Perms.HANDLE_APPEALS)
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer an objection."""
    row = in_sight(request, pk)
    form = SettleForm(request.POST if request.method == "POST" else None, initial={"result": row.calibrated})
    return typed(
        request,
        form,
        lambda: services.settle(appraisal=row, by=request.user, on=clock.today(), **form.cleaned_data),
        done=_("The objection is answered; the result is final."),
        back=reverse("discipline:appraisals-contested"),
        heading=_("Answer the objection to %(number)s") % {"number": row.number},
        button=_("Answer"),
        intro=row.objection,
        policy=_(
            "An objection never makes the result worse; one that is upheld stands over and above the share of excellent."
        ),
    )


@require_POST
@requires(*SEEN)
@rated("unmask")
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice of the result."""
    name, content = services.print_notice(appraisal=in_sight(request, pk), by=request.user)
    return file_answer(name, content, "pdf")
