"""Contracts: terms, signature, extension, end; and leaving."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import HouseForm
from organisation.models import DispatchAgreement, Employer
from roster.forms.fields import choice_field, day_field, reason_field, text_field
from roster.models import Contract
from roster.rules.endings import LOCAL_RULE
from roster.services import Terms

RENEWED = Contract.EndGround.RENEWED
GROUNDS = [
    *[(value, label) for value, label in Contract.EndGround.choices if value != RENEWED],
    (LOCAL_RULE, _("Only a local or house rule (appraisal failed, …)")),
]


class ContractFields(HouseForm):
    """The terms of a labour contract."""

    def __init__(self, *args: Any, user: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        employers = Employer.objects.visible_to(user).order_by("name")
        agreements = DispatchAgreement.objects.visible_to(user).select_related("employer").order_by("-ends_on")
        self.fields["employer"] = forms.ModelChoiceField(
            employers, label=_("Employer of record"), empty_label=_("choose")
        )
        self.fields["agreement"] = forms.ModelChoiceField(
            agreements,
            label=_("Dispatch agreement"),
            required=False,
            empty_label=_("none"),
            help_text=_("Only with a dispatch firm."),
        )
        self.fields["kind"] = choice_field(_("Kind of contract"), Contract.Kind.choices)
        self.fields["starts_on"] = day_field(_("From"))
        self.fields["ends_on"] = day_field(_("To"), required=False, help_text=_("Last day; none when open-ended."))
        self.fields["probation_until"] = day_field(_("Probation until"), required=False)
        self.fields["signed_on"] = day_field(_("Signed on"), required=False)
        self.fields["monthly_wage"] = forms.DecimalField(
            label=_("Monthly wage (yuan)"), min_value=0, max_digits=10, decimal_places=2
        )
        self.fields["number"] = text_field(_("Number of the contract"))
        self.fields["asked_for_fixed"] = forms.BooleanField(
            label=_("The person asked for a fixed term in writing"), required=False
        )


def terms_of(typed: dict[str, Any]) -> Terms:
    names = (
        "employer", "kind", "starts_on", "monthly_wage", "ends_on", "probation_until", "signed_on", "agreement", "number",
    )  # fmt: skip
    return Terms(**{name: typed[name] for name in names}, asked_for_fixed=bool(typed.get("asked_for_fixed")))


class VersionedForm(HouseForm):
    """About a contract as it was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class SignatureForm(VersionedForm):
    """The day of the signature."""

    signed_on = day_field(_("Signed on"))


class ExtensionForm(VersionedForm):
    """Running on by statute."""

    ground = choice_field(_("Ground"), Contract.Extension.choices)
    until = day_field(_("Until"))


class EndForm(VersionedForm):
    """The end of a contract."""

    ended_on = day_field(_("Last day"))
    ground = choice_field(_("Ground"), GROUNDS)
    reason = reason_field()


class LeaveForm(HouseForm):
    """Leaving: the contract ends on a ground of the statute, the posting with it."""

    last_day = day_field(_("Last day"))
    ground = choice_field(_("Ground"), GROUNDS)
    reason = reason_field(required=False)


class TransfersForm(HouseForm):
    """What was issued and passed on after leaving."""

    certificate_issued_on = day_field(_("Certificate of the end issued on"), required=False)
    files_transferred_on = day_field(_("File passed on"), required=False)
    insurance_transferred_on = day_field(_("Insurance passed on"), required=False)
