"""Rounds of appraisal: the list, opening one, its people, and what is done for all of them at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.access import View, requires
from core.forms import HouseForm, told_in
from core.paging import page_of
from core.perms import Perms
from discipline.forms.appraisals import MissingForm, RoundForm
from discipline.rules.appraisals import Kind, Status, places
from discipline.selectors import appraisals as selectors
from discipline.selectors.units import units_in_sight
from discipline.services import appraisals as services
from discipline.views.appraisals.common import PAGE, POLICY, SEEN, round_in_sight
from discipline.views.typed_acts import typed

ADDING = ((gettext_lazy("Add the chosen"), "add", True),)


@require_safe
@requires(*SEEN)
def listed(request: HttpRequest) -> HttpResponse:
    """Rounds of my units with their progress."""
    page = page_of(request, selectors.rounds(request.user, request.GET.dict()))
    return render(
        request,
        "discipline/appraisals/rounds.html",
        {"page": page, "kinds": Kind.choices, "units": units_in_sight(request.user), "policy": POLICY},
    )


@require_http_methods(PAGE)
@requires(Perms.APPRAISE)
def new(request: HttpRequest) -> HttpResponse:
    """Open a round."""
    form = RoundForm(request.POST or None, initial={"day": clock.today()})

    def act() -> None:
        said = {"kind": form.cleaned_data["kind"], "day": form.cleaned_data["day"]}
        services.open_round(unit=form.chosen(request.user), by=request.user, on=clock.today(), **said)

    return typed(
        request,
        form,
        act,
        done=_("The round is open: marks and self-reports are taken."),
        back=reverse("discipline:appraisals"),
        heading=_("New round of appraisal"),
        button=_("Open the round"),
        intro=_("Everybody who serves in the unit and below is appraised, once for these days."),
        policy=POLICY,
    )


@require_safe
@requires(*SEEN)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One round: its people with state, score and result, and what may be done for all."""
    row = round_in_sight(request, pk)
    may_act = request.user.may(Perms.APPRAISE, row.unit)
    context = {
        "row": row,
        "missing": selectors.missing(row, clock.today()).count() if may_act else 0,
        "gone": selectors.gone(row).count(),
        "page": page_of(request, selectors.people(request.user, row, request.GET.dict())),
        "states": Status.choices,
        "may_act": may_act,
        "standing": set(row.appraisals.values_list("status", flat=True).distinct()),
        "places": places(row.share, row.people),
        "policy": POLICY,
    }
    return render(request, "discipline/appraisals/round.html", context)


@require_http_methods(PAGE)
@requires(Perms.APPRAISE)
def missing(request: HttpRequest, pk: int) -> HttpResponse:
    """Who serves here and is not in the round, with the reason; those who are chosen are added."""
    row = round_in_sight(request, pk, Perms.APPRAISE)
    found, today = selectors.missing(row, clock.today()), clock.today()
    form = MissingForm(request.POST if request.method == "POST" else None, people=found)
    if form.is_bound and form.is_valid():
        with told_in(form):
            services.add_missing(round_=row, auxiliaries=form.chosen(), by=request.user, on=today)
        if form.is_valid():
            messages.success(request, _("They are in the round now; marks and self-reports are taken."))
            return redirect("discipline:appraisal-round", pk=pk)
    page = page_of(request, found)
    rows = selectors.why_missing(page.object_list, row)
    context = {"row": row, "page": page, "rows": rows, "form": form, "acts": ADDING, "policy": POLICY}
    return render(request, "discipline/appraisals/missing.html", context, status=422 if form.is_bound else 200)


def _act(name: str, heading: Any, button: Any, done: Any, intro: Any) -> View:
    """The page of one act on a whole round."""

    @require_http_methods(PAGE)
    @requires(Perms.APPRAISE)
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        row = round_in_sight(request, pk, Perms.APPRAISE)
        form = HouseForm(request.POST if request.method == "POST" else None)
        return typed(
            request,
            form,
            lambda: getattr(services, name)(round_=row, by=request.user, on=clock.today()),
            done=done,
            back=reverse("discipline:appraisal-round", args=[pk]),
            heading=heading,
            button=button,
            intro=intro,
            policy=POLICY,
        )

    return view


reckon = _act(
    "reckon",
    gettext_lazy("Close the marks"),
    gettext_lazy("Close and reckon"),
    gettext_lazy("The marks are closed and reckoned."),
    gettext_lazy(
        "No more marks are taken. The records of the span are copied beside the score: attendance, duties, training, conduct."
    ),
)
adopt = _act(
    "adopt",
    gettext_lazy("Set the proposed results"),
    gettext_lazy("Set them"),
    gettext_lazy("The results are set. Tell the people next."),
    gettext_lazy("Everybody whose result is not set yet gets the one the score proposes, as far as the share allows."),
)
tell = _act(
    "tell",
    gettext_lazy("Tell the results"),
    gettext_lazy("Tell everybody"),
    gettext_lazy("Everybody is told; the term of the objection runs."),
    gettext_lazy("Each person reads the own result with its reason, and may object within the term."),
)
