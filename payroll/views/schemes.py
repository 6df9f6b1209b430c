"""What a unit pays by and from: schemes with items and amounts, sources and budgets, insurance terms, fees of firms."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.access import requires
from core.perms import Perms
from payroll import selectors_pay as selectors
from payroll import services
from payroll.forms_pay import (
    AmountForm,
    BudgetForm,
    FeeForm,
    ItemForm,
    SchemeEndForm,
    SchemeForm,
    SourceForm,
    TermsOfInsuranceForm,
)
from payroll.models import FundingSource, PayItem, PayScheme
from payroll.views.typed import typed


def _scheme(request: HttpRequest, pk: int, permission: str = Perms.EDIT_PAY) -> PayScheme:
    found: PayScheme = get_object_or_404(selectors.whole_scheme(request.user, permission), pk=pk)
    return found


@require_safe
@requires(Perms.VIEW_PAY)
def index(request: HttpRequest) -> HttpResponse:
    """Schemes, money, terms and fees of my units."""
    year = clock.today().year
    context = {
        "schemes": selectors.schemes(request.user),
        "money": selectors.money(request.user, year),
        "terms": selectors.terms(request.user),
        "fees": selectors.fees(request.user),
        "year": year,
        "today": clock.today(),
    }
    return render(request, "payroll/schemes.html", context)


@require_safe
@requires(Perms.VIEW_PAY)
def scheme(request: HttpRequest, pk: int) -> HttpResponse:
    """One scheme with its items and their amounts."""
    found = _scheme(request, pk, Perms.VIEW_PAY)
    can_edit = request.user.may(Perms.EDIT_PAY, found.unit)
    return render(request, "payroll/scheme.html", {"scheme": found, "can_edit": can_edit, "today": clock.today()})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.EDIT_PAY)
def new(request: HttpRequest) -> HttpResponse:
    """Open a scheme."""
    form = SchemeForm(request.POST or None, user=request.user)
    return typed(
        request,
        form,
        lambda: services.open_scheme(by=request.user, **form.cleaned_data),
        done=_("The scheme is open. Now enter its items and their amounts."),
        back=reverse("payroll:schemes"),
        heading=_("New pay scheme"),
        intro=_("It speaks for the unit and everything below it that has no scheme of its own. Shares: 80 % is 0.8."),
        button=_("Open the scheme"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.EDIT_PAY)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a scheme end."""
    found = _scheme(request, pk)
    form = SchemeEndForm(request.POST or None, initial={"ends_on": clock.today()})
    return typed(
        request,
        form,
        lambda: services.end_scheme(scheme=found, by=request.user, **form.cleaned_data),
        done=_("The end is entered."),
        back=reverse("payroll:scheme", args=[pk]),
        heading=_("End the scheme %(name)s") % {"name": found.name},
        button=_("Enter the end"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.EDIT_PAY)
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """Add an item to a scheme."""
    found = _scheme(request, pk)
    form = ItemForm(request.POST or None, scheme=found)
    return typed(
        request,
        form,
        lambda: services.add_item(scheme=found, by=request.user, **form.cleaned_data),
        done=_("The item is entered. Now enter its amount."),
        back=reverse("payroll:scheme", args=[pk]),
        heading=_("New item of %(name)s") % {"name": found.name},
        intro=_("Basic pay without an amount is that of the contract."),
        button=_("Enter"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.EDIT_PAY)
def amount(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the amount of an item from a day on; the one before ends the day before."""
    rows = PayItem.objects.visible_to(request.user, Perms.EDIT_PAY).select_related("scheme__unit")
    found = get_object_or_404(rows, pk=pk)
    form = AmountForm(request.POST or None, scheme=found.scheme, initial={"starts_on": clock.today().replace(day=1)})
    return typed(
        request,
        form,
        lambda: services.set_amount(item=found, by=request.user, **form.cleaned_data),
        done=_("The amount is entered."),
        back=reverse("payroll:scheme", args=[found.scheme_id]),
        heading=_("Amount of %(name)s") % {"name": found.name},
        intro=_("For everybody, or only for a grade, a post, from so many years of service: the narrowest counts."),
        button=_("Enter"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.EDIT_PAY)
def source(request: HttpRequest) -> HttpResponse:
    """Add a source of money."""
    form = SourceForm(request.POST or None, user=request.user)
    return typed(
        request,
        form,
        lambda: services.add_source(by=request.user, **form.cleaned_data),
        done=_("The source is entered. Now enter its budget."),
        back=reverse("payroll:schemes"),
        heading=_("New source of money"),
        button=_("Enter"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.EDIT_PAY)
def budget(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what a source may spend in a year."""
    found = get_object_or_404(FundingSource.objects.visible_to(request.user, Perms.EDIT_PAY), pk=pk)
    form = BudgetForm(request.POST or None, initial={"year": clock.today().year})
    return typed(
        request,
        form,
        lambda: services.set_budget(source=found, by=request.user, **form.cleaned_data),
        done=_("The budget is entered."),
        back=reverse("payroll:schemes"),
        heading=_("Budget of %(name)s") % {"name": found.name},
        intro=_("A budget of the same year is replaced; the figure before stays in the trail."),
        button=_("Enter"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.EDIT_PAY)
def terms(request: HttpRequest) -> HttpResponse:
    """Enter limits and rates of an insurance, as the place announced them."""
    form = TermsOfInsuranceForm(request.POST or None, user=request.user)
    return typed(
        request,
        form,
        lambda: services.set_insurance_terms(by=request.user, **form.cleaned_data),
        done=_("Limits and rates are entered."),
        back=reverse("payroll:schemes"),
        heading=_("Limits and rates of an insurance"),
        intro=_("As announced for the place, with the number of the document. A rate is a share: 8 % is 0.08."),
        button=_("Enter"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.EDIT_PAY)
def fee(request: HttpRequest) -> HttpResponse:
    """Enter what a dispatch firm takes a head and month."""
    form = FeeForm(request.POST or None, user=request.user)
    return typed(
        request,
        form,
        lambda: services.set_dispatch_fee(by=request.user, **form.cleaned_data),
        done=_("The fee is entered."),
        back=reverse("payroll:schemes"),
        heading=_("Fee of a dispatch firm"),
        button=_("Enter"),
    )
