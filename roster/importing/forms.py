"""Choosing a sheet, the unit it is for, and what becomes of people already on file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.forms import HouseForm
from roster.forms.fields import UnitField
from roster.importing.kinds import SheetKind

KINDS = ".xlsx,.csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,text/csv"


class ImportForm(HouseForm):
    """One sheet for one unit and everything below it. `token` makes the form count once."""

    def __init__(self, *args: Any, user: Any, kind: SheetKind, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["file"] = forms.FileField(
            label=_("Spreadsheet"),
            help_text=_(".xlsx or .csv; the columns may stand in any order, headings in Chinese or English."),
            widget=forms.FileInput(attrs={"accept": KINDS}),
            max_length=200,
            allow_empty_file=True,  # the reader says so in its own sentence
        )
        self.fields["unit"] = UnitField(
            user, kind.permission, help_text=_("People may be of this unit or of any below it.")
        )
        self.fields["mode"] = forms.ChoiceField(
            label=kind.mode_label,
            choices=list(kind.modes.items()),
            initial=next(iter(kind.modes)),
            widget=forms.RadioSelect if len(kind.modes) > 1 else forms.HiddenInput,
        )
        self.fields["token"] = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            megabytes = settings.UPLOAD_MAX_BYTES // 2**20
            raise forms.ValidationError(gettext("The file is larger than %(megabytes)s MB.") % {"megabytes": megabytes})
        return file
