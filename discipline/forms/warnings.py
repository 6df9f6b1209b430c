"""Shape of what is asked about a warning."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import HouseForm
from discipline.models.warnings import WarningNote


class AnswerForm(HouseForm):
    """What was done, and in words."""

    done = forms.ChoiceField(
        label=_("What was done about the warning"), choices=[("", _("choose")), *WarningNote.Done.choices]
    )
    words = forms.CharField(
        label=_("In words"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What was seen, what was done, what follows. The person may read it."),
    )
