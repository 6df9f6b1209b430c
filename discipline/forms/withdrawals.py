"""What is asked when somebody is to withdraw from a case, and when that is answered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.forms import HouseForm
from core.perms import Perms
from discipline.forms.cases import choice, officer_named, text
from discipline.models import Investigator
from discipline.rules.cases.life import Withdrawn
from organisation.models import Officer


class WithdrawForm(HouseForm):
    """Who is to withdraw, and why."""

    investigator = forms.ModelChoiceField(
        label=gettext_lazy("Who is to withdraw"),
        queryset=Investigator.objects.none(),
        empty_label=gettext_lazy("choose"),
    )
    reason = text(
        gettext_lazy("Why"),
        most=1000,
        help_text=gettext_lazy("What ties the officer to the matter, or to somebody in it."),
    )

    def __init__(self, data: Any = None, *, investigators: Any) -> None:
        super().__init__(data)
        self.fields["investigator"].queryset = investigators  # type: ignore[attr-defined]


class WithdrawalAnswerForm(HouseForm):
    """The answer, its reason, and who investigates instead."""

    answer = choice(pgettext_lazy("withdrawal", "Answer"), Withdrawn.choices)
    instead = forms.CharField(
        label=gettext_lazy("Who investigates instead"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Police number or whole name of a serving officer; only when it is granted."),
    )
    reason = text(gettext_lazy("Reasons"), most=1000, help_text=gettext_lazy("The person reads them."))

    def __init__(self, data: Any = None, *, user: Any, today: Any) -> None:
        super().__init__(data)
        self.user, self.today = user, today

    def clean_instead(self) -> Officer | None:
        typed = self.cleaned_data["instead"].strip()
        return officer_named(self.user, typed, self.today, Perms.DECIDE_CASE) if typed else None
