"""What is typed about pay: schemes and money of a unit, the card, deductions and entries of one person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput, HouseForm, HouseModelForm
from core.perms import Perms
from organisation.models import DispatchAgreement, Unit
from payroll.calculating.identifiers import bank_card
from payroll.forms_runs import MONTH
from payroll.models import (
    DispatchFee,
    Enrolment,
    FundingSource,
    InsuranceTerms,
    PayAmount,
    PayInput,
    PayItem,
    PayScheme,
    SpecialDeduction,
)
from regulations.querysets import numbers
from roster.models import Post


class OfUnit(HouseModelForm):
    """Something of a unit on which the user edits pay."""

    def __init__(self, *args: Any, user: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        units = Unit.objects.visible_to(user, Perms.EDIT_PAY).order_by("path")
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class SchemeForm(OfUnit):
    """A pay scheme from a day on."""

    class Meta:
        model = PayScheme
        fields = ("unit", "name", "starts_on", "payday", "minimum_wage", "minimum_has_own_shares", "local_average",
                  "proration", "probation_share", "sick_share", "insured_with")  # fmt: skip
        widgets = {"starts_on": DateInput}


class SchemeEndForm(HouseForm):
    """The last day of a scheme."""

    ends_on = forms.DateField(label=_("Last day"), widget=DateInput)


class ItemForm(HouseModelForm):
    """An item of a scheme."""

    class Meta:
        model = PayItem
        fields = ("code", "name", "kind", "basis", "source", "in_probation", "in_overtime", "in_minimum", "rank")

    def __init__(self, *args: Any, scheme: PayScheme, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["source"].queryset = FundingSource.objects.filter(unit_id__in=numbers(scheme.unit.path))  # type: ignore[attr-defined]


class AmountForm(HouseModelForm):
    """An amount of an item: for everybody, or for a grade, a post, from so many years of service."""

    class Meta:
        model = PayAmount
        fields = ("amount", "starts_on", "grade", "post", "years")
        labels = {"post": _("Post")}
        widgets = {"starts_on": DateInput}

    def __init__(self, *args: Any, scheme: PayScheme, **more: Any) -> None:
        super().__init__(*args, **more)
        posts = Post.objects.filter(unit__path__startswith=scheme.unit.path).order_by("unit__path", "title")
        self.fields["post"].queryset = posts  # type: ignore[attr-defined]
        self.fields["years"].required = False

    def clean_years(self) -> int:
        return self.cleaned_data["years"] or 0


class SourceForm(OfUnit):
    """Where money comes from."""

    class Meta:
        model = FundingSource
        fields = ("unit", "kind", "name")


class BudgetForm(HouseForm):
    """What a source may spend in a year."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    amount = forms.DecimalField(label=_("Amount"), max_digits=14, decimal_places=2, min_value=Decimal(0))


class TermsOfInsuranceForm(OfUnit):
    """Limits and rates of an insurance, as announced."""

    kind = forms.ChoiceField(label=_("Insurance"), choices=Enrolment.Kind.choices)

    class Meta:
        model = InsuranceTerms
        fields = ("unit", "kind", "place", "since", "floor", "cap", "own_rate", "unit_rate", "own_fixed", "rounding",
                  "document", "due_after", "free_until")  # fmt: skip
        widgets = {"since": DateInput, "free_until": DateInput}
        help_texts = {
            "due_after": _("15: the 15th of the next month. Surcharges for lateness are reckoned from there (SIL 86)."),
            "free_until": _("Only for limits announced late and applied back, as the announcement says."),
        }


class FeeForm(HouseModelForm):
    """What a dispatch firm takes a head and month."""

    class Meta:
        model = DispatchFee
        fields = ("agreement", "since", "a_head", "source")
        widgets = {"since": DateInput}

    def __init__(self, *args: Any, user: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        agreements = DispatchAgreement.objects.visible_to(user, Perms.EDIT_PAY).select_related("employer", "unit")
        self.fields["agreement"].queryset = agreements  # type: ignore[attr-defined]
        self.fields["agreement"].label = _("Dispatch agreement")
        sources = FundingSource.objects.visible_to(user, Perms.EDIT_PAY)
        self.fields["source"].queryset = sources  # type: ignore[attr-defined]


class CardForm(HouseForm):
    """Where somebody's pay goes, and what was declared to the tax office."""

    starts_on = forms.DateField(label=_("From"), widget=DateInput)
    bank_card = forms.CharField(label=_("Bank card"), max_length=30)
    bank_name = forms.CharField(label=_("Bank"), max_length=80, required=False)
    first_wage_year = forms.IntegerField(
        label=_("Year of the first wage, as declared"), min_value=2000, max_value=2100, required=False
    )
    low_income_year = forms.IntegerField(
        label=_("Year in which 60,000 are free from January"), min_value=2000, max_value=2100, required=False
    )
    doubt: Any = ""  # what to compare with the card, though it was taken

    def clean_bank_card(self) -> str:
        checked = bank_card(self.cleaned_data["bank_card"])
        if not checked.valid and not checked.warns_only:
            raise forms.ValidationError(checked.message)
        self.doubt = checked.message
        return checked.number


class DeductionForm(HouseModelForm):
    """A special additional deduction, as the person declared it."""

    class Meta:
        model = SpecialDeduction
        fields = ("kind", "monthly", "starts_on", "ends_on", "declared_on")
        widgets = {"starts_on": DateInput, "ends_on": DateInput, "declared_on": DateInput}


class LastDayForm(HouseForm):
    """The last day of a deduction or of an amount of one person, and why."""

    ends_on = forms.DateField(label=_("Last day"), widget=DateInput)
    reason = forms.CharField(label=_("Reason"), max_length=200)


class OwnAmountForm(HouseForm):
    """What an item of the scheme pays to one person from a day on."""

    item_code = forms.ChoiceField(label=_("Item of the scheme"))
    amount = forms.DecimalField(label=_("Amount"), max_digits=10, decimal_places=2, min_value=Decimal(0))
    starts_on = forms.DateField(label=_("From"), widget=DateInput)

    def __init__(self, *args: Any, items: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["item_code"].choices = [*items]  # type: ignore[attr-defined]


class EntryForm(HouseForm):
    """What a month brings for one person: hours and days as a quantity, everything else as an amount."""

    month = forms.RegexField(label=_("Month"), regex=MONTH, max_length=7, help_text=_("For example 2026-11."))
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[one for one in PayInput.Kind.choices if one[0] in PayInput.TYPED]
    )
    item_code = forms.ChoiceField(
        label=_("Item of the scheme"), required=False, help_text=_("Only for an item of the scheme.")
    )
    quantity = forms.DecimalField(
        label=_("Quantity"), max_digits=8, decimal_places=2, min_value=Decimal(0), required=False,
        help_text=_("Hours of overtime, workdays of absence or illness, times."),
    )  # fmt: skip
    amount = forms.DecimalField(
        label=_("Amount"), max_digits=10, decimal_places=2, min_value=Decimal(0), required=False
    )
    note = forms.CharField(label=_("Remark"), max_length=200, required=False)

    def __init__(self, *args: Any, items: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["item_code"].choices = [("", "–"), *items]  # type: ignore[attr-defined]

    def asked(self) -> dict[str, Any]:
        """As the service takes it."""
        return {**self.cleaned_data, "month": date.fromisoformat(f"{self.cleaned_data['month']}-01")}
