"""Acts on one assignment: a button where nothing is asked, a page where a reason or the people present are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from core.access import View, requires
from core.errors import BadInput
from core.perms import Perms
from duties import services
from duties.forms import CompletionForm, ReasonForm
from duties.models import Assignment
from duties.selectors.assignments import with_people
from duties.selectors.listing import numbers_in
from duties.views.job import answered

PAGE = ["GET", "HEAD", "POST"]


def in_sight(request: HttpRequest, pk: int, permission: str | None = None) -> Assignment:
    """The assignment within the units on which the right is held; outside and missing look alike."""
    rows = with_people(Assignment.objects.visible_to(request.user, permission))
    found: Assignment = get_object_or_404(rows.select_related("closed_by__person", "approver__person"), pk=pk)
    return found


def done(request: HttpRequest, assignment: Assignment, then: str = "") -> HttpResponse:
    """Say where it stands now, and show it (or go on with the queue one came from)."""
    words = {"number": assignment.number, "status": assignment.get_status_display()}
    messages.success(request, _("%(number)s: now “%(status)s”.") % words)
    if then == "approvals":
        return redirect("duties:approvals")
    return redirect("duties:assignment", assignment.pk)


@require_POST
@requires(Perms.REQUEST_ASSIGNMENT)
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Submit a draft as it stands."""
    assignment = in_sight(request, pk, Perms.REQUEST_ASSIGNMENT)
    return done(request, services.submit(assignment=assignment, by=request.user))


def _with_reason(
    do: Callable[..., Assignment], permission: str, heading: Any, intro: Any, *, required: bool = True
) -> View:
    """The page of an act that asks why."""

    @require_http_methods(PAGE)
    @requires(permission)
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        assignment = in_sight(request, pk, permission)
        form = ReasonForm(request.POST if request.method == "POST" else None, required=required)
        if request.method == "POST" and request.htmx:  # type: ignore[attr-defined]
            reason = request.POST.get("reason", "").replace("\x00", "")
            return answered(request, assignment, lambda: do(assignment=assignment, by=request.user, reason=reason))
        if form.is_bound and form.is_valid():
            try:
                changed = do(assignment=assignment, by=request.user, reason=form.cleaned_data["reason"])
            except BadInput as error:
                form.add_problems(error.errors)
            else:
                return done(request, changed, request.GET.get("then", ""))
        context = {
            "form": form,
            "heading": heading % {"number": assignment.number},
            "intro": intro,
            "button": heading % {"number": assignment.number},
            "back": reverse("duties:assignment", args=[pk]),
        }
        return render(request, "components/form_page.html", context, status=422 if form.errors else 200)

    return view


withdraw = _with_reason(
    services.withdraw,
    Perms.REQUEST_ASSIGNMENT,
    gettext_lazy("Withdraw %(number)s"),
    gettext_lazy("The request is closed. Ask anew if it is needed after all."),
    required=False,
)
return_ = _with_reason(
    services.return_,
    Perms.APPROVE_ASSIGNMENT,
    gettext_lazy("Return %(number)s"),
    gettext_lazy("The requester reads the reason and may write the request anew."),
)
reject = _with_reason(
    services.reject,
    Perms.APPROVE_ASSIGNMENT,
    gettext_lazy("Reject %(number)s"),
    gettext_lazy("The request is closed for good; the requester reads the reason."),
)
stop = _with_reason(
    services.stop,
    Perms.APPROVE_ASSIGNMENT,
    gettext_lazy("Stop %(number)s"),
    gettext_lazy("The work ends at once; requester, commander and leading officers are told."),
)


@require_http_methods(PAGE)
@requires(Perms.VIEW_ASSIGNMENTS)
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """A lead, or the commander, confirms who leads on the spot."""
    assignment, wrong = in_sight(request, pk), ""
    if request.method == "POST":
        present = numbers_in(request.POST.getlist("present"))
        try:
            return done(request, services.begin(assignment=assignment, by=request.user, present=present))
        except BadInput as error:
            wrong = " ".join(str(said) for some in error.errors.values() for said in some)
    context = {"assignment": assignment, "wrong": wrong}
    return render(request, "duties/begin.html", context, status=422 if wrong else 200)


@require_http_methods(PAGE)
@requires(Perms.VIEW_ASSIGNMENTS)
def complete(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was there from when to when."""
    assignment = in_sight(request, pk)
    form = CompletionForm(request.POST if request.method == "POST" else None, assignment=assignment)
    if form.is_bound and form.is_valid():
        attendance = {key: services.Attendance(*times) for key, times in form.attendance().items()}
        remarks = form.cleaned_data["remarks"]
        try:
            changed = services.complete(assignment=assignment, by=request.user, attendance=attendance, remarks=remarks)
        except BadInput as error:
            form.add_problems(error.errors)
        else:
            return done(request, changed)
    context = {"assignment": assignment, "form": form}
    return render(request, "duties/complete.html", context, status=422 if form.errors else 200)
