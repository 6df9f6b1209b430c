"""What is typed about proposals for a grade."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

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
