"""Emergency rights: asking, deciding, running, ending, looking through; and the sealed codes in envelopes."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import selectors, services
from accounts.forms import AskBreakGlassForm, EnvelopeForm, ReasonForm, ReviewForm, SealedForm
from accounts.models import BreakGlass
from accounts.stepup import recently_confirmed
from core import clock
from core.access import requires
from core.errors import BadInput
from core.forms import attempt
from core.paging import page_of
from core.perms import Perms

ANY = (Perms.ASK_BREAK_GLASS, Perms.APPROVE_BREAK_GLASS, Perms.REVIEW_BREAK_GLASS)


@require_safe
@requires(*ANY)
def emergencies(request: HttpRequest) -> HttpResponse:
    """Own ones; for those who open or look through, all over their units."""
    states = [("waiting", _("waiting")), ("running", _("running")), ("review", _("to be looked through"))]
    rows = selectors.emergencies(request.user, state=request.GET.get("state", ""))
    context = {"page": page_of(request, rows), "states": states, "now": clock.now(), "days": services.REVIEW_DAYS}
    return render(request, "accounts/break_glass_list.html", context)


@require_http_methods(["GET", "POST"])
@requires(Perms.ASK_BREAK_GLASS)
@recently_confirmed
def ask(request: HttpRequest) -> HttpResponse:
    form = AskBreakGlassForm(request.POST or None)
    act = partial(services.ask_break_glass, by=request.user)
    asked = attempt(
        form,
        lambda: act(unit=form.unit, **{name: form.cleaned_data[name] for name in ("group", "minutes", "reason")}),
    )
    if asked:
        return redirect("accounts:break-glass-show", pk=asked.pk)
    return render(request, "accounts/break_glass_ask.html", {"form": form}, status=422 if form.is_bound else 200)


def _rows(request: HttpRequest) -> QuerySet[BreakGlass]:
    return BreakGlass.objects.visible_to(request.user).select_related("unit", "user__person", "decider", "reviewer")


@require_safe
@requires(*ANY)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, get_object_or_404(_rows(request), pk=pk))


def _page(request: HttpRequest, row: BreakGlass, status: int = 200, **forms: object) -> HttpResponse:
    context = {
        "row": row,
        "now": clock.now(),
        "running": row.is_running(clock.now()),
        "is_mine": row.user_id == request.user.pk,
        "acts": selectors.acts_during(row) if request.user.may(Perms.REVIEW_BREAK_GLASS, row.unit) else None,
        "may_decide": selectors.may_decide(request.user, row),
        "may_review": selectors.may_review(request.user, row),
        "decision": ReasonForm(),
        "envelopes": SealedForm(auto_id="sealed_%s"),
        "reviewing": ReviewForm(auto_id="review_%s"),
        **forms,
    }
    return render(request, "accounts/break_glass_show.html", context, status=status)


@require_POST
@requires(Perms.APPROVE_BREAK_GLASS)
@recently_confirmed
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Open it from now on, or refuse; `opens` says which."""
    row = get_object_or_404(_rows(request), pk=pk)
    form, opens = ReasonForm(request.POST), request.POST.get("opens") == "yes"
    act = partial(services.decide_break_glass, emergency=row, by=request.user, opens=opens)
    if not attempt(form, lambda: act(reason=form.cleaned_data["reason"])):
        return _page(request, row, 422, decision=form)
    return redirect("accounts:break-glass-show", pk=pk)


@require_POST
@requires(Perms.ASK_BREAK_GLASS)
@recently_confirmed
def sealed(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody who decides can be reached: two envelopes are torn open. A wrong try is kept."""
    row = get_object_or_404(_rows(request), pk=pk, user=request.user)
    form = SealedForm(request.POST)
    if form.is_valid():
        try:
            services.open_sealed(emergency=row, codes=list(form.cleaned_data.values()), by=request.user)
            return redirect("accounts:break-glass-show", pk=pk)
        except BadInput as error:
            form.add_problems(error.errors)
    return _page(request, row, 422, envelopes=form)


@require_POST
@requires(Perms.ASK_BREAK_GLASS, Perms.APPROVE_BREAK_GLASS)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_rows(request), pk=pk)
    services.end_break_glass(emergency=row, by=request.user)
    messages.success(request, _("The emergency rights are over."))
    return redirect("accounts:break-glass")


@require_POST
@requires(Perms.REVIEW_BREAK_GLASS)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_rows(request), pk=pk)
    form = ReviewForm(request.POST)
    act = partial(services.review_break_glass, emergency=row, by=request.user)
    if not attempt(form, lambda: act(review=form.cleaned_data["review"])):
        return _page(request, row, 422, reviewing=form)
    return redirect("accounts:break-glass-show", pk=pk)


@require_http_methods(["GET", "POST"])
@requires(Perms.APPROVE_BREAK_GLASS)
@recently_confirmed
def codes(request: HttpRequest) -> HttpResponse:
    """Who keeps an envelope, and a new code for one; it is shown in the answer, this once."""
    form = EnvelopeForm(request.POST or None, by=request.user)
    act = partial(services.make_sealed_code, by=request.user)
    code = attempt(form, lambda: act(holder=form.officer.person, unit=form.cleaned_data["unit"]))  # type: ignore[union-attr]
    context = {"form": form, "code": code, "rows": selectors.envelopes(request.user), "for": form.officer}
    return render(
        request, "accounts/break_glass_codes.html", context, status=422 if form.is_bound and not code else 200
    )
