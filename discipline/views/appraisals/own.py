"""The auxiliary's own side: my appraisals, my self-report, my objection, and marks for colleagues of my unit."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.rates import rated
from core import clock
from core.access import requires
from core.forms import HouseForm
from core.perms import Perms
from discipline import appraisal_forms
from discipline.forms.appraisals import ContestForm, MarkForm, ReportForm
from discipline.models import Appraisal
from discipline.rules.appraisals import SEEN_BY_PERSON, Status
from discipline.selectors import appraisals as selectors
from discipline.services import appraisals as services
from discipline.views.appraisals.common import PAGE, POLICY
from discipline.views.typed_acts import typed
from exports.views import file_answer

SHOWN = 50


def _mine(request: HttpRequest, pk: int) -> Appraisal:
    found: Appraisal = get_object_or_404(selectors.own(request.user.person_id), pk=pk)
    return found


@require_safe
@requires(Perms.VIEW_SELF)
def listed(request: HttpRequest) -> HttpResponse:
    """My appraisals, and the colleagues I am asked to mark."""
    person = request.user.person_id
    context = {
        "rows": selectors.own(person)[:SHOWN],
        "colleagues": selectors.to_mark(person)[:SHOWN],
        "today": clock.today(),
        "seen": SEEN_BY_PERSON,
        "policy": POLICY,
    }
    return render(request, "discipline/appraisals/own_list.html", context)


@require_safe
@requires(Perms.VIEW_SELF)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One of my appraisals: from the day it is told with the score of each head, the result and its reason."""
    row, today = _mine(request, pk), clock.today()
    told = selectors.is_told(row)
    heads = [
        (title, looks, row.heads.get(name) if told else None) for name, title, looks in appraisal_forms.lines(row.form)
    ]
    until = row.report_until
    may_report = row.status == Status.OPEN and until is not None and today <= until
    context = {"row": row, "told": told, "heads": heads, "may_report": may_report, "may_contest": row.may_contest(today),
               "figures": selectors.figures_told(row, today) if told else [], "form": appraisal_forms.title(row.form),
               "policy": POLICY}  # fmt: skip
    return render(request, "discipline/appraisals/own_one.html", context)


@require_http_methods(PAGE)
@requires(Perms.VIEW_SELF)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in my self-report."""
    row = _mine(request, pk)
    form = ReportForm(request.POST if request.method == "POST" else None)
    return typed(
        request,
        form,
        lambda: services.report(appraisal=row, by=request.user, on=clock.today(), **form.cleaned_data),
        done=_("Your self-report is handed in."),
        back=reverse("own-conduct:appraisal", args=[pk]),
        heading=_("My self-report"),
        button=_("Hand in"),
        intro=_("Those who appraise you read it. It is handed in once."),
    )


@require_http_methods(PAGE)
@requires(Perms.VIEW_SELF)
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """I have read the result and do not object."""
    row = _mine(request, pk)
    form = HouseForm(request.POST if request.method == "POST" else None)
    return typed(
        request,
        form,
        lambda: services.accept(appraisal=row, by=request.user, on=clock.today()),
        done=_("The result is final."),
        back=reverse("own-conduct:appraisal", args=[pk]),
        heading=_("Accept the result"),
        button=_("I have read it and do not object"),
        intro=_("The result is final at once. You need not: without an objection it is final when the term is over."),
    )


@require_http_methods(PAGE)
@requires(Perms.VIEW_SELF)
def contest(request: HttpRequest, pk: int) -> HttpResponse:
    """Object to my result."""
    row = _mine(request, pk)
    form = ContestForm(request.POST if request.method == "POST" else None)
    return typed(
        request,
        form,
        lambda: services.contest(appraisal=row, by=request.user, on=clock.today(), **form.cleaned_data),
        done=_("Your objection is entered. Somebody who took no part answers it."),
        back=reverse("own-conduct:appraisal", args=[pk]),
        heading=_("Object to the result"),
        button=_("Object"),
        intro=_("The result never gets worse by an objection."),
    )


@require_http_methods(PAGE)
@requires(Perms.VIEW_SELF)
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a colleague of my unit."""
    row = get_object_or_404(selectors.to_mark(request.user.person_id), pk=pk)
    form = MarkForm(request.POST if request.method == "POST" else None, appraisal=row, sources=False)

    def act() -> None:
        words = {"source": "colleague", "comment": form.cleaned_data["comment"]}
        services.mark(appraisal=row, marks=form.marks(), by=request.user, on=clock.today(), **words)

    return typed(
        request,
        form,
        act,
        done=_("Your marks are entered."),
        back=reverse("own-conduct:appraisals"),
        heading=_("Mark %(name)s") % {"name": row.auxiliary.name},
        button=_("Enter the marks"),
        intro=_("The colleague does not learn who gave which marks; those who appraise do. They cannot be changed."),
    )


@require_POST
@requires(Perms.VIEW_SELF)
@rated("unmask")
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice of my result."""
    name, content = services.print_notice(appraisal=_mine(request, pk), by=request.user)
    return file_answer(name, content, "pdf")
