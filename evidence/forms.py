"""What the auditor types."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput, HouseForm
from evidence import selectors
from organisation.models import Unit


class TrailForm(HouseForm):
    """A search of the trail; everything may be left out."""

    who = forms.CharField(label=_("Who"), max_length=60, required=False)
    act = forms.ChoiceField(label=_("Act"), required=False)
    object_type = forms.ChoiceField(label=_("Kind of record"), required=False)
    object_id = forms.CharField(label=_("Number of the record"), max_length=40, required=False)
    unit = forms.CharField(label=_("Unit (code)"), max_length=40, required=False)
    first = forms.DateField(label=_("From"), required=False, widget=DateInput)
    last = forms.DateField(label=_("To"), required=False, widget=DateInput)
    outcome = forms.ChoiceField(
        label=_("Outcome"), required=False, choices=[("", _("All")), ("done", _("Done")), ("refused", _("Refused"))]
    )
    request_id = forms.CharField(label=_("Request number"), max_length=32, required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["act"].choices = [("", _("All")), *selectors.acts()]  # type: ignore[attr-defined]
        self.fields["object_type"].choices = [("", _("All")), *selectors.kinds_of_record()]  # type: ignore[attr-defined]

    def clean_unit(self) -> Unit | None:
        if not (code := self.cleaned_data["unit"].strip()):
            return None
        unit: Unit | None = selectors.units_of(self.user).filter(code=code).first()
        if unit is None:
            raise forms.ValidationError(_("There is no unit with this code among yours."))
        return unit


class AnswerForm(HouseForm):
    """What came of an alarm."""

    answer = forms.CharField(
        label=_("What came of it"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}), strip=True
    )
