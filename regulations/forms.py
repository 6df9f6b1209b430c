"""What is typed on the pages of the law."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DateInput, HouseForm
from core.perms import Perms
from organisation.models import Unit
from regulations import words
from regulations.library import values
from regulations.packs import PackError, load
from regulations.words import in_language


def pack_choices() -> list[tuple[str, str]]:
    return [(pack.code, f"{in_language(pack, 'name')} ({pack.code})") for pack in load().packs.values()]


def group_choices() -> list[tuple[str, Any]]:
    return [("", _("All groups")), *((group.code, in_language(group, "name")) for group in load().groups())]


def duty_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every duty under its group."""
    packs = load()
    return [
        (
            in_language(group, "name"),
            [(duty.code, in_language(duty, "name")) for duty in packs.duties() if duty.group == group.code],
        )
        for group in packs.groups()
    ]


class PlaceAndDay(HouseForm):
    """Which place's law, on which day."""

    q = forms.CharField(label=_("Words"), required=False, max_length=80)
    pack = forms.ChoiceField(label=_("Place"), choices=pack_choices, required=False)
    day = forms.DateField(label=_("Day"), widget=DateInput, required=False)

    def __init__(self, data: Any, *, pack: str, day: date) -> None:
        super().__init__({"pack": pack, "day": day.isoformat()} | {name: data[name] for name in data if data[name]})
        self._otherwise: dict[str, Any] = {"pack": pack, "day": day}

    def asked(self) -> dict[str, Any]:
        """What was asked for; whatever was mistyped falls back to the reader's own place and today."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or self._otherwise.get(name, "") for name in self.fields}


class CatalogueFilter(PlaceAndDay):
    """The duty catalogue: which place, day, group and verdict."""

    group = forms.ChoiceField(label=_("Group"), choices=group_choices, required=False)
    verdict = forms.ChoiceField(
        label=_("Verdict"), choices=lambda: [("", _("All verdicts")), *words.VERDICTS.items()], required=False
    )


class ValuesFilter(PlaceAndDay):
    """The values: which place, day and subject."""

    room = forms.ChoiceField(
        label=_("Subject"),
        choices=lambda: [("", _("All subjects")), *((room, words.ROOMS.get(room, room)) for room in values.rooms())],
        required=False,
    )


class Proposal(HouseForm):
    """What every proposal has: the unit it is for and the reason. Units are those where the user may propose."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        units = Unit.objects.visible_to(user, Perms.PROPOSE_LOCAL_RULE).filter(ends_on__isnull=True)
        self.fields["unit"].queryset = units


class BanForm(Proposal):
    """A duty the unit forbids itself."""

    duty = forms.ChoiceField(label=_("Duty"), choices=duty_choices)
    since = forms.DateField(label=_("From"), widget=DateInput)
    until = forms.DateField(label=_("To"), widget=DateInput, required=False)
    field_order = ("unit", "duty", "since", "until", "reason")


class LiftForm(HouseForm):
    """The last day of a ban."""

    last_day = forms.DateField(label=_("Last day of the ban"), widget=DateInput)
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ValueForm(Proposal):
    """A value of the unit's own."""

    key = forms.ChoiceField(label=_("Value"))
    amount = forms.CharField(
        label=_("Amount"), max_length=40, help_text=_("A number, or yes or no where that is asked.")
    )
    since = forms.DateField(label=_("From"), widget=DateInput)
    until = forms.DateField(label=_("To"), widget=DateInput, required=False)
    field_order = ("unit", "key", "amount", "since", "until", "reason")

    def __init__(self, *args: Any, day: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["key"].choices = open_values(day)


def open_values(day: date) -> list[tuple[str, str]]:
    """Values an office may set: those that do not rest on a text that was read in every place, and are no tables."""
    packs = load()
    found = {}
    for pack in packs.codes():
        for key in packs.value_keys(pack=pack):
            try:
                value = packs.row(key, day=day, pack=pack)
            except PackError:
                continue
            if value.to_be_confirmed and not isinstance(value.value, tuple):
                found[key] = f"{in_language(value, 'title')} ({values.in_words(value.value, value.unit)})"
    return sorted(found.items(), key=lambda pair: pair[1])


class ConfirmationForm(Proposal):
    """Which text was read, and for which unit it is confirmed."""

    text_read = forms.CharField(
        label=_("Text that was read"), max_length=300, help_text=_("Title, number and article, and where it is kept.")
    )
    reason = forms.CharField(label=_("What the text says"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    field_order = ("unit", "text_read", "reason")


class DeclineForm(HouseForm):
    """Why a proposal is taken away."""

    because = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class PlaceForm(HouseForm):
    """Which place's rules a unit follows, from a day on."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    pack = forms.ChoiceField(label=_("Place"), choices=pack_choices)
    since = forms.DateField(label=_("From"), widget=DateInput)
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        units = Unit.objects.visible_to(user, Perms.EDIT_UNITS).filter(ends_on__isnull=True)
        self.fields["unit"].queryset = units
