"""What is entered about the pay of one person: the card, declared deductions, own amounts, what a month brings."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.stepup import recently_confirmed
from core import clock
from core.access import requires
from core.perms import Perms
from payroll import selectors_pay as selectors
from payroll import services
from payroll.calculating.days import bounds
from payroll.forms_pay import CardForm, DeductionForm, EntryForm, LastDayForm, OwnAmountForm
from payroll.forms_runs import WhyForm
from payroll.models import PayAmount, PayInput, PayItem, SpecialDeduction
from payroll.views.people import person_in_sight
from payroll.views.typed import typed


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.EDIT_PAY)
@recently_confirmed
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """Where somebody's pay goes from a day on; a fresh proof is asked for."""
    auxiliary = person_in_sight(request, pk, Perms.EDIT_PAY)
    form = CardForm(request.POST or None, initial={"starts_on": clock.today()})

    def act() -> None:
        services.set_pay(auxiliary=auxiliary, by=request.user, **form.cleaned_data)
        if form.doubt:
            messages.warning(request, form.doubt)

    return typed(
        request,
        form,
        act,
        done=_("Card and tax settings are entered."),
        back=reverse("payroll:person", args=[pk]),
        heading=_("Card and tax settings of %(name)s") % {"name": auxiliary.name},
        intro=_("Ask the person, or see the card. A run calculated before says that the card was changed."),
        button=_("Enter"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.EDIT_PAY)
def deduction(request: HttpRequest, pk: int) -> HttpResponse:
    """A special additional deduction, as the person declared it."""
    auxiliary = person_in_sight(request, pk, Perms.EDIT_PAY)
    form = DeductionForm(request.POST or None, initial={"declared_on": clock.today()})
    return typed(
        request,
        form,
        lambda: services.declare_deduction(auxiliary=auxiliary, by=request.user, **form.cleaned_data),
        done=_("The deduction is entered."),
        back=reverse("payroll:person", args=[pk]),
        heading=_("Special additional deduction of %(name)s") % {"name": auxiliary.name},
        intro=_("As the person declared it: the employer may not alter it (IITL 11)."),
        button=_("Enter"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.EDIT_PAY)
def deduction_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a deduction end with a day, as the person said."""
    rows = SpecialDeduction.objects.visible_to(request.user, Perms.EDIT_PAY).select_related("auxiliary__person")
    found = get_object_or_404(rows, pk=pk)
    form = LastDayForm(request.POST or None, initial={"ends_on": clock.today()})
    return typed(
        request,
        form,
        lambda: services.end_deduction(deduction=found, by=request.user, **form.cleaned_data),
        done=_("The deduction ends with this day. A run calculated before has to be calculated again."),
        back=reverse("payroll:person", args=[found.auxiliary_id]),
        heading=_("End a special additional deduction of %(name)s") % {"name": found.auxiliary.name},
        intro=str(found),
        button=_("Enter"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.EDIT_PAY)
def own_amount(request: HttpRequest, pk: int) -> HttpResponse:
    """What an item of the scheme pays to this person, before the amounts of posts and grades."""
    auxiliary, today = person_in_sight(request, pk, Perms.EDIT_PAY), clock.today()
    items = selectors.items_for(auxiliary.unit, today, but=PayItem.Basis.GIVEN)
    form = OwnAmountForm(request.POST or None, items=items, initial={"starts_on": today.replace(day=1)})
    return typed(
        request,
        form,
        lambda: services.set_own_amount(auxiliary=auxiliary, by=request.user, **form.cleaned_data),
        done=_("The amount is entered. A run calculated before has to be calculated again."),
        back=reverse("payroll:person", args=[pk]),
        heading=_("Amount only for %(name)s") % {"name": auxiliary.name},
        intro=_(
            "It counts before the amounts for a post, a grade and everybody; an amount before it ends the day before."
        ),
        button=_("Enter"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.EDIT_PAY)
def own_amount_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an amount of one person end with a day."""
    rows = PayAmount.objects.visible_to(request.user, Perms.EDIT_PAY).of_persons()
    found = get_object_or_404(rows.select_related("item", "auxiliary__person"), pk=pk)
    form = LastDayForm(request.POST or None, initial={"ends_on": bounds(*clock.today().timetuple()[:2])[1]})
    return typed(
        request,
        form,
        lambda: services.end_own_amount(amount=found, by=request.user, **form.cleaned_data),
        done=_("The amount ends with this day. A run calculated before has to be calculated again."),
        back=reverse("payroll:person", args=[found.auxiliary_id]),
        heading=_("End an amount of %(name)s") % {"name": found.auxiliary.name},
        intro=_("%(amount)s. A month in which it counts on one day is paid by it whole.") % {"amount": found},
        button=_("Enter"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.EDIT_PAY)
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """What a month brings for somebody: overtime, absence, an item of the scheme, a bonus, a deduction."""
    auxiliary, today = person_in_sight(request, pk, Perms.EDIT_PAY), clock.today()
    items = selectors.items_for(auxiliary.unit, today)
    form = EntryForm(request.POST or None, items=items, initial={"month": f"{today:%Y-%m}"})
    return typed(
        request,
        form,
        lambda: services.record_input(auxiliary=auxiliary, by=request.user, **form.asked()),
        done=_("The entry is made. A run calculated before has to be calculated again."),
        back=reverse("payroll:person", args=[pk]),
        heading=_("Entry for the pay of %(name)s") % {"name": auxiliary.name},
        button=_("Enter"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.EDIT_PAY)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back an entry that was wrong."""
    rows = PayInput.objects.visible_to(request.user, Perms.EDIT_PAY).select_related("auxiliary__person")
    found = get_object_or_404(rows, pk=pk)
    form = WhyForm(request.POST or None)
    return typed(
        request,
        form,
        lambda: services.withdraw_input(entry=found, by=request.user, **form.cleaned_data),
        done=_("The entry is withdrawn. A run calculated before has to be calculated again."),
        back=reverse("payroll:person", args=[found.auxiliary_id]),
        heading=_("Withdraw an entry of %(name)s") % {"name": found.auxiliary.name},
        intro=str(found),
        button=_("Withdraw the entry"),
    )
