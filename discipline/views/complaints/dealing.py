"""Complaints for those who deal with them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
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
from discipline.forms import complaints as forms
from discipline.models.complaints import Complaint, ComplaintFile
from discipline.rules.complaints import Status
from discipline.selectors import complaints as read
from discipline.selectors.units import units_in_sight
from discipline.services import complaints as services
from discipline.views.supervision.common import PAGE, act_page, files, typed

RIGHT = Perms.HANDLE_COMPLAINTS


def in_sight(request: HttpRequest, pk: int) -> Complaint:
    """The complaint, for those who deal with complaints of its unit; whoever is complained of finds nothing."""
    rows = Complaint.objects.visible_to(request.user).select_related("unit", "handler_person", "entered_by__person")
    found: Complaint = get_object_or_404(rows, pk=pk)
    return found


def _back(pk: int) -> str:
    return reverse("discipline:complaint", args=[pk])


@require_safe
@requires(RIGHT)
def complaints(request: HttpRequest) -> HttpResponse:
    """Complaints in sight; the filters stand in the address."""
    states = [("open", _("not answered")), ("overdue", _("overdue")), *Status.choices]
    context = {
        "page": page_of(request, read.complaints(request.user, request.GET.dict(), clock.today())),
        "states": states,
        "units": units_in_sight(request.user),
        "today": clock.today(),
    }
    return render(request, "discipline/complaints/list.html", context)


@require_safe
@requires(RIGHT)
def complaint(request: HttpRequest, pk: int) -> HttpResponse:
    """One complaint: what, whom it is about, where it stands; never who made it."""
    row = in_sight(request, pk)
    mine = row.handler_person_id is not None and row.handler_person_id == request.user.person_id
    context = {
        "complaint": row,
        "subjects": row.subjects.select_related("auxiliary__person", "officer__person"),
        "mine": mine,
        "openings": row.openings.select_related("person"),
        "checks": row.retaliation_checks.select_related("person") if mine else (),
        "looks": read.second_looks(clock.today(), complaint=row) if mine else (),
        "pictures": row.files.all() if mine else (),
        "entries": history_of(row)[:50],
        "today": clock.today(),
    }
    return render(request, "discipline/complaints/complaint.html", context)


@require_http_methods(PAGE)
@requires(RIGHT)
def new(request: HttpRequest) -> HttpResponse:
    """Enter a letter, a call or a visit."""
    form = forms.ClerkForm(typed(request), files(request), user=request.user)

    def act() -> tuple[Complaint, str]:
        said = form.cleaned_data
        told, who = form.told(said["unit"]), form.who()
        more: Any = {"channel": Complaint.Channel.CLERK, "on": clock.today(), "subjects": said["subject"]}
        return services.receive_with(picture=said["file"], told=told, who=who, by=request.user, **more)

    made = attempt(form, act) if form.is_bound else None
    if made is not None:
        words = {"number": made[0].number, "key": made[1]}
        messages.success(request, _("%(number)s is entered. Key for the reporter, shown this once: %(key)s") % words)
        return redirect("discipline:complaints")
    heading, back = _("Enter a complaint"), reverse("discipline:complaints")
    context = {"form": form, "heading": heading, "button": heading, "back": back}
    return render(request, "components/form_page.html", context, status=422 if form.is_bound else 200)


@require_POST
@requires(RIGHT)
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """It came in; whoever reported reads that."""
    services.acknowledge(complaint=in_sight(request, pk), by=request.user)
    return redirect("discipline:complaint", pk)


@require_http_methods(PAGE)
@requires(RIGHT)
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it to somebody who is not involved."""
    row = in_sight(request, pk)
    form = forms.AssignForm(typed(request), users=read.handlers(row.unit))

    def act() -> object:
        handler = form.cleaned_data["handler"]
        return services.assign(complaint=row, handler=handler, on=clock.today(), by=request.user)

    return act_page(request, form, act, row, _("Say who deals with it"), _back(pk))


@require_http_methods(PAGE)
@requires(RIGHT)
def reporter(request: HttpRequest, pk: int) -> HttpResponse:
    """Who reported: for the one who deals with it, with a reason, recorded each time."""
    row, form = in_sight(request, pk), forms.OpenForm(typed(request))
    found = None
    if form.is_bound:
        found = attempt(
            form,
            lambda: services.open_reporter(complaint=row, reason=form.cleaned_data["reason"], by=request.user),
        )
    context = {"complaint": row, "form": form, "reporter": found}
    status = 422 if form.is_bound and found is None else 200
    return render(request, "discipline/complaints/reporter.html", context, status=status)


@require_http_methods(PAGE)
@requires(RIGHT)
def retaliation(request: HttpRequest, pk: int) -> HttpResponse:
    """What was done against the reporter since: for the one who deals with it, with a reason, recorded each time."""
    row, form = in_sight(request, pk), forms.OpenForm(typed(request))
    acts = None
    if form.is_bound:
        words = {"on": clock.today(), "by": request.user}
        acts = attempt(form, lambda: services.open_acts(complaint=row, reason=form.cleaned_data["reason"], **words))
    context = {
        "complaint": row,
        "form": form,
        "acts": acts,
        "days": read.value("retaliation_days", row.unit, clock.today()),
    }
    status = 422 if form.is_bound and acts is None else 200
    return render(request, "discipline/complaints/retaliation.html", context, status=status)


@require_http_methods(PAGE)
@requires(RIGHT)
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what was seen of acts against the reporter."""
    row, form = in_sight(request, pk), forms.LookForm(typed(request))

    def act() -> object:
        return services.look_at_retaliation(complaint=row, by=request.user, **form.cleaned_data)

    return act_page(request, form, act, row, _("Keep what was seen"), _back(pk))


@require_http_methods(PAGE)
@requires(RIGHT)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what came of it."""
    row, form = in_sight(request, pk), forms.AnswerForm(typed(request))

    def act() -> object:
        return services.answer(complaint=row, on=clock.today(), by=request.user, **form.cleaned_data)

    return act_page(request, form, act, row, _("Answer the complaint"), _back(pk))


@require_http_methods(PAGE)
@requires(RIGHT)
def forward(request: HttpRequest, pk: int) -> HttpResponse:
    """Pass on what another authority decides."""
    row, form = in_sight(request, pk), forms.ForwardForm(typed(request))

    def act() -> object:
        return services.forward(complaint=row, on=clock.today(), by=request.user, **form.cleaned_data)

    return act_page(request, form, act, row, _("Pass it on to another authority"), _back(pk))


@require_http_methods(PAGE)
@requires(RIGHT)
def add_picture(request: HttpRequest, pk: int) -> HttpResponse:
    """A picture that whoever reported handed in later."""
    row, form = in_sight(request, pk), forms.PictureForm(typed(request), files(request))

    def act() -> object:
        picture = form.cleaned_data["file"]
        return services.attach(complaint=row, picture=picture, on=clock.today(), by=request.user)

    return act_page(request, form, act, row, _("Add a picture"), _back(pk))


@require_safe
@requires(RIGHT)
def picture(request: HttpRequest, pk: int, row: int) -> FileResponse:
    """A picture, as a download; only the one who deals with it gets it, and each look is recorded."""
    rows = ComplaintFile.objects.visible_to(request.user).select_related("complaint__unit")
    found = services.open_file(file=get_object_or_404(rows, pk=row, complaint=pk), by=request.user)
    name = f"{found.complaint.number}-{found.pk}{found.extension}"
    return FileResponse(found.file.open("rb"), as_attachment=True, filename=name, content_type=found.content_type)
