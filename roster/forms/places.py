"""Posts and quotas."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import HouseForm
from core.perms import Perms
from roster.forms.fields import UnitField, choice_field, day_field, text_field
from roster.forms.standing import duties_field
from roster.models import Category, Post, Quota


class PostChangeForm(HouseForm):
    """What may be changed on a post."""

    title = text_field(_("Title"), required=True)
    funding_source = choice_field(_("Paid from"), Post.Funding.choices)
    headcount = forms.IntegerField(label=_("Places"), min_value=0, max_value=100_000)
    duty_codes = duties_field(_("Usual duties"))
    ends_on = day_field(_("Closes on"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class PostForm(PostChangeForm):
    """A new post."""

    version = None  # type: ignore[assignment]
    ends_on = None  # type: ignore[assignment]
    field_order = ["unit", "title", "category"]

    def __init__(self, *args: Any, user: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"] = UnitField(user, Perms.EDIT_AUXILIARIES)
        self.fields["category"] = choice_field(_("Category"), Category.choices)
        self.fields["starts_on"] = day_field(_("From"))
        self.order_fields(self.field_order)


class QuotaChangeForm(HouseForm):
    """Number and approval of a quota."""

    number = forms.IntegerField(label=_("Number"), min_value=0, max_value=1_000_000)
    approval_document = text_field(_("Approval document"), 120)
    approved_on = day_field(_("Approved on"), required=False, help_text=_("Empty: applied for, not yet approved."))
    approved_by = text_field(_("Approved by"), 120)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class QuotaForm(QuotaChangeForm):
    """A new quota."""

    field_order = ["unit", "year", "category"]

    def __init__(self, *args: Any, user: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"] = UnitField(user, Perms.MANAGE_QUOTA)
        self.fields["year"] = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
        self.fields["category"] = choice_field(_("Category"), Quota.Category.choices)
        self.order_fields(self.field_order)
