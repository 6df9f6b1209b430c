"""Grades: who is ripe, the proposals, and each act on its own page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.access import View, requires
from core.forms import HouseForm
from core.paging import page_of
from core.perms import Perms
from discipline.forms.commendations import SettleForm, WhyForm
from discipline.forms.grades import ContestForm, DecisionForm, ProposalForm
from discipline.models import GradeObjection, GradeProposal
from discipline.rules.grades import ACTS, LACKS, Status
from discipline.selectors import appraisals
from discipline.selectors import grades as selectors
from discipline.selectors.units import units_in_sight
from discipline.services import grades as services
from discipline.views.typed_acts import typed
from roster.selectors import files

PAGE = ["GET", "HEAD", "POST"]
WITH_DAY = ("publish", "contest", "decide")
POLICY = gettext_lazy(
    "The ladder and its terms are house policy, to be confirmed, unless the place has a rule that was read. "
    "Grades give no command over anybody."
)
WAITING = (
    ("ripe", gettext_lazy("Due now")),
    ("soon", gettext_lazy("Due within half a year")),
    ("held", gettext_lazy("Held back")),
)


def in_sight(request: HttpRequest, pk: int) -> GradeProposal:
    """The proposal within the units in sight; outside and missing look alike."""
    rows = GradeProposal.objects.visible_to(request.user).select_related(*selectors.WHO)
    found: GradeProposal = get_object_or_404(rows, pk=pk)
    return found


@require_safe
@requires(Perms.MANAGE_GRADES)
def ripe(request: HttpRequest) -> HttpResponse:
    """Who is due for the next grade, who will be, and what holds others back."""
    today = clock.today()
    page = page_of(request, selectors.climbers(request.user, request.GET.dict(), today))
    units = units_in_sight(request.user)
    context = {"page": page, "waiting": WAITING, "units": units, "today": today, "lacks": LACKS, "policy": POLICY}
    return render(request, "discipline/grades/ripe.html", context)


@require_safe
@requires(Perms.MANAGE_GRADES)
def proposals(request: HttpRequest) -> HttpResponse:
    """Proposals of my units."""
    page = page_of(request, selectors.proposals(request.user, request.GET.dict()))
    units = units_in_sight(request.user)
    context = {"page": page, "states": Status.choices, "units": units, "policy": POLICY}
    return render(request, "discipline/grades/proposals.html", context)


@require_safe
@requires(Perms.MANAGE_GRADES)
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal and what may be done now."""
    row = in_sight(request, pk)
    acts = {name for name, act in ACTS.items() if row.status in act.starts}
    if row.proposed_person_id != request.user.person_id:
        acts -= {"withdraw"}
    said = row.objections.select_related("settled_by__person")
    context = {"row": row, "acts": acts, "objections": said, "settle": "discipline:grade-settle", "policy": POLICY}
    return render(request, "discipline/grades/proposal.html", context)


@require_http_methods(PAGE)
@requires(Perms.MANAGE_GRADES)
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose the next grade of one person."""
    auxiliary = files.auxiliary(request.user, pk, Perms.MANAGE_GRADES)
    climber = selectors.step_of(auxiliary, clock.today())
    form = ProposalForm(
        request.POST if request.method == "POST" else None, initial={"to": climber.step.to if climber else ""}
    )
    known = selectors.results_told(appraisals.annual_results(auxiliary, climber.since)) if climber else []
    return typed(
        request,
        form,
        lambda: services.propose(auxiliary=auxiliary, by=request.user, on=clock.today(), **form.cleaned_data),
        done=_("The grade is proposed. Show it in public next."),
        back=reverse("discipline:grades"),
        heading=_("Propose the next grade of %(name)s") % {"name": auxiliary.name},
        button=_("Propose"),
        intro=_("Annual appraisals in the grade: %(results)s") % {"results": "; ".join(known) or "–"},
        policy=POLICY,
    )


def _act(name: str, form_class: type[HouseForm], heading: Any, button: Any, done: Any, intro: Any) -> View:
    """The page of one act on a proposal."""

    @require_http_methods(PAGE)
    @requires(Perms.MANAGE_GRADES)
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        row = in_sight(request, pk)
        first = {"effective_on": clock.today()} if name == "decide" else None
        form = form_class(request.POST if request.method == "POST" else None, initial=first)

        def act() -> None:
            day = {"on": clock.today()} if name in WITH_DAY else {}
            getattr(services, name)(proposal=row, by=request.user, **form.cleaned_data, **day)

        words = {"number": row.number, "name": row.auxiliary.name, "grade": row.to_grade}
        return typed(
            request,
            form,
            act,
            done=done,
            back=reverse("discipline:grade-proposal", args=[row.pk]),
            heading=str(heading) % words,
            button=button,
            intro=intro,
            policy=POLICY,
        )

    return view


publish = _act(
    "publish",
    HouseForm,
    gettext_lazy("Show %(number)s in public"),
    gettext_lazy("Show in public"),
    gettext_lazy("The proposal is in publicity."),
    gettext_lazy(
        "Everybody in the bureau sees name, unit and grade for the working days of house policy, and may object."
    ),
)
contest = _act(
    "contest",
    ContestForm,
    gettext_lazy("Enter an objection to %(number)s"),
    gettext_lazy("Enter the objection"),
    gettext_lazy("The objection is entered; the proposal rests until every one is settled."),
    gettext_lazy("Enter no name: another person settles the objection by what it says."),
)


@require_http_methods(PAGE)
@requires(Perms.MANAGE_GRADES)
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer an objection."""
    rows = GradeObjection.objects.visible_to(request.user).select_related("proposal")
    row = get_object_or_404(rows, pk=pk)
    form = SettleForm(request.POST if request.method == "POST" else None)
    return typed(
        request,
        form,
        lambda: services.settle(objection=row, by=request.user, **form.said()),
        done=_("The objection is settled."),
        back=reverse("discipline:grade-proposal", args=[row.proposal_id]),
        heading=_("Settle an objection to %(number)s") % {"number": row.proposal},
        button=_("Settle"),
        intro=row.text,
    )


decide = _act(
    "decide",
    DecisionForm,
    gettext_lazy("Give grade %(grade)s to %(name)s"),
    gettext_lazy("Give the grade"),
    gettext_lazy("The grade is given and stands on the file."),
    gettext_lazy("All conditions are looked at once more today. Whoever proposed does not decide."),
)
reject = _act(
    "reject",
    WhyForm,
    gettext_lazy("Close %(number)s without a grade"),
    gettext_lazy("Close without a grade"),
    gettext_lazy("The proposal is closed without a grade."),
    gettext_lazy("Whoever proposed reads the reason."),
)
withdraw = _act(
    "withdraw",
    WhyForm,
    gettext_lazy("Withdraw %(number)s"),
    pgettext_lazy("nomination", "Withdraw"),
    gettext_lazy("The proposal is withdrawn."),
    gettext_lazy("It stays on record as withdrawn."),
)


@require_safe
@requires(Perms.VIEW_SELF)
def mine(request: HttpRequest) -> HttpResponse:
    """My grade, the next one and its day, what is missing; what is in publicity where I serve."""
    person, today = request.user.person_id, clock.today()
    auxiliary = get_object_or_404(selectors.own_file(person))
    climber = selectors.step_of(auxiliary, today)
    context = {
        "auxiliary": auxiliary,
        "climber": climber,
        "lacks": [LACKS[lack] for lack in climber.step.lacks] if climber else [],
        "page": page_of(request, selectors.in_public(person, today)),
        "policy": POLICY,
    }
    return render(request, "discipline/grades/own.html", context)
