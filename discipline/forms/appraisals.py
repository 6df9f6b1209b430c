"""What is typed about appraisals: rounds, marks, self-reports, results, objections."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import DateInput, HouseForm
from core.perms import Perms
from discipline.appraisal_forms import looks_at
from discipline.forms.commendations import long_text
from discipline.models import Appraisal
from discipline.rules.appraisals import HEADS, Kind, Result, Source
from organisation.models import Unit
from organisation.selectors import unit_named
from roster.models import Auxiliary


class RoundForm(HouseForm):
    """Which unit and which days."""

    unit = forms.CharField(label=_("Unit (code)"), max_length=30)
    kind = forms.ChoiceField(label=_("Kind of appraisal"), choices=[("", _("choose")), *Kind.choices])
    day = forms.DateField(
        label=_("A day of it"),
        widget=DateInput,
        help_text=_("The day itself; or any day of the month or year that is appraised."),
    )

    def chosen(self, user: Any) -> Unit:
        """The unit of this code among those the user appraises. Raises BadInput: outside and unknown look alike."""
        return unit_named(user, self.cleaned_data["unit"], Perms.APPRAISE)


class MissingForm(HouseForm):
    """Whom to add to the round."""

    auxiliaries = forms.ModelMultipleChoiceField(label=_("Whom to add"), queryset=Auxiliary.objects.none())

    def __init__(self, *args: Any, people: QuerySet[Auxiliary], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["auxiliaries"].queryset = people  # type: ignore[attr-defined]

    def chosen(self) -> list[int]:
        return [one.pk for one in self.cleaned_data["auxiliaries"]]


class MarkForm(HouseForm):
    """The five heads, 0 to 100, each with what is looked at in this kind of post; `sources` False: a colleague's marks."""

    source = forms.ChoiceField(
        label=_("Who marks"),
        choices=[(one.value, one.label) for one in (Source.LEADER, Source.PUBLIC)],
        widget=forms.RadioSelect,
    )
    virtue, ability, diligence, results, integrity = (
        forms.IntegerField(label=head.label, min_value=0, max_value=100) for head in HEADS
    )
    comment = forms.CharField(
        label=_("Comment"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For the public: how it was asked, for example visits or a survey. No names."),
    )

    def __init__(self, *args: Any, appraisal: Appraisal, sources: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        for head in HEADS:
            self.fields[head.value].help_text = looks_at(appraisal.form, head.value)
        if not sources:
            del self.fields["source"]
            self.fields["comment"].help_text = _("Read by those who appraise.")

    def marks(self) -> dict[str, int]:
        return {head.value: self.cleaned_data[head.value] for head in HEADS}


class ReportForm(HouseForm):
    """The self-report."""

    text = long_text(
        _("My self-report"), 4000, rows=12, help_text=_("What you did, how, what you learned, what was hard.")
    )


class ResultForm(HouseForm):
    """The result of one person."""

    result = forms.ChoiceField(label=_("Result"), choices=Result.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed where the result differs from the proposed one; the person reads it."),
    )


class ContestForm(HouseForm):
    """The person's objection."""

    text = long_text(_("What do you object to, and why?"), 1000)


class PaperContestForm(ContestForm):
    """An objection that came on paper."""

    received_on = forms.DateField(label=_("Received on"), widget=DateInput)


class SettleForm(HouseForm):
    """The answer to the objection."""

    result = forms.ChoiceField(label=_("Result that stands"), choices=Result.choices, widget=forms.RadioSelect)
    answer = long_text(pgettext_lazy("objection", "What was found"), 1000)
