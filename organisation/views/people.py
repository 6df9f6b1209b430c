"""Pages of officers, employers and dispatch agreements."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.access import requires
from core.forms import attempt
from core.paging import page_of
from core.perms import Perms
from organisation import selectors, services
from organisation.forms import AgreementForm, ChangeOfficerForm, EmployerForm, EnterOfficerForm
from organisation.models import Officer


@require_safe
@requires(Perms.VIEW_OFFICERS)
def officers(request: HttpRequest) -> HttpResponse:
    """Officers in sight, by name or police number, in a unit and below."""
    asked = selectors.asked(request.GET)
    rows = selectors.officers(request.user, **asked).order_by("unit__path", "person__pinyin", "pk")
    if status := request.GET.get("status", ""):
        rows = rows.filter(status=status)
    context = {"page": page_of(request, rows), "asked": asked, "statuses": Officer.Status.choices}
    return render(request, "organisation/officers.html", context)


@require_http_methods(["GET", "POST"])
@requires(Perms.EDIT_OFFICERS)
def enter_officer(request: HttpRequest) -> HttpResponse:
    form = EnterOfficerForm(request.POST or None, by=request.user, initial={"starts_on": clock.today()})
    if officer := attempt(form, lambda: services.enter_officer(by=request.user, **form.cleaned_data)):
        messages.success(request, _("The officer is entered."))
        return redirect("organisation:unit", pk=officer.unit_id)
    return _form(request, form, _("Enter an officer"), _("Enter"), "organisation:officers")


@require_http_methods(["GET", "POST"])
@requires(Perms.EDIT_OFFICERS)
def officer(request: HttpRequest, pk: int) -> HttpResponse:
    """Move an officer, change rank or status, or end the service."""
    officer = selectors.officer(request.user, pk, Perms.EDIT_OFFICERS)
    present = Officer.objects.get(pk=pk)  # rule: unscoped, in sight above
    seen = {"version": officer.version}
    form = ChangeOfficerForm(request.POST or None, instance=present, initial=seen, by=request.user)
    if attempt(form, lambda: services.change_officer(officer=officer, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The officer's record is changed."))
        return redirect("organisation:officers")
    heading = _("Officer %(name)s, %(number)s") % {"name": officer.person.name, "number": officer.police_number}
    return _form(request, form, heading, _("Save"), "organisation:officers")


@require_safe
@requires(Perms.VIEW_UNITS)
def employers(request: HttpRequest) -> HttpResponse:
    """Employers of record with their dispatch agreements."""
    rows = selectors.employers(request.user)
    context = {"page": page_of(request, rows), "may_edit": request.user.may(Perms.EDIT_UNITS), "today": clock.today()}
    return render(request, "organisation/employers.html", context)


@require_http_methods(["GET", "POST"])
@requires(Perms.EDIT_UNITS)
def add_employer(request: HttpRequest) -> HttpResponse:
    form = EmployerForm(request.POST or None, by=request.user)
    if attempt(form, lambda: services.add_employer(by=request.user, **form.cleaned_data)):
        messages.success(request, _("The employer is entered."))
        return redirect("organisation:employers")
    return _form(request, form, _("Enter an employer"), _("Enter"), "organisation:employers")


@require_http_methods(["GET", "POST"])
@requires(Perms.EDIT_UNITS)
def sign_agreement(request: HttpRequest) -> HttpResponse:
    form = AgreementForm(request.POST or None, by=request.user, initial={"starts_on": clock.today()})
    act = partial(services.sign_agreement, by=request.user)
    if attempt(form, lambda: act(**form.cleaned_data)):
        messages.success(request, _("The agreement is on record."))
        return redirect("organisation:employers")
    return _form(request, form, _("Enter a dispatch agreement"), _("Enter"), "organisation:employers")


def _form(request: HttpRequest, form: Any, heading: str, button: str, back: str) -> HttpResponse:
    context = {"form": form, "heading": heading, "button": button, "back": reverse(back)}
    return render(request, "components/form_page.html", context, status=422 if form.is_bound else 200)
