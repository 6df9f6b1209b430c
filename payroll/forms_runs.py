"""What is typed on the pages of pay runs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput, HouseForm
from core.perms import Perms
from organisation.models import Unit

MONTH = r"^20[0-9]{2}-(0[1-9]|1[0-2])$"


class RunForm(HouseForm):
    """Which month of which unit is prepared."""

    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=Unit.objects.none(),
        to_field_name="code",
        help_text=_("Everybody who served there or below in the month and is not in another run."),
    )
    month = forms.RegexField(label=_("Month"), regex=MONTH, help_text=_("For example 2026-11."), max_length=7)
    pay_day = forms.DateField(
        label=_("Payday"),
        widget=DateInput,
        required=False,
        help_text=_("Empty: as the pay scheme says. A day off moves it to the workday before."),
    )

    def __init__(self, *args: Any, user: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        units = Unit.objects.visible_to(user, Perms.EDIT_PAY).filter(ends_on=None).order_by("path")
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def asked(self) -> dict[str, Any]:
        """As the service takes it."""
        typed = dict(self.cleaned_data)
        return {**typed, "month": date.fromisoformat(f"{typed['month']}-01")}


class NothingForm(HouseForm):
    """An act that only has to be confirmed."""


class WhyForm(HouseForm):
    """An act that needs its reason."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class AcceptForm(HouseForm):
    """Why what stands out is right; stands below the table whose rows are ticked."""

    reason = forms.CharField(
        label=_("Why is this right?"), max_length=200, widget=forms.TextInput(attrs={"form": "accept"})
    )


class CorrectForm(WhyForm):
    """What was wrong, and when the difference is paid."""

    pay_day = forms.DateField(
        label=_("Payday"), widget=DateInput, help_text=_("A day off moves it to the workday before.")
    )
