"""Inspections: the list, planning, drawing, one inspection, and the acts of its inspector."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock
from core.access import requires
from core.audit import history_of
from core.forms import attempt
from core.paging import page_of
from core.perms import Perms
from discipline.checklists import checklists
from discipline.forms.supervision import ConcludeForm, DrawForm, PlanForm, WordsForm
from discipline.models.supervision import Draw
from discipline.rules.supervision import InspectionStatus
from discipline.selectors import supervision as read
from discipline.selectors.units import units_in_sight
from discipline.services import supervision as services
from discipline.views.supervision.common import PAGE, READERS, act_page, inspection_in_sight, new_page, typed
from organisation.models import Unit


@require_safe
@requires(*READERS)
def inspections(request: HttpRequest) -> HttpResponse:
    """Inspections in sight; the filters stand in the address."""
    context = {
        "page": page_of(request, read.inspections(request.user, request.GET.dict())),
        "statuses": InspectionStatus.choices,
        "units": units_in_sight(request.user),
        "may_supervise": request.user.may(Perms.SUPERVISE),
    }
    return render(request, "discipline/supervision/inspections.html", context)


@require_safe
@requires(*READERS)
def inspection(request: HttpRequest, pk: int) -> HttpResponse:
    """One inspection: what was looked at, what was found."""
    row = inspection_in_sight(request, pk)
    answers = {answer.item: answer for answer in row.answers.all()}
    checklist = checklists()[row.checklist]
    supervises = request.user.may(Perms.SUPERVISE, row.unit)
    context = {
        "inspection": row,
        "checklist": checklist,
        "lines": [(item, answers.get(item.code)) for item in checklist.items],
        "findings": row.findings.order_by("pk"),
        "supervises": supervises,
        "mine": supervises and row.inspector_person_id == request.user.person_id,
        "entries": history_of(row)[:50],
        "today": clock.today(),
    }
    return render(request, "discipline/supervision/inspection.html", context)


@require_http_methods(PAGE)
@requires(Perms.SUPERVISE)
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a look at a unit or at one duty."""
    form = PlanForm(typed(request), user=request.user, initial={"planned_for": clock.today()})

    def act() -> object:
        said = form.cleaned_data
        more = {"assignment": said["number"], "reason": said["reason"]}
        return services.plan(unit=said["unit"], plan=form.plan(), on=clock.today(), by=request.user, **more)

    heading, back = _("Plan an inspection"), reverse("discipline:inspections")
    return new_page(request, form, act, "discipline:inspection", heading, back)


@require_http_methods(PAGE)
@requires(Perms.SUPERVISE)
def draw(request: HttpRequest) -> HttpResponse:
    """Draw units by risk or at random; below the form the risk of each unit with its reasons."""
    form = DrawForm(typed(request), user=request.user, initial={"planned_for": clock.today(), "count": 1})

    def act() -> Draw:
        said = {name: form.cleaned_data[name] for name in ("unit", "method", "count")}
        return services.draw(plan=form.plan(), on=clock.today(), by=request.user, **said)

    made = attempt(form, act) if form.is_bound else None
    if made is not None:
        return redirect("discipline:draw", made.pk)
    tops = Unit.objects.visible_to(request.user, Perms.SUPERVISE).order_by("path")
    context = {"form": form, "risks": read.risks(tops[0], clock.today())[:50]}
    return render(request, "discipline/supervision/draw_new.html", context, status=422 if form.is_bound else 200)


@require_safe
@requires(Perms.SUPERVISE)
def drawn(request: HttpRequest, pk: int) -> HttpResponse:
    """A draw: its seed, its pool, what was drawn, and how to make it again."""
    row = get_object_or_404(Draw.objects.visible_to(request.user).select_related("unit", "made_by__person"), pk=pk)
    names = read.names_of(row)
    context = {
        "draw": row,
        "pool": [(names.get(unit, code), code, tickets, unit in row.chosen) for unit, code, tickets in row.pool],
        "inspections": row.inspections.select_related("unit").order_by("pk"),
    }
    return render(request, "discipline/supervision/draw.html", context)


@require_POST
@requires(Perms.SUPERVISE)
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """The inspector is there."""
    services.begin(inspection=inspection_in_sight(request, pk, Perms.SUPERVISE), by=request.user)
    return redirect("discipline:conclude", pk)


@require_http_methods(PAGE)
@requires(Perms.SUPERVISE)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """It will not be made."""
    row, form = inspection_in_sight(request, pk, Perms.SUPERVISE), WordsForm(typed(request))

    def act() -> object:
        return services.cancel(inspection=row, reason=form.cleaned_data["what"], by=request.user)

    heading, back = _("Cancel the inspection"), reverse("discipline:inspection", args=[pk])
    return act_page(request, form, act, row, heading, back)


@require_http_methods(PAGE)
@requires(Perms.SUPERVISE)
def conclude(request: HttpRequest, pk: int) -> HttpResponse:
    """The checklist on the spot: each item answered, what is wrong becomes a finding."""
    row = inspection_in_sight(request, pk, Perms.SUPERVISE)
    form = ConcludeForm(typed(request), checklist=checklists()[row.checklist])

    def act() -> object:
        return services.conclude(inspection=row, seen=form.seen(), on=clock.today(), by=request.user)

    if form.is_bound and attempt(form, act) is not None:
        return redirect("discipline:inspection", pk)
    context = {"inspection": row, "form": form}
    return render(request, "discipline/supervision/conclude.html", context, status=422 if form.is_bound else 200)
