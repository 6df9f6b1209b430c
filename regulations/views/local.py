"""What an office adds: bans, values, confirmations; each proposed by one person and approved by another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.access import requires
from core.errors import BadInput
from core.forms import HouseForm
from core.paging import page_of
from core.perms import Perms
from regulations import open_points, services
from regulations.forms import BanForm, ConfirmationForm, DeclineForm, LiftForm, ValueForm, pack_choices
from regulations.models import BanLift, Confirmation, LocalBan, LocalValue, TwoPersonRow
from regulations.selectors import confirmed_for, local_rules

KINDS: Final[Mapping[str, type[TwoPersonRow]]] = {
    "ban": LocalBan,
    "lift": BanLift,
    "value": LocalValue,
    "confirmation": Confirmation,
}


@require_safe
@requires(Perms.VIEW_LAW)
def rules(request: HttpRequest) -> HttpResponse:
    """Bans and values that bind the reader's units, and what waits for a second person."""
    context = {
        "local": local_rules(request.user),
        "page": page_of(request, local_rules(request.user).bans),
        "decidable": _decidable(request.user),
        "today": clock.today(),
    }
    return render(request, "regulations/local.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.PROPOSE_LOCAL_RULE)
def ban(request: HttpRequest) -> HttpResponse:
    """Propose that a duty is not given here."""
    form = BanForm(
        request.POST or None, user=request.user, initial={"since": clock.today(), "duty": request.GET.get("duty", "")}
    )

    def propose(typed: dict[str, Any]) -> None:
        services.propose_ban(code=typed.pop("duty"), by=request.user, **typed)

    intro = _("A ban forbids a duty in the unit and everything below it. It only tightens: it permits nothing.")
    return _proposed(request, form, propose, heading=_("Propose a ban"), intro=intro)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.PROPOSE_LOCAL_RULE)
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose the last day of a ban."""
    row = get_object_or_404(LocalBan.objects.visible_to(request.user, Perms.PROPOSE_LOCAL_RULE), pk=pk)
    form = LiftForm(request.POST or None, initial={"last_day": clock.today()})
    heading = _("Propose to lift the ban: %(ban)s") % {"ban": row}
    return _proposed(
        request,
        form,
        lambda typed: services.lift_ban(ban=row, by=request.user, **typed),
        heading=heading,
        intro=row.reason,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.PROPOSE_LOCAL_RULE)
def value(request: HttpRequest) -> HttpResponse:
    """Propose a value of the unit's own."""
    today = clock.today()
    form = ValueForm(request.POST or None, user=request.user, day=today, initial={"since": today})
    intro = _("Only values that are house defaults or still to be confirmed can be set here; law that was read cannot.")
    return _proposed(
        request,
        form,
        lambda typed: services.propose_value(by=request.user, **typed),
        heading=_("Propose a value"),
        intro=intro,
    )


@require_safe
@requires(Perms.VIEW_LAW)
def points(request: HttpRequest) -> HttpResponse:
    """What is still to be confirmed, with what the reader's units have confirmed."""
    kind, pack = request.GET.get("kind", ""), request.GET.get("pack", "")
    found = [
        point
        for point in open_points.all_points().values()
        if (not kind or point.kind == kind) and (not pack or point.pack == pack)
    ]
    page = page_of(request, found)
    confirmed = confirmed_for(request.user)
    rows = [(point, confirmed.get(point.identity)) for point in page.object_list]
    context = {
        "page": page,
        "rows": rows,
        "kind": kind,
        "kinds": Confirmation.Kind.choices,
        "pack": pack,
        "packs": pack_choices(),
    }
    return render(request, "regulations/confirm.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.PROPOSE_LOCAL_RULE)
def confirm(request: HttpRequest, kind: str, pack: str, key: str) -> HttpResponse:
    """Propose that one open point is right as it stands."""
    since = _since(request)
    point = open_points.find(kind, pack, key, since)
    if point is None:
        raise Http404
    form = ConfirmationForm(request.POST or None, user=request.user)

    def propose(typed: dict[str, Any]) -> None:
        services.propose_confirmation(kind=kind, pack=pack, key=key, row_since=since, by=request.user, **typed)

    context = {"point": point, "back": reverse("law:confirm")}
    return _proposed(request, form, propose, template="regulations/confirm_one.html", **context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.APPROVE_LOCAL_RULE)
def approve(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The second person agrees."""
    row = get_object_or_404(_model(kind).objects.visible_to(request.user, Perms.APPROVE_LOCAL_RULE), pk=pk)
    if request.method == "POST":
        services.approve(row=row, by=request.user)
        messages.success(request, _("Approved. It counts from its first day and is never changed."))
        return redirect("law:local")
    return render(request, "regulations/decide.html", {"row": row, "kind": kind, "approving": True})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.APPROVE_LOCAL_RULE, Perms.PROPOSE_LOCAL_RULE)
def decline(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Another person declines, or the proposer takes it back."""
    model: Any = _model(kind)
    theirs = model.objects.scope(request.user, Perms.APPROVE_LOCAL_RULE)
    own = model.objects.scope(request.user, Perms.PROPOSE_LOCAL_RULE) & Q(proposed_by=request.user.person_id)
    row = get_object_or_404(model.objects.filter(theirs | own), pk=pk)  # rule: unscoped, theirs and own are scopes
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.decline(row=row, by=request.user, **form.cleaned_data)
        messages.success(request, _("Declined. The proposal is kept with the reason."))
        return redirect("law:local")
    status = 422 if form.errors else 200
    return render(request, "regulations/decide.html", {"row": row, "kind": kind, "form": form}, status=status)


def _proposed(
    request: HttpRequest, form: HouseForm, propose: Any, *, template: str = "components/form_page.html", **context: Any
) -> HttpResponse:
    """Show the form, or propose what was typed and say so; what a service finds wrong stands beside its field."""
    if request.method == "POST" and form.is_valid():
        try:
            propose(dict(form.cleaned_data))
        except BadInput as error:
            form.add_problems(error.errors)
        else:
            messages.success(request, _("Proposed. It counts as soon as a second person approves it."))
            return redirect("law:local")
    whole = {"back": reverse("law:local"), "button": _("Propose"), "form": form} | context
    return render(request, template, whole, status=422 if form.is_bound and form.errors else 200)


def _decidable(user: Any) -> dict[str, set[int]]:
    """Per kind, the waiting rows this user may approve: in their scope and proposed by somebody else."""
    if not user.may(Perms.APPROVE_LOCAL_RULE):
        return {}
    return {
        kind: set(
            model.objects.visible_to(user, Perms.APPROVE_LOCAL_RULE)
            .waiting()
            .exclude(proposed_by=user.person_id)
            .values_list("pk", flat=True)
        )
        for kind, model in KINDS.items()
    }


def _model(kind: str) -> type[TwoPersonRow]:
    try:
        return KINDS[kind]
    except KeyError:
        raise Http404 from None


def _since(request: HttpRequest) -> date | None:
    """The row that is meant, by its first day; instruments have none."""
    try:
        return parse_date(request.GET.get("since", ""))
    except ValueError:
        raise Http404 from None
