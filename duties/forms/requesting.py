"""A request: what, where, when, who, with whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, When
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import clock
from core.crypto import sealed_in
from core.forms import GroupedBoxes, HouseForm, MomentInput
from core.perms import Perms
from duties.decision.reader import too_early
from duties.forms.common import duty_choices, duty_title, known_codes
from duties.forms.people import Picker, of_auxiliary, of_officer, picker_of
from duties.models import local_day
from duties.proposal import Proposal
from duties.selectors.availability import Availability, availability
from duties.selectors.listing import numbers_in
from duties.services.drafting import LONGEST_DAYS
from organisation.models import Officer, Person, Unit
from regulations import packs
from roster.models import Auxiliary

MOST_OFFERED = 120
SHOWN = (
    "badge_number", "person__name", "person__pinyin", "person__initials", "post__title", "unit__name",
    "unit__short_name",
)  # fmt: skip
UNREAD = sealed_in(Person, "person__")
LONGEST = dt.timedelta(days=LONGEST_DAYS)


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
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Write it as you would say it. What the text says counts, whatever duty is ticked."),
    )
    duties = forms.MultipleChoiceField(label=_("Duties"), required=False, widget=GroupedBoxes)
    place = forms.CharField(label=_("Place of the work"), max_length=200)
    starts_at = forms.DateTimeField(label=_("From"), widget=MomentInput())
    ends_at = forms.DateTimeField(label=_("To"), widget=MomentInput())
    find = forms.CharField(label=_("Find by name, pinyin or badge number"), required=False, max_length=40)
    auxiliaries = forms.ModelMultipleChoiceField(
        label=_("Auxiliaries"),
        queryset=Auxiliary.objects.none(),
        error_messages={"required": _("Tick at least one auxiliary.")},
    )
    commander = OneOfficer(label=_("Commanding officer"), queryset=Officer.objects.none())
    leads = forms.ModelMultipleChoiceField(
        label=_("Leading officers on the spot"), queryset=Officer.objects.none(), required=False
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
        self.more, self.known = False, Availability()
        self._fetched: dict[str, list[Any]] = {}
        units = Unit.objects.visible_to(user, Perms.REQUEST_ASSIGNMENT).filter(ends_on__isnull=True)
        fields: Any = self.fields
        fields["unit"].queryset = units
        fields["duties"].choices = duty_choices()
        serving = Officer.objects.visible_to(user).serving_on(clock.today()).select_related("person", "unit")
        near = serving.filter(unit__path__startswith=unit.path) if unit else serving.none()
        above = serving.filter(unit__in=Unit.objects.above(unit.path)) if unit else serving.none()
        for name in ("commander", "leads", "emergency_by"):
            fields[name].queryset = (
                (near | above).order_by(_nearest(unit), "unit__path", "police_number").defer(*UNREAD)
            )
        fields["auxiliaries"].queryset = self._offered(unit)

    def _offered(self, unit: Unit | None) -> Any:
        """Who may be ticked: everybody of the unit whom the words find, and whoever is ticked already."""
        rows = Auxiliary.objects.visible_to(self.user).on_strength()
        rows = rows.below(unit) if unit else rows.none()
        rows = rows.select_related("person", "post", "unit").order_by("person__pinyin", "pk").only(*SHOWN)
        words = str((self.data if self.is_bound else self.initial).get("find") or "").replace("\x00", "").strip()
        found = list((rows.search(words) if words else rows).values_list("pk", flat=True)[: MOST_OFFERED + 1])
        self.more = len(found) > MOST_OFFERED or bool(words)
        return rows.filter(pk__in={*found[:MOST_OFFERED], *self.ticked("auxiliaries")})

    def ticked(self, name: str) -> list[int]:
        """The numbers ticked in a field, as typed."""
        said = self.data.getlist(name) if self.is_bound else self.initial.get(name) or ()
        return numbers_in(str(key) for key in said)

    def clean_starts_at(self) -> dt.datetime:
        """Not before the rules begin."""
        start: dt.datetime = self.cleaned_data["starts_at"]
        begins = packs.load().speaks_from
        if local_day(start) < begins:
            raise ValidationError(too_early(begins))
        return start

    def look_at(self, proposal: Proposal | None, codes: Iterable[str] = ()) -> None:
        """Ask for these hours who cannot be sent; without hours nobody is marked."""
        if proposal is not None:
            self.known = availability(
                proposal,
                auxiliaries=[row.pk for row in self._rows("auxiliaries")],
                officers=[row.pk for row in self._rows("leads")],
                codes=codes,
            )

    def _rows(self, name: str) -> Any:
        """The people of a field, fetched once."""
        if name not in self._fetched:
            fields: Any = self.fields
            self._fetched[name] = list(fields[name].queryset)
        return self._fetched[name]

    @property
    def auxiliary_picker(self) -> Picker:
        ticked = set(self.ticked("auxiliaries"))
        state = self.known.auxiliaries
        rows = (of_auxiliary(row, row.pk in ticked, state.get(row.pk, ())) for row in self._rows("auxiliaries"))
        return picker_of("auxiliaries", rows, more=self.more)

    @property
    def lead_picker(self) -> Picker:
        ticked, state = set(self.ticked("leads")), self.known.officers
        return picker_of(
            "leads", (of_officer(row, row.pk in ticked, state.get(row.pk, ())) for row in self._rows("leads"))
        )

    def moment(self, name: str) -> dt.datetime | None:
        """A time as typed, or None; also before the form is checked."""
        try:
            said = self.fields[name].clean(self[name].value())
        except ValidationError:
            return None
        return said if isinstance(said, dt.datetime) else None

    def hours(self) -> Proposal | None:
        """Unit and hours alone, as far as they make sense: enough to say who is free."""
        start, end = self.moment("starts_at"), self.moment("ends_at")
        if self.at is None or start is None or end is None or not can_be_asked(start, end):
            return None
        return Proposal(self.at.pk, "", str(self["place"].value() or ""), start, end)

    def as_sent(self) -> QueryDict:
        """What a form that only begins would send if it were sent as it stands."""
        sent = QueryDict(mutable=True)
        for name in self.fields:
            value = self[name].value()
            if isinstance(value, list | tuple):
                sent.setlist(name, [str(part) for part in value])
            elif value is not None:
                sent[name] = f"{value:%Y-%m-%dT%H:%M}" if isinstance(value, dt.datetime) else str(value)
        return sent

    def rare_fields(self) -> Iterator[Any]:
        return (self[name] for name in self.RARE)

    @property
    def rare_is_used(self) -> bool:
        return any(self[name].value() or self[name].errors for name in self.RARE)

    @property
    def chosen_duties(self) -> list[str]:
        """The names of the duties ticked in the catalogue."""
        ticked, known = self["duties"].value() or (), known_codes()
        return [duty_title(code) for code in ticked if code in known]

    def proposal(self) -> Proposal | None:
        """What the form asks for, as far as it is filled in; None where unit, text or times are missing."""
        said = self.cleaned_data
        if not all(said.get(name) for name in ("unit", "text", "starts_at", "ends_at")):
            return None
        if not can_be_asked(said["starts_at"], said["ends_at"]):
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


def can_be_asked(start: dt.datetime, end: dt.datetime) -> bool:
    """Do these hours make sense: in order, not too long, and on days of which the rules speak?"""
    return dt.timedelta() < end - start <= LONGEST and local_day(start) >= packs.load().speaks_from


def _nearest(unit: Unit | None) -> Case:
    """Officers of the unit itself stand first."""
    return Case(When(unit=unit.pk if unit else None, then=0), default=1)


def names_in(text: str) -> tuple[str, ...]:
    """Names separated by commas of either script."""
    return tuple(name.strip() for name in text.replace("，", ",").replace("、", ",").split(",") if name.strip())


def as_typed(data: Any) -> dict[str, Any]:
    """What was typed so far, to be shown again without a word about what is still missing."""
    lists = ("duties", "auxiliaries", "leads")
    return {name: data.getlist(name) if name in lists else data.get(name, "") for name in RequestForm.base_fields}
