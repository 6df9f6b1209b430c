"""Pages of units: the tree, one unit, opening, changing, closing, and whose rules it follows."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.access import requires
from core.forms import attempt
from core.paging import page_of
from core.perms import Perms
from core.registries import unit_sections
from organisation import selectors, services
from organisation.forms import CloseUnitForm, OpenUnitForm, PlaceForm, UnitForm
from organisation.models import Unit


@require_safe
@requires(Perms.VIEW_UNITS)
def units(request: HttpRequest) -> HttpResponse:
    """The tree of units in sight."""
    words = selectors.asked(request.GET)["words"]
    page = page_of(request, selectors.tree(request.user, words=words), size=200)
    return render(
        request,
        "organisation/units.html",
        {"page": page, "rows": selectors.branches(page, request.user), "words_typed": words},
    )


@require_safe
@requires(Perms.VIEW_UNITS)
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit: what it is, whose rules it follows, who serves here, and what the other rooms say of it."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user).select_related("parent"), pk=pk)
    today = clock.today()
    told = [
        (s, s.context(unit, request.user, today)) for s in unit_sections.all() if request.user.may(s.permission, unit)
    ]
    context = {
        "unit": unit,
        "today": today,
        "may_edit": request.user.may(Perms.EDIT_UNITS, unit),
        "sections": [(section, content) for section, content in told if content is not None],
        **selectors.unit_page(unit, request.user, today),
    }
    return render(request, "organisation/unit.html", context)


@require_http_methods(["GET", "POST"])
@requires(Perms.EDIT_UNITS)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    unit = _editable(request, pk)
    form = UnitForm(request.POST or None, instance=_copy(unit), initial={"version": unit.version})
    if attempt(form, lambda: services.change_unit(unit=unit, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The unit is changed."))
        return redirect("organisation:unit", pk=pk)
    return _form(request, form, unit, _("Change the unit"), _("Save"))


@require_http_methods(["GET", "POST"])
@requires(Perms.EDIT_UNITS)
def open_below(request: HttpRequest, pk: int) -> HttpResponse:
    parent = _editable(request, pk)
    form = OpenUnitForm(request.POST or None, initial={"starts_on": clock.today()})
    if opened := attempt(form, lambda: services.open_unit(parent=parent, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The unit is open."))
        return redirect("organisation:unit", pk=opened.pk)
    return _form(request, form, parent, _("Open a unit below"), _("Open the unit"))


@require_http_methods(["GET", "POST"])
@requires(Perms.EDIT_UNITS)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    unit = _editable(request, pk)
    form = CloseUnitForm(request.POST or None, initial={"ends_on": clock.today()})
    if attempt(form, lambda: services.close_unit(unit=unit, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The unit closes on that day."))
        return redirect("organisation:unit", pk=pk)
    return _form(request, form, unit, _("Close the unit"), _("Close the unit"))


@require_http_methods(["GET", "POST"])
@requires(Perms.EDIT_UNITS)
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """From a day on the unit and everything below it follow another place's rules."""
    unit = _editable(request, pk)
    form = PlaceForm(request.POST or None, initial={"since": clock.today()})
    act = partial(services.set_jurisdiction, unit=unit, by=request.user)
    if attempt(form, lambda: act(**form.cleaned_data)):
        messages.success(request, _("The rules are set; earlier ones stay on record."))
        return redirect("organisation:unit", pk=pk)
    return _form(request, form, unit, _("Set whose rules count"), _("Set"))


def _editable(request: HttpRequest, pk: int) -> Unit:
    unit: Unit = get_object_or_404(Unit.objects.visible_to(request.user, Perms.EDIT_UNITS), pk=pk)
    return unit


def _copy(unit: Unit) -> Unit:
    """A model form writes into its instance while it validates: give it one of its own."""
    return Unit.objects.get(pk=unit.pk)  # rule: unscoped, the caller found it in sight


def _form(request: HttpRequest, form: Any, unit: Unit, heading: str, button: str) -> HttpResponse:
    context = {"form": form, "unit": unit, "heading": heading, "button": button}
    return render(request, "organisation/unit_form.html", context, status=422 if form.is_bound else 200)
