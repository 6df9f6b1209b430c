"""Shape of what is asked about incidents and the care list."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.errors import BadInput
from core.forms import HouseForm
from core.perms import Perms
from discipline.forms.cases import choice, day, text
from discipline.models.protection import Care
from discipline.rules.protection import Kind, Recourse, Step
from discipline.services.protection import Told
from duties.models import Assignment
from organisation.models import Officer
from roster.models import Auxiliary


def money(label: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, required=False, min_value=0, max_digits=10, decimal_places=2)


class _Happened(HouseForm):
    kind = choice(_("Kind"), Kind.choices)
    happened_on = day(_("Happened on"))
    number = forms.CharField(
        label=_("Number of the assignment"), required=False, max_length=20, help_text=_("Where it happened on one.")
    )
    what = text(_("What happened"), rows=6)

    def _told(self, auxiliary: Auxiliary) -> Told:
        said = self.cleaned_data
        on = Assignment.objects.filter(number=said["number"].strip(), members__auxiliary=auxiliary).first()
        if said["number"].strip() and on is None:
            raise BadInput({"number": _("This person was not on that assignment.")})
        return Told(auxiliary, said["kind"], said["happened_on"], said["what"], on)


class OwnIncidentForm(_Happened):
    """What happened to me."""

    def told(self, auxiliary: Auxiliary) -> Told:
        return self._told(auxiliary)


class _OfSomebody(HouseForm):
    """A form about an auxiliary named by the badge number."""

    badge = forms.CharField(label=_("Badge number"), max_length=20)

    def __init__(self, data: Any = None, *, user: Any, **more: Any) -> None:
        super().__init__(data, **more)
        self.user = user

    def clean_badge(self) -> Auxiliary:
        rows = Auxiliary.objects.visible_to(self.user, Perms.HANDLE_INCIDENTS).select_related("unit", "person")
        found: Auxiliary | None = rows.filter(badge_number__iexact=self.cleaned_data["badge"].strip()).first()
        if found is None:
            raise forms.ValidationError(_("Nobody of this number serves in your units."))
        return found


class IncidentForm(_OfSomebody, _Happened):
    """What happened to an auxiliary of my units."""

    lead = forms.CharField(
        label=_("Officer who led: police number"), required=False, max_length=20,
        help_text=_("Left out, the lead of the assignment counts."),
    )  # fmt: skip
    field_order = ["badge", "kind", "happened_on", "number", "lead", "what"]

    def clean_lead(self) -> Officer | None:
        if not (typed := self.cleaned_data["lead"].strip()):
            return None
        rows = Officer.objects.visible_to(self.user, Perms.HANDLE_INCIDENTS)
        found: Officer | None = rows.filter(police_number__iexact=typed).first()
        if found is None:
            raise forms.ValidationError(_("Nobody of this number serves in your units."))
        return found

    def told(self) -> Told:
        return replace(self._told(self.cleaned_data["badge"]), lead=self.cleaned_data["lead"])


class StepForm(HouseForm):
    """What was done."""

    kind = choice(_("What was done for the person"), Step.choices)
    on = day(_("Day"))
    paid = money(_("Paid by the organ, yuan"))
    words = text(_("In words"), rows=4, most=1000)


class SettleForm(HouseForm):
    """What came of it."""

    recourse = choice(
        _("Asked back from the person"), Recourse.choices, required=False,
        help_text=_("Where the organ paid compensation: only for intent or gross negligence (COMP 16)."),
    )  # fmt: skip
    result = text(_("Result"), rows=5, most=2000, help_text=_("The person reads this."))


class CareForm(_OfSomebody):
    """Who is to be looked after, and why."""

    ground = choice(_("Ground"), Care.Ground.choices)
    words = text(_("Circumstances"), rows=4, most=1000)


class VisitForm(HouseForm):
    """A visit."""

    on = day(_("Day"))
    given = money(_("Given, yuan"))
    words = text(_("In words"), rows=4, most=1000)


class EndForm(HouseForm):
    """Why somebody is no longer on the list."""

    why = text(_("Reason"), rows=3, most=300)
