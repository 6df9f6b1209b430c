"""Which columns of the roster, and whether numbers of people are shown."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import HouseForm
from core.perms import Perms
from roster.exporting.columns import BASIC, VALUES, heading


def column_choices() -> list[tuple[str, str]]:
    return [(key, heading(key)) for key in VALUES]


class ColumnsForm(HouseForm):
    """What stands in the file."""

    columns = forms.MultipleChoiceField(
        label=_("Columns"), choices=column_choices, initial=BASIC, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, user: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if named := [key for key in str(self.initial.get("columns", "")).split(",") if key in VALUES]:
            self.initial["columns"] = named  # exactly what the list shows
        else:
            self.initial.pop("columns", None)
        if user.may(Perms.VIEW_IDENTITY):
            self.fields["unmasked"] = forms.BooleanField(
                label=_("Show identity, phone and card numbers in full"),
                required=False,
                help_text=_("Needed to read the sheet back; the asking is recorded."),
            )
