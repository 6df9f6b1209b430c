"""What an auxiliary asks about their own data, and what HR answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput, HouseForm
from privacy.models import RightsRequest
from privacy.services.requesting import FIELDS


class AskForm(HouseForm):
    """Correct it, delete it, stop using it."""

    kind = forms.ChoiceField(label=_("What I ask"), choices=RightsRequest.Kind.choices, widget=forms.RadioSelect)
    field = forms.ChoiceField(label=_("What it is about"), choices=lambda: list(FIELDS.items()))
    wrong = forms.CharField(
        label=_("What is wrong, or why I ask"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    should_be = forms.CharField(
        label=_("What it should be"), max_length=300, required=False, help_text=_("For a correction.")
    )
    paper = forms.FileField(
        label=_("A paper that shows it"), required=False, help_text=_("PDF or picture; it goes into your file.")
    )


class HoldForm(HouseForm):
    """Why nothing may be deleted, from when to when."""

    why = forms.CharField(label=_("Why"), max_length=300, help_text=_("The dispute or inquiry, with its number."))
    starts_on = forms.DateField(label=_("From"), widget=DateInput)
    ends_on = forms.DateField(label=_("Until"), widget=DateInput, required=False)


class AnswerForm(HouseForm):
    """The answer, with its reason; the auxiliary reads both."""

    ANSWERS: Any = (
        ("accept", _("Do as asked")),
        ("freeze", _("Keep it as the law asks, and use it for nothing else")),
        ("refuse", _("Refuse")),
    )
    answer = forms.ChoiceField(label=_("Answer"), choices=ANSWERS, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed unless you do as asked. The auxiliary reads it."),
    )
