"""What is typed about proposals for a grade."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import DateInput, HouseForm
from discipline.forms.commendations import long_text


class ProposalForm(HouseForm):
    """The next grade of one person."""

    to = forms.CharField(label=_("Proposed grade"), max_length=40)
    appraisal = forms.CharField(
        label=_("Appraisal results and their documents"),
        max_length=200,
        required=False,
        help_text=_(
            "Results kept here are read from the records; name only earlier ones, for example: 2024 good, no. 3."
        ),
    )


class DecisionForm(HouseForm):
    """The decision."""

    document_number = forms.CharField(label=_("Number of the decision"), max_length=60)
    effective_on = forms.DateField(label=_("Grade held from"), widget=DateInput)


class ContestForm(HouseForm):
    """What somebody says against it."""

    text = long_text(_("Objection"), 1000)


class AnswerForm(HouseForm):
    """What was found."""

    upheld = forms.ChoiceField(
        label=_("Outcome"),
        choices=[("no", _("Dismissed: the proposal goes on")), ("yes", _("Upheld: the proposal ends"))],
        widget=forms.RadioSelect,
    )
    answer = long_text(pgettext_lazy("objection", "What was found"), 1000)

    def said(self) -> dict[str, Any]:
        return {"upheld": self.cleaned_data["upheld"] == "yes", "answer": self.cleaned_data["answer"]}
