"""What is typed on the pages of reminders."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import HouseForm


class AnswerForm(HouseForm):
    """What is being done about it."""

    answer = forms.CharField(
        label=_("What is being done?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}), strip=True
    )
