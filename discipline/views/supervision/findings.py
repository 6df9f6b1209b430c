"""Findings: the list, what came in, one finding, and what is done about it."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.access import View, requires
from core.audit import history_of
from core.paging import page_of
from core.perms import Perms
from discipline.checklists import checklists
from discipline.forms import supervision as forms
from discipline.models.supervision import FindingPhoto, Responsibility
from discipline.rules.supervision import FindingStatus
from discipline.selectors import supervision as read
from discipline.selectors.units import units_in_sight
from discipline.services import supervision as services
from discipline.views.supervision.common import (
    PAGE,
    READERS,
    act_page,
    files,
    finding_in_sight,
    inspection_in_sight,
    new_page,
    typed,
)
from duties.models import RefusedAttempt
from roster.models import Auxiliary


@require_safe
@requires(*READERS)
def findings(request: HttpRequest) -> HttpResponse:
    """Findings in sight, the next to fall due first; the filters stand in the address."""
    states = [("standing", _("not settled")), ("overdue", _("overdue")), *FindingStatus.choices]
    context = {
        "page": page_of(request, read.findings(request.user, request.GET.dict(), clock.today())),
        "states": states,
        "units": units_in_sight(request.user),
        "today": clock.today(),
    }
    return render(request, "discipline/supervision/findings.html", context)


@require_safe
@requires(Perms.SUPERVISE)
def came_in(request: HttpRequest) -> HttpResponse:
    """What the law refused of late and nobody has looked into; unled duties are findings already."""
    context = {"page": page_of(request, read.came_in(request.user, clock.today()))}
    return render(request, "discipline/supervision/came_in.html", context)


@require_safe
@requires(*READERS)
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """One finding: what, who answers for it, what was done, and what its reader may do now."""
    row = finding_in_sight(request, pk)
    checklist = checklists().get(row.inspection.checklist) if row.inspection else None
    context = {
        "finding": row,
        "item": checklist.item(row.item) if checklist else None,
        "steps": row.steps.select_related("person").order_by("pk"),
        "responsibilities": row.responsibilities.select_related("auxiliary__person", "officer__person"),
        "photos": row.photos.all(),
        "supervises": request.user.may(Perms.SUPERVISE, row.unit),
        "rectifies": request.user.may(Perms.RECTIFY, row.unit),
        "entries": history_of(row)[:50],
        "today": clock.today(),
    }
    return render(request, "discipline/supervision/finding.html", context)


def _back(pk: int) -> str:
    return reverse("discipline:finding", args=[pk])


@require_http_methods(PAGE)
@requires(Perms.SUPERVISE)
def find(request: HttpRequest, pk: int) -> HttpResponse:
    """Something else that an inspection found."""
    row, form = inspection_in_sight(request, pk, Perms.SUPERVISE), forms.FindForm(typed(request))

    def act() -> object:
        return services.find(inspection=row, item="", on=clock.today(), by=request.user, **form.cleaned_data)

    heading, back = _("Enter a finding"), reverse("discipline:inspection", args=[pk])
    return new_page(request, form, act, "discipline:finding", heading, back)


@require_http_methods(PAGE)
@requires(Perms.SUPERVISE)
def find_in_attempt(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a finding of something the law refused."""
    rows = RefusedAttempt.objects.visible_to(request.user, Perms.SUPERVISE).select_related("unit").defer("decision")
    row, form = get_object_or_404(rows, pk=pk), forms.FindForm(typed(request))

    def act() -> object:
        return services.find_in_attempt(attempt=row, on=clock.today(), by=request.user, **form.cleaned_data)

    heading, back = _("Make a finding of the attempt"), reverse("discipline:came-in")
    return new_page(request, form, act, "discipline:finding", heading, back, row.text[:300])


def _step(right: str, form_of: Any, do: Any, heading: Any, *, dated: bool = False, sent: bool = False) -> View:
    """The page of one step about a finding; `dated`: the service asks which day it is; `sent`: with a file."""

    @require_http_methods(PAGE)
    @requires(right)
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        row = finding_in_sight(request, pk, right)
        form = form_of(typed(request), files(request)) if sent else form_of(typed(request))
        more = {"on": clock.today()} if dated else {}

        def act() -> object:
            return do(finding=row, by=request.user, **more, **form.cleaned_data)

        return act_page(request, form, act, row, str(heading), _back(pk))

    return view


report = _step(Perms.RECTIFY, forms.ReportForm, services.report, gettext_lazy("Report as put right"), sent=True)
recheck = _step(Perms.SUPERVISE, forms.RecheckForm, services.recheck, gettext_lazy("Check again"), dated=True)
extend = _step(Perms.SUPERVISE, forms.ExtendForm, services.extend, gettext_lazy("Give more time"), dated=True)
withdraw = _step(Perms.SUPERVISE, forms.WordsForm, services.withdraw, gettext_lazy("Withdraw the finding"))
add_photo = _step(Perms.SUPERVISE, forms.PhotoForm, services.add_photo, gettext_lazy("Add a photo"), sent=True)


@require_safe
@requires(*READERS)
def photo(request: HttpRequest, pk: int, row: int) -> FileResponse:
    """A photo, as a download; looking at it is recorded."""
    rows = FindingPhoto.objects.visible_to(request.user).select_related("finding__unit")
    found = get_object_or_404(rows, pk=row, finding=pk)
    services.note_photo_read(photo=found, by=request.user)
    name = f"{found.finding.number}-{found.pk}{found.extension}"
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=name, content_type=found.content_type)


@require_http_methods(PAGE)
@requires(Perms.SUPERVISE)
def name(request: HttpRequest, pk: int) -> HttpResponse:
    """Name who answers for it."""
    row, form = finding_in_sight(request, pk, Perms.SUPERVISE), forms.NameForm(typed(request), user=request.user)

    def act() -> Responsibility:
        who = form.cleaned_data["number"]
        if isinstance(who, Auxiliary):
            return services.name_auxiliary(finding=row, auxiliary=who, by=request.user)
        return services.name_officer(finding=row, officer=who, by=request.user)

    return act_page(request, form, act, row, _("Name who answers for it"), _back(pk))


@require_http_methods(PAGE)
@requires(Perms.SUPERVISE)
def settle(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Is the responsibility established?"""
    rows = Responsibility.objects.visible_to(request.user, Perms.SUPERVISE).select_related("finding__unit")
    found, form = get_object_or_404(rows, pk=row, finding=pk), forms.SettleForm(typed(request))

    def act() -> object:
        return services.settle(responsibility=found, on=clock.today(), by=request.user, **form.cleaned_data)

    return act_page(request, form, act, found.finding, _("Settle the responsibility"), _back(pk))
