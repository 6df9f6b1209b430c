"""Nominations and awards: the list, one of them, and each act on its own page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.rates import rated
from core import clock
from core.access import View, requires
from core.forms import HouseForm
from core.paging import page_of
from core.perms import Perms
from discipline.forms.commendations import (
    AwardForm,
    NominationForm,
    ObjectionForm,
    OwnObjectionForm,
    SettleForm,
    WhyForm,
)
from discipline.models import Commendation, Objection
from discipline.rules.commendations import ACTS, Kind, Status
from discipline.selectors import commendations as selectors
from discipline.selectors.units import units_in_sight
from discipline.services import commendations as services
from discipline.services.award_papers import print_award
from discipline.views.typed_acts import typed
from exports.views import file_answer
from roster.models import Auxiliary

PAGE = ["GET", "HEAD", "POST"]
SEEN = (Perms.COMMEND, Perms.VIEW_CONDUCT)
POLICY = gettext_lazy(
    "Kinds, publicity and bars are house policy, to be confirmed: no text that was read states them for the whole country."
)


def in_sight(request: HttpRequest, pk: int, permission: str | None = None) -> Commendation:
    """The nomination within the units in sight; outside and missing look alike."""
    rows = Commendation.objects.visible_to(request.user, permission).select_related(*selectors.WHO)
    found: Commendation = get_object_or_404(rows, pk=pk)
    return found


@require_safe
@requires(*SEEN)
def listed(request: HttpRequest) -> HttpResponse:
    """Nominations and awards of my units."""
    page = page_of(request, selectors.listed(request.user, request.GET.dict()))
    context = {
        "page": page,
        "states": Status.choices,
        "kinds": Kind.choices,
        "units": units_in_sight(request.user),
        "today": clock.today(),
        "policy": POLICY,
    }
    return render(request, "discipline/commendations/list.html", context)


@require_safe
@requires(*SEEN)
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One nomination: the publicity, the objections, what may be done now."""
    row, today = in_sight(request, pk), clock.today()
    may = request.user.may(Perms.COMMEND, row.unit)
    acts = {name for name, act in ACTS.items() if may and row.status in act.starts}
    if row.nominated_person_id != request.user.person_id:
        acts -= {"withdraw"}
    if may and row.is_public(today):
        acts.add("object")
    context = {
        "row": row,
        "acts": acts,
        "objections": row.objections.select_related("settled_by__person"),
        "settle": "discipline:objection-settle" if may else "",
        "today": today,
        "policy": POLICY,
    }
    return render(request, "discipline/commendations/one.html", context)


@require_http_methods(PAGE)
@requires(Perms.COMMEND)
def nominate(request: HttpRequest) -> HttpResponse:
    """Put somebody forward; `?auxiliary=` comes from a file."""
    key = request.GET.get("auxiliary", "")
    known = (
        Auxiliary.objects.visible_to(request.user, Perms.COMMEND).filter(pk=int(key) if key.isdecimal() else 0).first()
    )
    first = {"badge_number": known.badge_number if known else "", "deed_on": clock.today()}
    form = NominationForm(request.POST or None, initial=first)

    def act() -> None:
        words = {name: form.cleaned_data[name] for name in ("kind", "deed", "deed_on")}
        services.nominate(auxiliary=form.auxiliary(request.user), by=request.user, on=clock.today(), **words)

    return typed(
        request,
        form,
        act,
        done=_("The nomination is entered. Show it in public next."),
        back=reverse("discipline:commendations"),
        heading=_("New nomination"),
        button=_("Nominate"),
        policy=POLICY,
    )


def _act(name: str, form_class: type[HouseForm], heading: Any, button: Any, done: Any, intro: Any) -> View:
    """The page of one act on a nomination."""

    @require_http_methods(PAGE)
    @requires(Perms.COMMEND)
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        row = in_sight(request, pk, None if name == "award" else Perms.COMMEND)
        form = form_class(request.POST if request.method == "POST" else None)

        def act() -> None:
            said = {**form.cleaned_data, **({"on": clock.today()} if name in ("publish", "award", "object_to") else {})}
            getattr(services, name)(commendation=row, by=request.user, **said)

        back = reverse("discipline:commendation", args=[row.pk])
        words = {"number": row.number, "name": row.auxiliary.name, "award": row.get_kind_display()}
        said = {"heading": str(heading) % words, "button": button, "intro": intro, "policy": POLICY}
        return typed(request, form, act, done=done, back=back, **said)

    return view


publish = _act(
    "publish",
    HouseForm,
    gettext_lazy("Show %(number)s in public"),
    gettext_lazy("Show in public"),
    gettext_lazy("The nomination is in publicity."),
    gettext_lazy(
        "Everybody in the bureau sees name, unit, award and deed for the working days of house policy, and may object."
    ),
)
award = _act(
    "award",
    AwardForm,
    gettext_lazy("Award %(award)s to %(name)s"),
    gettext_lazy("Decide for the award"),
    gettext_lazy("The award is decided."),
    gettext_lazy("All rules are looked at once more today. Whoever nominated does not decide."),
)
reject = _act(
    "reject",
    WhyForm,
    gettext_lazy("Do not award %(number)s"),
    gettext_lazy("Decide against it"),
    gettext_lazy("The nomination is closed without award."),
    gettext_lazy("The nominee and whoever nominated read the reason."),
)
withdraw = _act(
    "withdraw",
    WhyForm,
    gettext_lazy("Withdraw %(number)s"),
    pgettext_lazy("nomination", "Withdraw"),
    gettext_lazy("The nomination is withdrawn."),
    gettext_lazy("It stays on record as withdrawn."),
)
revoke = _act(
    "revoke",
    WhyForm,
    gettext_lazy("Revoke the award %(number)s"),
    gettext_lazy("Revoke the award"),
    gettext_lazy("The award is revoked."),
    gettext_lazy("An award that rested on what was not true is taken back; it stays on file as revoked."),
)
object_to = _act(
    "object_to",
    ObjectionForm,
    gettext_lazy("Enter an objection to %(number)s"),
    gettext_lazy("Enter the objection"),
    gettext_lazy("The objection is entered."),
    gettext_lazy("The name is sealed and shown to nobody; another person settles the objection."),
)


@require_http_methods(PAGE)
@requires(Perms.COMMEND)
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer an objection."""
    rows = Objection.objects.visible_to(request.user, Perms.COMMEND).select_related("commendation")
    row = get_object_or_404(rows, pk=pk)
    form = SettleForm(request.POST if request.method == "POST" else None)
    back = reverse("discipline:commendation", args=[row.commendation_id])
    heading = _("Settle an objection to %(number)s") % {"number": row.commendation}
    return typed(
        request,
        form,
        lambda: services.settle(objection=row, by=request.user, **form.said()),
        done=_("The objection is settled."),
        back=back,
        heading=heading,
        button=_("Settle"),
        intro=row.text,
    )


@require_POST
@requires(*SEEN)
@rated("unmask")
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The certificate of the award."""
    name, content = print_award(commendation=in_sight(request, pk), by=request.user)
    return file_answer(name, content, "pdf")


@require_safe
@requires(Perms.VIEW_SELF)
def mine(request: HttpRequest) -> HttpResponse:
    """My awards, and what is in publicity where I serve."""
    person, today = request.user.person_id, clock.today()
    context = {
        "rows": selectors.own(person),
        "page": page_of(request, selectors.in_public(person, today)),
        "objections": selectors.own_objections(person),
        "today": today,
        "policy": POLICY,
    }
    return render(request, "discipline/commendations/own.html", context)


@require_http_methods(PAGE)
@requires(Perms.VIEW_SELF)
def own_object(request: HttpRequest, pk: int) -> HttpResponse:
    """Object to a nomination that is in publicity where I serve."""
    row = get_object_or_404(selectors.in_public(request.user.person_id, clock.today()), pk=pk)
    form = OwnObjectionForm(request.POST if request.method == "POST" else None)
    return typed(
        request,
        form,
        lambda: services.object_to(commendation=row, by=request.user, on=clock.today(), **form.cleaned_data),
        done=_("Your objection is entered. You read the answer here."),
        back=reverse("own-conduct:commendations"),
        heading=_("Object to %(number)s") % {"number": row.number},
        button=_("Object"),
        intro=_("Your name is sealed: whoever settles the objection reads what you write, not who you are."),
    )


@require_POST
@requires(Perms.VIEW_SELF)
@rated("unmask")
def own_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The certificate of my own award."""
    row = get_object_or_404(selectors.own(request.user.person_id).filter(status=Status.AWARDED), pk=pk)
    name, content = print_award(commendation=row, by=request.user)
    return file_answer(name, content, "pdf")
