"""What is asked of whoever wants a file: what for, in which format; and of the second person: a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import HouseForm
from core.registries import ExportKind
from exports.services.requesting import LONGEST_PURPOSE


class AskForm(HouseForm):
    """Purpose and format; what else there is to choose comes from the kind's own form."""

    purpose = forms.CharField(
        label=_("Purpose"),
        max_length=LONGEST_PURPOSE,
        help_text=_("What the file is for, in words; it is kept with your name."),
    )
    format = forms.ChoiceField(label=_("Format"), widget=forms.RadioSelect)
    token = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: ExportKind, **more: Any) -> None:
        super().__init__(*args, **more)
        formats = self.fields["format"]
        formats.choices = [(name, f".{name}") for name in kind.formats]  # type: ignore[attr-defined]
        formats.initial = kind.formats[0]


class ReasonForm(HouseForm):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class WhyAgainForm(HouseForm):
    """What became of the first download."""

    reason = forms.CharField(
        label=_("What happened"), max_length=300, help_text=_("For example: the connection broke off.")
    )
