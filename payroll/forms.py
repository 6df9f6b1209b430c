"""What is typed on the pages of insurance."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput, HouseForm
from core.perms import Perms
from organisation.models import Unit
from payroll.models import AccidentClaim, AccidentPolicy, Enrolment
from payroll.services import Opening, Terms
from roster.rules.terms import add_months


class EnrolForm(HouseForm):
    """Insurances opened for one person."""

    kinds = forms.MultipleChoiceField(
        label=_("Insurances"), choices=Enrolment.Kind.choices, widget=forms.CheckboxSelectMultiple
    )
    place = forms.CharField(label=_("Place"), max_length=60)
    starts_on = forms.DateField(label=_("In force from"), widget=DateInput)
    registered_on = forms.DateField(label=_("Registered on"), widget=DateInput)
    base = forms.DecimalField(label=_("Monthly base"), min_value=0, max_digits=10, decimal_places=2, required=False)
    account_number = forms.CharField(label=_("Account number"), max_length=40, required=False)

    def opening(self) -> Opening:
        typed = dict(self.cleaned_data)
        typed.pop("kinds")
        return Opening(**typed)


class BaseForm(HouseForm):
    """Another base of some insurances, from a day on that may lie in the past."""

    kinds = forms.MultipleChoiceField(
        label=_("Insurances"), choices=Enrolment.Kind.choices, widget=forms.CheckboxSelectMultiple
    )
    base = forms.DecimalField(
        label=_("Monthly base"), min_value=0, max_digits=10, decimal_places=2, required=False,
        help_text=_("Empty: the wage of each month."),
    )  # fmt: skip
    starts_on = forms.DateField(label=_("In force from"), widget=DateInput)
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


class EndForm(HouseForm):
    """The end of an insurance."""

    ends_on = forms.DateField(label=_("Last day"), widget=DateInput)
    why = forms.ChoiceField(label=_("Because"), choices=Enrolment.REASONS)
    reason = forms.CharField(label=_("Remark"), max_length=200, required=False)


class TermsForm(HouseForm):
    """What an accident policy says."""

    insurer = forms.CharField(label=_("Insurer"), max_length=120)
    number = forms.CharField(label=_("Policy number"), max_length=60)
    starts_on = forms.DateField(label=_("From"), widget=DateInput)
    ends_on = forms.DateField(label=_("To"), widget=DateInput)
    cover = forms.DecimalField(
        label=_("Cover for death and disability, each person"), min_value=0, max_digits=12, decimal_places=2
    )
    premium = forms.DecimalField(label=_("Premium in all"), min_value=0, max_digits=12, decimal_places=2)
    a_head = forms.DecimalField(
        label=_("Premium a head and year"), min_value=0, max_digits=8, decimal_places=2, required=False,
        help_text=_("From it the premium of people who come and go is reckoned."),
    )  # fmt: skip

    def terms(self) -> Terms:
        return Terms(**{name: self.cleaned_data[name] for name in Terms.__dataclass_fields__})


class PolicyForm(TermsForm):
    """A new policy of a unit."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), to_field_name="code")
    field_order = ["unit"]

    def __init__(self, *args: Any, user: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].queryset = Unit.objects.visible_to(user, Perms.EDIT_INSURANCE)  # type: ignore[attr-defined]


class MembersForm(HouseForm):
    """Whom a policy covers from a day on."""

    starts_on = forms.DateField(label=_("Covered from"), widget=DateInput)
    unit = forms.CharField(label=_("Unit (code)"), max_length=30, help_text=_("The unit and everything below it."))
    badges = forms.CharField(
        label=_("Only these badge numbers"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Separated by spaces or lines. Empty: everybody on strength there."),
    )

    def badge_numbers(self) -> list[str]:
        return self.cleaned_data["badges"].replace(",", " ").replace("，", " ").split()


class EndCoverForm(HouseForm):
    """Somebody leaves a policy."""

    ends_on = forms.DateField(label=_("Last day"), widget=DateInput)
    reason = forms.CharField(label=_("Reason"), max_length=200)


class ClaimForm(HouseForm):
    """What was reported to the insurer."""

    kind = forms.ChoiceField(label=_("Kind"), choices=AccidentClaim.Kind.choices)
    happened_on = forms.DateField(label=_("Happened on"), widget=DateInput)
    reported_on = forms.DateField(label=_("Reported to the insurer on"), widget=DateInput)
    what = forms.CharField(label=_("What happened"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    grade = forms.IntegerField(label=_("Disability grade"), min_value=1, max_value=10, required=False)
    asked = forms.DecimalField(
        label=_("Amount claimed"), min_value=0, max_digits=12, decimal_places=2, required=False,
        help_text=_("Empty: the benefit of the grade, or the whole cover after a death."),
    )  # fmt: skip


class DecisionForm(HouseForm):
    """What the insurer decided."""

    paid = forms.DecimalField(
        label=_("Paid by the insurer"),
        min_value=0,
        max_digits=12,
        decimal_places=2,
        help_text=_("0: the insurer refused."),
    )
    decided_on = forms.DateField(label=_("Decided on"), widget=DateInput)
    reason = forms.CharField(label=_("Remark"), max_length=200, required=False)


def next_terms(policy: AccidentPolicy) -> dict[str, Any]:
    """A renewal as it usually is: the same for the next twelve months."""
    begins = policy.ends_on + timedelta(days=1)
    same = {name: getattr(policy, name) for name in ("insurer", "cover", "premium", "a_head")}
    return {**same, "starts_on": begins, "ends_on": add_months(begins, 12) - timedelta(days=1)}
