"""What is typed on the pages of units, officers and employers."""

from __future__ import annotations

import operator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput, HouseForm, HouseModelForm
from core.perms import Perms
from core.registries import place_sources
from organisation.models import DispatchAgreement, Employer, Officer, Unit


def choose_unit(form: forms.BaseForm, by: Any, permission: str, *, name: str = "unit") -> None:
    """The units on which the user holds the right, from the top down, by their whole names: short ones repeat."""
    field = form.fields[name]
    field.queryset = Unit.objects.visible_to(by, permission).filter(ends_on__isnull=True)  # type: ignore[attr-defined]
    field.label = _("Unit")
    field.label_from_instance = operator.attrgetter("name")  # type: ignore[attr-defined]


class UnitForm(HouseModelForm):
    """Name, level, residents and establishment of a unit; `version` is the one that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Unit
        fields = ("name", "short_name", "level", "residents", "police_establishment")


class OpenUnitForm(HouseModelForm):
    """A new unit below another."""

    class Meta:
        model = Unit
        fields = ("code", "name", "short_name", "level", "residents", "police_establishment", "starts_on")
        widgets = {"starts_on": DateInput()}


class CloseUnitForm(HouseForm):
    """The last day of a unit, and why."""

    ends_on = forms.DateField(label=_("Last day"), widget=DateInput())
    reason = forms.CharField(label=_("Reason"), max_length=200)


class PlaceForm(HouseForm):
    """Which place's rules a unit follows, from a day on."""

    pack = forms.ChoiceField(label=_("Rules of"))
    since = forms.DateField(label=_("From"), widget=DateInput())
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pack"].choices = places()  # type: ignore[attr-defined]


def places() -> list[tuple[str, str]]:
    """The places whose rules are known, (code, name)."""
    return [place for source in place_sources for place in source()]


class OfficerForm(HouseModelForm):
    """Unit, rank, status and end of service of an officer."""

    class Meta:
        model = Officer
        fields: tuple[str, ...] = ("unit", "rank", "status", "ends_on")
        widgets = {"ends_on": DateInput()}

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_unit(self, by, Perms.EDIT_OFFICERS)


class ChangeOfficerForm(OfficerForm):
    """An officer on file; `version` is the one that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class EnterOfficerForm(OfficerForm):
    """A new officer."""

    name = forms.CharField(label=_("Name"), max_length=60)
    identity_number = forms.CharField(
        label=_("Identity number"),
        max_length=20,
        required=False,
        help_text=_("Gives birth date and sex; it is kept encrypted."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}),
    )
    field_order = ("name", "identity_number", "police_number", "unit", "rank", "status", "starts_on")

    class Meta(OfficerForm.Meta):
        fields = ("police_number", "unit", "rank", "status", "starts_on")
        widgets = {"starts_on": DateInput()}


class EmployerForm(HouseModelForm):
    """An employer of record."""

    class Meta:
        model = Employer
        fields = ("kind", "name", "credit_code", "unit", "licence_number", "licence_until")
        widgets = {"licence_until": DateInput()}

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_unit(self, by, Perms.EDIT_UNITS)


class AgreementForm(HouseModelForm):
    """A dispatch agreement between a firm and a unit."""

    class Meta:
        model = DispatchAgreement
        fields = ("employer", "unit", "number", "starts_on", "ends_on", "note")
        labels = {"employer": _("Employer"), "unit": _("Unit")}
        widgets = {"starts_on": DateInput(), "ends_on": DateInput()}

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        firms = Employer.objects.visible_to(by, Perms.EDIT_UNITS).filter(kind=Employer.Kind.FIRM)
        self.fields["employer"].queryset = firms.order_by("name")  # type: ignore[attr-defined]
        choose_unit(self, by, Perms.EDIT_UNITS)
