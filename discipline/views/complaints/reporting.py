"""The pages for those who report: everybody without signing in, the auxiliary on the own pages."""

from __future__ import annotations

import time

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.rates import count, too_often
from core import clock
from core.access import requires
from core.forms import attempt
from core.middleware import client_address
from core.perms import Perms
from discipline.forms.complaints import AddForm, OwnForm, PublicForm, TokenForm
from discipline.models.complaints import Complaint, Reporter
from discipline.services.complaints import Who, attach, find_by_token, receive_with
from discipline.views.supervision.common import PAGE, files, typed
from roster.models import Auxiliary

HOUR = 3600
REPORTS_AN_HOUR, LOOKS_AN_HOUR = 10, 60  # of one machine: a waiting room has one for all


def _wait(request: HttpRequest, kind: str, most: int) -> int:
    """Seconds until this machine may do it again; 0 when it may now. Only how often is kept, for two hours."""
    counted = count(f"{kind}:{client_address(request)}", HOUR)
    return 0 if counted <= most else HOUR - int(time.time()) % HOUR


@login_not_required
@require_http_methods(PAGE)
def report(request: HttpRequest) -> HttpResponse:
    """Anybody reports, with or without a name."""
    form = PublicForm(typed(request), files(request))
    if form.is_bound and form.is_valid() and (seconds := _wait(request, "report", REPORTS_AN_HOUR)):
        return too_often(request, seconds)

    def act() -> tuple[Complaint, str]:
        told, picture = form.told(form.cleaned_data["unit"]), form.cleaned_data["file"]
        words = {"told": told, "who": form.who(), "channel": Complaint.Channel.PAGE, "on": clock.today()}
        return receive_with(picture=picture, **words)

    made = attempt(form, act) if form.is_bound else None
    if made is not None:
        return render(request, "discipline/complaints/received.html", {"complaint": made[0], "token": made[1]})
    context = {"form": form}
    return render(request, "discipline/complaints/report.html", context, status=422 if form.is_bound else 200)


@login_not_required
@require_http_methods(PAGE)
def status(request: HttpRequest) -> HttpResponse:
    """Where a complaint stands, for whoever holds its key. The key comes in the body, never in an address."""
    form = TokenForm(typed(request))
    found = None
    if form.is_bound and form.is_valid():
        if seconds := _wait(request, "complaint-key", LOOKS_AN_HOUR):
            return too_often(request, seconds)
        found = find_by_token(form.cleaned_data["token"])
        if found is None:
            form.add_error("token", _("This key opens nothing. Look at each letter."))
    context = {"form": form, "complaint": found}
    page = "discipline/complaints/status.html"
    return render(request, page, context, status=422 if form.is_bound and found is None else 200)


@login_not_required
@require_http_methods(PAGE)
def add(request: HttpRequest) -> HttpResponse:
    """A picture by whoever holds the key of a complaint; nothing of them is kept."""
    form = AddForm(typed(request), files(request))
    found = None
    if form.is_bound and form.is_valid():
        if seconds := _wait(request, "report", REPORTS_AN_HOUR):
            return too_often(request, seconds)
        row = find_by_token(form.cleaned_data["token"])
        if row is None:
            form.add_error("token", _("This key opens nothing. Look at each letter."))
        elif attempt(form, lambda: attach(complaint=row, picture=form.cleaned_data["file"], on=clock.today())):
            found = row
    if found is not None:
        return render(request, "discipline/complaints/status.html", {"complaint": found, "added": True})
    heading = _("Add a picture to my report")
    context = {"form": form, "heading": heading, "button": heading, "back": reverse("discipline:report-status")}
    return render(request, "components/form_page.html", context, status=422 if form.is_bound else 200)


@require_http_methods(PAGE)
@requires(Perms.VIEW_SELF)
def own(request: HttpRequest) -> HttpResponse:
    """A grievance of mine; nobody but the one who deals with it learns that it is mine."""
    form = OwnForm(typed(request), files(request))
    file = Auxiliary.objects.visible_to(request.user, Perms.VIEW_SELF).filter(person=request.user.person_id)
    mine = file.select_related("unit", "person").order_by("-pk").first()
    if mine is None:
        return render(request, "discipline/complaints/no_file.html")

    def act() -> tuple[Complaint, str]:
        who = Who(Reporter.Kind.AUXILIARY, mine.person.name, "", mine.person_id)
        words = {"told": form.told(mine.unit), "who": who, "channel": Complaint.Channel.OWN, "on": clock.today()}
        return receive_with(picture=form.cleaned_data["file"], **words)

    made = attempt(form, act) if form.is_bound else None
    if made is not None:
        return render(request, "discipline/complaints/received.html", {"complaint": made[0], "token": made[1]})
    heading = _("Complain or report")
    context = {"form": form, "heading": heading, "button": heading, "back": reverse("me-mine")}
    return render(request, "components/form_page.html", context, status=422 if form.is_bound else 200)
