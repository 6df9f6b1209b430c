"""A request: what, where, when, who, with whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import clock
from core.forms import HouseForm, MomentInput
from core.perms import Perms
from duties.forms.common import duty_choices
from duties.models import CHINA, Assignment
from duties.proposal import Proposal
from duties.selectors.listing import numbers_in
from duties.services.drafting import LONGEST_DAYS
from organisation.models import Officer, Unit
from roster.models import Auxiliary

MOST_OFFERED = 120
LONGEST = dt.timedelta(days=LONGEST_DAYS)


class People(forms.ModelMultipleChoiceField):
    """Auxiliaries as check boxes: name, badge, post."""

    def label_from_instance(self, obj: Any) -> str:
        parts = [obj.person.name, obj.badge_number, str(obj.post or ""), obj.unit.short_name or obj.unit.name]
        return " · ".join(part for part in parts if part)


class Officers(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.person.name} · {obj.police_number} · {obj.unit}"


class OneOfficer(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.person.name} · {obj.police_number} · {obj.unit}"


class RequestForm(HouseForm):
    """A request: what, where, when, who, with whom. The rare fields stand folded away."""

    RARE = (
        "parties", "party_sex", "approval_number", "approval_by", "emergency_by", "emergency_at", "emergency_reason",
    )  # fmt: skip

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    text = forms.CharField(
        label=_("What is to be done"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Write it as you would say it. What the text says counts, whatever duty is ticked."),
    )
    duties = forms.MultipleChoiceField(label=_("Duties"), required=False, widget=forms.CheckboxSelectMultiple)
    place = forms.CharField(label=_("Place of the work"), max_length=200)
    starts_at = forms.DateTimeField(label=_("From"), widget=MomentInput())
    ends_at = forms.DateTimeField(label=_("To"), widget=MomentInput())
    find = forms.CharField(label=_("Find by name, pinyin or badge number"), required=False, max_length=40)
    auxiliaries = People(
        label=_("Auxiliaries"),
        queryset=Auxiliary.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one auxiliary.")},
    )
    commander = OneOfficer(label=_("Commanding officer"), queryset=Officer.objects.none())
    leads = Officers(
        label=_("Leading officers on the spot"),
        queryset=Officer.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    parties = forms.CharField(
        label=_("Persons concerned"),
        required=False,
        max_length=400,
        help_text=_("Names, separated by commas: a near relative among the auxiliaries must withdraw."),
    )
    party_sex = forms.ChoiceField(
        label=_("Sex of the person concerned"),
        required=False,
        choices=[("", "–"), ("M", _("Male")), ("F", _("Female"))],
    )
    recorder_number = forms.CharField(label=_("Recorder number"), required=False, max_length=40)
    approval_number = forms.CharField(label=_("Number of the prior approval"), required=False, max_length=60)
    approval_by = forms.CharField(label=_("Prior approval by"), required=False, max_length=60)
    emergency_by = OneOfficer(
        label=_("Emergency declared by"), queryset=Officer.objects.none(), required=False, empty_label="–"
    )
    emergency_at = forms.DateTimeField(label=_("Emergency declared at"), required=False, widget=MomentInput())
    emergency_reason = forms.CharField(label=_("Why it is an emergency"), required=False, max_length=200)

    def __init__(
        self, data: Any = None, *, user: User, unit: Unit | None, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.user, self.at = user, unit
        units = Unit.objects.visible_to(user, Perms.REQUEST_ASSIGNMENT).filter(ends_on__isnull=True)
        fields: Any = self.fields
        fields["unit"].queryset = units
        fields["duties"].choices = duty_choices()
        serving = Officer.objects.visible_to(user).serving_on(clock.today()).select_related("person", "unit")
        near = serving.filter(unit__path__startswith=unit.path) if unit else serving.none()
        above = serving.filter(unit__in=Unit.objects.above(unit.path)) if unit else serving.none()
        for name in ("commander", "leads", "emergency_by"):
            fields[name].queryset = (near | above).order_by("unit__path", "police_number")
        fields["auxiliaries"].queryset = self._offered(unit)

    def _offered(self, unit: Unit | None) -> Any:
        """Who may be ticked: everybody of the unit whom the words find, and whoever is ticked already."""
        rows = Auxiliary.objects.visible_to(self.user).on_strength()
        rows = rows.below(unit) if unit else rows.none()
        rows = rows.select_related("person", "post", "unit").order_by("person__pinyin", "pk")
        words = str((self.data if self.is_bound else self.initial).get("find") or "").replace("\x00", "").strip()
        ticked = numbers_in(str(key) for key in self._ticked())
        found = list((rows.search(words) if words else rows).values_list("pk", flat=True)[:MOST_OFFERED])
        return rows.filter(pk__in={*found, *ticked})

    def _ticked(self) -> list[Any]:
        if self.is_bound:
            return list(self.data.getlist("auxiliaries"))
        return list(self.initial.get("auxiliaries", ()))

    def rare_fields(self) -> Iterator[Any]:
        return (self[name] for name in self.RARE)

    @property
    def rare_is_used(self) -> bool:
        return any(self[name].value() or self[name].errors for name in self.RARE)

    @property
    def duties_are_used(self) -> bool:
        return bool(self["duties"].value() or self["duties"].errors)

    def proposal(self) -> Proposal | None:
        """What the form asks for, as far as it is filled in; None where unit, text or times are missing."""
        said = self.cleaned_data
        if not all(said.get(name) for name in ("unit", "text", "starts_at", "ends_at")):
            return None
        if not dt.timedelta() < said["ends_at"] - said["starts_at"] <= LONGEST:
            return None
        plain = ("place", "party_sex", "recorder_number", "approval_number", "approval_by", "emergency_reason")
        return Proposal(
            unit_id=said["unit"].pk,
            text=said["text"],
            starts_at=said["starts_at"],
            ends_at=said["ends_at"],
            codes=tuple(said.get("duties", ())),
            auxiliaries=tuple(row.pk for row in said.get("auxiliaries", ())),
            leads=tuple(row.pk for row in said.get("leads", ())),
            commander=said["commander"].pk if said.get("commander") else None,
            parties=names_in(said.get("parties", "")),
            emergency_by=said["emergency_by"].pk if said.get("emergency_by") else None,
            emergency_at=said.get("emergency_at"),
            **{name: said.get(name, "") for name in plain},
        )


def names_in(text: str) -> tuple[str, ...]:
    """Names separated by commas of either script."""
    return tuple(name.strip() for name in text.replace("，", ",").replace("、", ",").split(",") if name.strip())


def as_typed(data: Any) -> dict[str, Any]:
    """What was typed so far, to be shown again without a word about what is still missing."""
    lists = ("duties", "auxiliaries", "leads")
    return {name: data.getlist(name) if name in lists else data.get(name, "") for name in RequestForm.base_fields}


def beginning(user: User, unit: Unit | None) -> dict[str, Any]:
    """What a new request begins with: tomorrow morning, the requester commands if he serves as an officer."""
    tomorrow = dt.datetime.combine(clock.today() + dt.timedelta(days=1), dt.time(8), CHINA)
    officer = Officer.objects.serving_on(clock.today()).filter(person_id=user.person_id).first()
    return {
        "unit": unit.pk if unit else None,
        "starts_at": timezone.localtime(tomorrow),
        "ends_at": timezone.localtime(tomorrow + dt.timedelta(hours=4)),
        "commander": officer.pk if officer else None,
    }


def of_draft(assignment: Assignment) -> dict[str, Any]:
    """What is stored, for the form."""
    commander = getattr(assignment, "commander", None)
    plain = ("text", "place", "party_sex", "recorder_number", "approval_number", "approval_by", "emergency_reason")
    return {
        **{name: getattr(assignment, name) for name in plain},
        "unit": assignment.unit_id,
        "starts_at": timezone.localtime(assignment.starts_at),
        "ends_at": timezone.localtime(assignment.ends_at),
        "duties": [duty.code for duty in assignment.duties.all() if duty.source == "chosen"],
        "auxiliaries": [member.auxiliary_id for member in assignment.members.all()],
        "leads": [lead.officer_id for lead in assignment.leads.all()],
        "commander": commander.officer_id if commander else None,
        "parties": "、".join(assignment.parties),
        "emergency_by": assignment.emergency_by_id,
        "emergency_at": timezone.localtime(assignment.emergency_at) if assignment.emergency_at else None,
    }
