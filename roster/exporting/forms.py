"""What is exported, what for, and whether numbers of people are shown."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import HouseForm
from core.perms import Perms
from roster.exporting.columns import BASIC, VALUES, heading
from roster.exporting.export import FORMATS


def column_choices() -> list[tuple[str, str]]:
    return [(key, heading(key)) for key in VALUES]


class ExportForm(HouseForm):
    """The purpose is kept with the name of whoever exported."""

    purpose = forms.CharField(
        label=_("Purpose"), max_length=200, help_text=_("What the list is for; it is kept with your name.")
    )
    columns = forms.MultipleChoiceField(
        label=_("Columns"), choices=column_choices, initial=BASIC, widget=forms.CheckboxSelectMultiple
    )
    format = forms.ChoiceField(
        label=_("Format"), choices=[(kind, f".{kind}") for kind in FORMATS], initial="xlsx", widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, user: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if user.may(Perms.VIEW_IDENTITY):
            self.fields["unmasked"] = forms.BooleanField(
                label=_("Show identity, phone and card numbers in full"),
                required=False,
                help_text=_("Needed to read the sheet back; the asking is recorded."),
            )
