"""May somebody do this? The work in plain words, where, and how many are there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import clock
from core.forms import DateInput, HouseForm
from core.perms import Perms
from duties.forms.common import home_of
from organisation.models import Unit
from roster.models import Category


class CheckForm(HouseForm):
    """May somebody do this? The work in plain words, where, and how many are there."""

    text = forms.CharField(
        label=_("The work, in plain words"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2, "autofocus": True}),
    )
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    day = forms.DateField(label=_("Day"), widget=DateInput())
    officers = forms.IntegerField(label=_("Officers present"), min_value=0, max_value=999)
    auxiliaries = forms.IntegerField(label=_("Auxiliaries"), min_value=1, max_value=999)
    category = forms.ChoiceField(label=_("Category"), choices=Category.choices)

    def __init__(self, data: Any, *, user: User) -> None:
        first = {"officers": 0, "auxiliaries": 2, "category": "service", "day": clock.today().isoformat()}
        units = Unit.objects.visible_to(user, Perms.CHECK_DUTIES).filter(ends_on__isnull=True)
        filled = {**first, "unit": home_of(user, units), **{key: value for key, value in data.items() if value}}
        super().__init__(filled if data.get("text") else None, initial=filled)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]

    def document(self, pack: str) -> dict[str, Any]:
        """As one of the worked cases: what is not said counts as met."""
        asked = self.cleaned_data
        return {
            "id": "check",
            "text": asked["text"],
            "on": asked["day"].isoformat(),
            "context": {
                "jurisdiction": pack,
                "auxiliary_category": asked["category"],
                "police_on_site": asked["officers"],
                "auxiliaries_on_site": asked["auxiliaries"],
            },
        }
