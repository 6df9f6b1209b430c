"""What is said of a request: a reason, a ruling, who was there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import clock
from core.forms import DateInput, GroupedBoxes, HouseForm, MomentInput
from duties.forms.common import duty_choices
from duties.models import Assignment


class ReasonForm(HouseForm):
    """A no needs its reason."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, data: Any = None, *, required: bool = True) -> None:
        super().__init__(data)
        self.fields["reason"].required = required


class RulingForm(HouseForm):
    """The legal reviewer's opinion on one request."""

    allows = forms.ChoiceField(
        label=_("Opinion"),
        choices=[("yes", _("It may go on")), ("no", _("It may not"))],
        widget=forms.RadioSelect,
    )
    code = forms.ChoiceField(label=_("On the contested duty"), required=False)
    named_codes = forms.MultipleChoiceField(label=_("The work is"), required=False, widget=GroupedBoxes)
    text = forms.CharField(label=_("Reasons"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    cites = forms.CharField(label=_("Articles"), max_length=200, help_text=_("For example: CQ 5; SZ 9"))
    until = forms.DateField(label=_("Good until"), required=False, widget=DateInput())

    def __init__(self, data: Any = None, *, contested: list[tuple[str, str]]) -> None:
        super().__init__(data)
        fields: Any = self.fields
        self.unclear = not contested
        fields["code"].choices = [("", _("None: the work itself was unclear")), *contested]
        fields["named_codes"].choices = duty_choices()


class CompletionForm(HouseForm):
    """Who was there from when to when; whoever is not ticked was absent."""

    remarks = forms.CharField(
        label=_("Remarks"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any = None, *, assignment: Assignment) -> None:
        super().__init__(data)
        self.members = list(assignment.members.all())
        end = min(clock.now(), assignment.ends_at)
        start = min(assignment.began_at or assignment.starts_at, end - dt.timedelta(minutes=1))
        for member in self.members:
            key = member.auxiliary_id
            self.fields[f"present_{key}"] = forms.BooleanField(
                label=member.auxiliary.person.name, required=False, initial=True
            )
            self.fields[f"came_{key}"] = forms.DateTimeField(
                label=_("Came"), widget=MomentInput(), initial=timezone.localtime(start), required=False
            )
            self.fields[f"left_{key}"] = forms.DateTimeField(
                label=_("Left"), widget=MomentInput(), initial=timezone.localtime(end), required=False
            )

    def rows(self) -> Iterator[tuple[Any, Any, Any]]:
        for member in self.members:
            key = member.auxiliary_id
            yield self[f"present_{key}"], self[f"came_{key}"], self[f"left_{key}"]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        for member in self.members:
            key = member.auxiliary_id
            if said.get(f"present_{key}") and not (said.get(f"came_{key}") and said.get(f"left_{key}")):
                self.add_error(f"came_{key}", _("Say from when to when."))
        return said

    def attendance(self) -> dict[int, tuple[dt.datetime, dt.datetime]]:
        said = self.cleaned_data
        keys = [member.auxiliary_id for member in self.members]
        return {key: (said[f"came_{key}"], said[f"left_{key}"]) for key in keys if said.get(f"present_{key}")}
