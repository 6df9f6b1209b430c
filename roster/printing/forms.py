"""What a certificate of work is for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import HouseForm


class PurposeForm(HouseForm):
    purpose = forms.CharField(
        label=_("What it is for"),
        max_length=60,
        help_text=_("Printed on the certificate, in Chinese: 申请住房公积金贷款."),
    )


class NothingForm(HouseForm):
    """The certificate of the end holds what the law wants; nothing is asked."""
