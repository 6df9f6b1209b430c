"""The auditor's pages: the trail, one entry, its verification, and what looked unusual."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.access import requires
from core.errors import NotNow
from core.forms import attempt
from core.paging import page_of
from core.perms import Perms
from evidence import anchors, selectors, services, telling
from evidence.forms import AnswerForm, TrailForm
from evidence.models import SecurityAlarm, Verification
from evidence.words import advice_for, words_of


@require_safe
@requires(Perms.VIEW_AUDIT)
def trail(request: HttpRequest) -> HttpResponse:
    """Search of the trail, newest first."""
    form = TrailForm(request.GET or None, user=request.user)
    valid = form.is_valid() if form.is_bound else True
    rows = selectors.search(request.user, form.cleaned_data if form.is_bound and valid else {})
    context = {
        "form": form,
        "page": selectors.page(rows, request.GET.get("before", "")) if valid else None,
        "asked": any(value for name, value in request.GET.items() if name != "before"),
        "last": selectors.last_verification(),
        "open_alarms": SecurityAlarm.objects.visible_to(request.user, Perms.VIEW_AUDIT).open().count(),
    }
    return render(request, "evidence/trail.html", context, status=200 if valid else 422)


@require_safe
@requires(Perms.VIEW_AUDIT)
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry, whole, and its place in the chain."""
    found = get_object_or_404(selectors.visible(request.user), pk=pk)
    others = selectors.visible(request.user).filter(request_id=found.request_id).exclude(pk=pk)
    context = {
        "entry": found,
        "changes": telling.changes(found),
        "roles": telling.role_words(found.roles),
        "entrance": telling.entrance_words(found.entrance),
        "place": selectors.place_of(found),
        "others": others.order_by("pk")[:20] if found.request_id else [],
    }
    return render(request, "evidence/entry.html", context)


@require_http_methods(["GET", "POST"])
@requires(Perms.VIEW_AUDIT)
def verification(request: HttpRequest) -> HttpResponse:
    """What the last verifications found; another one may be asked for."""
    if request.method == "POST":
        try:
            services.ask_verification(by=request.user)
            messages.success(request, _("The verification has begun. This page shows what it finds."))
        except NotNow as error:
            messages.warning(request, error.message)
        return redirect("evidence:verify")
    anchor = anchors.newest()
    context = {  # rule: unscoped, a verification is of the whole trail
        "waiting": selectors.waiting_verification(),
        "last": selectors.last_verification(),
        "earlier": Verification.objects.exclude(state=Verification.State.WAITING)[1:11],
        "anchor": anchor,
        "anchored_at": anchors.moment_of(anchor),
    }
    return render(request, "evidence/verify.html", context)


@require_safe
@requires(Perms.VIEW_ALARMS)
def alarms(request: HttpRequest) -> HttpResponse:
    """What looked unusual."""
    rows = SecurityAlarm.objects.visible_to(request.user).select_related("answered_by__person")
    if request.GET.get("state") != "all":
        rows = rows.open()
    context = {"page": page_of(request, rows), "states": [("all", _("Looked into as well"))]}
    return render(request, "evidence/alarms.html", context)


@require_http_methods(["GET", "POST"])
@requires(Perms.VIEW_ALARMS)
def alarm(request: HttpRequest, pk: int) -> HttpResponse:
    """One alarm, and what came of it."""
    found = get_object_or_404(SecurityAlarm.objects.visible_to(request.user), pk=pk)
    form = AnswerForm(request.POST or None)
    act = partial(services.answer_alarm, alarm=found, by=request.user)
    if request.method == "POST" and attempt(form, lambda: act(answer=form.cleaned_data["answer"])):
        messages.success(request, _("Your note is kept."))
        return redirect("evidence:alarms")
    context = {"alarm": found, "form": form, "says": words_of(found), "advice": advice_for(found.kind)}
    return render(request, "evidence/alarm.html", context, status=422 if form.is_bound else 200)
