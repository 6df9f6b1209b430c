"""Pages of incidents on duty, for those who handle them and for the auxiliary."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock
from core.access import requires
from core.audit import history_of
from core.paging import page_of
from core.perms import Perms
from discipline.forms import protection as forms
from discipline.models.protection import Incident
from discipline.rules.protection import Status
from discipline.selectors import protection as read
from discipline.selectors.units import units_in_sight
from discipline.services import protection as services
from discipline.views.supervision.common import PAGE, new_page, typed
from discipline.views.typed_acts import typed as act_page
from roster.models import Auxiliary

RIGHT = Perms.HANDLE_INCIDENTS
READERS = (RIGHT, Perms.VIEW_CONDUCT)


def in_sight(request: HttpRequest, pk: int) -> Incident:
    rows = Incident.objects.visible_to(request.user).select_related(
        "unit", "borne_by", "auxiliary__person", "auxiliary__unit", "lead__person", "handler_person", "assignment"
    )
    found: Incident = get_object_or_404(rows, pk=pk)
    return found


@require_safe
@requires(*READERS)
def incidents(request: HttpRequest) -> HttpResponse:
    """Incidents in sight; the filters stand in the address."""
    day = clock.today()
    context = {
        "page": page_of(request, read.incidents(request.user, request.GET.dict(), day)),
        "states": [("open", _("not settled")), ("overdue", _("overdue")), *Status.choices],
        "units": units_in_sight(request.user),
        "may_enter": request.user.may(RIGHT),
        "today": day,
    }
    return render(request, "discipline/protection/list.html", context)


@require_safe
@requires(*READERS)
def incident(request: HttpRequest, pk: int) -> HttpResponse:
    """One incident: to whom, under which officer, on which duty, what followed, who bears it."""
    row = in_sight(request, pk)
    context = {
        "incident": row,
        "steps": row.steps.select_related("person"),
        "mine": row.handler_person_id is not None and row.handler_person_id == request.user.person_id,
        "may_act": request.user.may(RIGHT, row.unit),
        "entries": history_of(row)[:50],
        "today": clock.today(),
    }
    return render(request, "discipline/protection/one.html", context)


@require_http_methods(PAGE)
@requires(RIGHT)
def new(request: HttpRequest) -> HttpResponse:
    """Enter an incident."""
    form, heading = forms.IncidentForm(typed(request), user=request.user), _("Enter an incident")

    def act() -> Incident:
        return services.report(told=form.told(), on=clock.today(), by=request.user)

    return new_page(request, form, act, "discipline:incident", heading, reverse("discipline:incidents"))


@require_POST
@requires(RIGHT)
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """I deal with it."""
    services.take(incident=in_sight(request, pk), on=clock.today(), by=request.user)
    return redirect("discipline:incident", pk)


@require_http_methods(PAGE)
@requires(RIGHT)
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what was done."""
    row, form = in_sight(request, pk), forms.StepForm(typed(request))

    def act() -> object:
        return services.note(incident=row, today=clock.today(), by=request.user, **form.cleaned_data)

    return _act(request, form, act, row, _("Write down what was done"))


@require_http_methods(PAGE)
@requires(RIGHT)
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle it; what is missing is said with its article."""
    row, form = in_sight(request, pk), forms.SettleForm(typed(request))

    def act() -> object:
        return services.settle(incident=row, on=clock.today(), by=request.user, **form.cleaned_data)

    return _act(request, form, act, row, _("Settle the incident"))


def _act(request: HttpRequest, form: Any, act: Any, row: Incident, heading: str) -> HttpResponse:
    words = {"heading": heading, "button": heading, "back": reverse("discipline:incident", args=[row.pk])}
    return act_page(request, form, act, done=_("%(number)s: done.") % {"number": row}, **words)


@require_http_methods(PAGE)
@requires(Perms.VIEW_SELF)
def own(request: HttpRequest) -> HttpResponse:
    """Something happened to me on duty, or my rights were harmed."""
    files = Auxiliary.objects.visible_to(request.user, Perms.VIEW_SELF).filter(person=request.user.person_id)
    mine, form = files.order_by("-pk").first(), forms.OwnIncidentForm(typed(request))
    if mine is None:
        return render(request, "discipline/complaints/no_file.html")
    back, heading = reverse("me-mine"), _("Report an incident")

    def act() -> object:
        return services.report(told=form.told(mine), on=clock.today(), by=request.user)

    intro = _("Who uses the auxiliary bears what follows from the duty. Nothing of it is taken from your pay unheard.")
    done = _("It is reported. Your page says who deals with it, and by when.")
    return act_page(request, form, act, done=done, back=back, heading=heading, button=heading, intro=intro)
