"""Shape of what is asked on the pages of supervision."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import DateInput, HouseForm
from core.perms import Perms
from discipline.checklists import Checklist, checklists
from discipline.models.supervision import Answer, Draw, Responsibility
from discipline.selectors import supervision as read
from discipline.services.supervision import Plan, Seen
from duties.models import Assignment
from organisation.models import Officer
from roster.forms.fields import UnitField
from roster.models import Auxiliary

WORDS = forms.Textarea(attrs={"rows": 3})
RESULTS = [("", _("choose")), *Answer.Result.choices]


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=DateInput(), help_text=help_text)


def _words(label: Any, *, required: bool = True, most: int = 2000, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=most, widget=WORDS, help_text=help_text)


class _Planning(HouseForm):
    """What every plan says."""

    checklist = forms.ChoiceField(label=_("Checklist"))
    planned_for = _day(_("Planned for"))
    announced = forms.BooleanField(
        label=_("Announced"), required=False, help_text=_("The unit is told. Otherwise it learns of it when it begins.")
    )

    def __init__(self, data: Any = None, *, user: Any, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["unit"] = UnitField(user, Perms.SUPERVISE, label=_("Unit"))
        self.fields["checklist"].choices = [(one.code, one.title) for one in checklists().values()]  # type: ignore[attr-defined]
        self.order_fields(["unit"])

    def plan(self) -> Plan:
        said = self.cleaned_data
        return Plan(said["checklist"], said["planned_for"], said["announced"])


class PlanForm(_Planning):
    """An inspection of one unit, or of one duty of it."""

    number = forms.CharField(
        label=_("Number of the duty"), required=False, max_length=20, help_text=_("To look at one duty on the spot.")
    )
    reason = _words(_("Reason"), required=False, most=500)

    def __init__(self, data: Any = None, *, user: Any, **more: Any) -> None:
        super().__init__(data, user=user, **more)
        self.user = user

    def clean_number(self) -> Assignment | None:
        """The duty of that number within the inspector's units, approved or under way or done."""
        number = self.cleaned_data["number"].strip()
        found = read.duty_numbered(self.user, number)
        if number and found is None:
            raise forms.ValidationError(read.NO_DUTY)
        return found


class DrawForm(_Planning):
    """A draw among the units at or below one."""

    method = forms.ChoiceField(label=_("Drawn"), choices=Draw.Method.choices)
    count = forms.IntegerField(label=_("How many units"), min_value=1, max_value=50, initial=1)


class ConcludeForm(HouseForm):
    """One result for each item of the checklist; words and day where it is not in order."""

    def __init__(self, data: Any = None, *, checklist: Checklist, **more: Any) -> None:
        super().__init__(data, **more)
        self.checklist = checklist
        for item in checklist.items:
            self.fields[item.code] = forms.ChoiceField(label=item.says, choices=RESULTS)
            self.fields[f"{item.code}-what"] = forms.CharField(
                label=pgettext_lazy("finding", "What was found"),
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"{item.code}-due_on"] = _day(_("To be put right by"), required=False)

    def rows(self) -> Iterator[tuple[Any, Any, Any, Any]]:
        """Item, result, words, day: a line of the page."""
        for item in self.checklist.items:
            yield item, self[item.code], self[f"{item.code}-what"], self[f"{item.code}-due_on"]

    def seen(self) -> dict[str, Seen]:
        said = self.cleaned_data
        return {
            item.code: Seen(said[item.code], said[f"{item.code}-what"], said[f"{item.code}-due_on"])
            for item in self.checklist.items
        }


class WordsForm(HouseForm):
    """An act that asks for words."""

    what = _words(_("Reason"))


class FindForm(WordsForm):
    """Something that is not in order."""

    what = _words(pgettext_lazy("finding", "What was found"))
    due_on = _day(_("To be put right by"), required=False, help_text=_("Without a day the days of house policy count."))


class ReportForm(HouseForm):
    """What the unit did, with a photo where one shows it."""

    what = _words(pgettext_lazy("finding", "What was done"))
    photo = forms.FileField(label=_("Photo"), required=False, help_text=_("PNG or JPEG."))


class PhotoForm(HouseForm):
    """A photo of what was found."""

    photo = forms.FileField(label=_("Photo"), help_text=_("PNG or JPEG."))


class RecheckForm(HouseForm):
    """Put right or not."""

    passed = forms.TypedChoiceField(
        label=_("Result"),
        choices=[("", _("choose")), ("yes", pgettext_lazy("finding", "put right")), ("no", _("not put right"))],
        coerce=lambda typed: typed == "yes",
    )
    what = _words(_("What was seen"))
    due_on = _day(_("If not: to be put right by"), required=False)


class ExtendForm(HouseForm):
    """More time, with the reason."""

    due_on = _day(_("To be put right by"))
    what = _words(_("Reason"))


class NameForm(HouseForm):
    """Somebody who answers for a finding: an auxiliary by badge number, or an officer by police number."""

    number = forms.CharField(
        label=_("Badge number or police number"),
        max_length=20,
        help_text=_("Naming an auxiliary names the officers who led the duty beside it."),
    )

    def __init__(self, data: Any = None, *, user: Any, **more: Any) -> None:
        super().__init__(data, **more)
        self.user = user

    def clean_number(self) -> Auxiliary | Officer:
        number = self.cleaned_data["number"].strip()
        people = Auxiliary.objects.visible_to(self.user, Perms.SUPERVISE).select_related("unit", "person")
        officers = Officer.objects.visible_to(self.user, Perms.SUPERVISE).select_related("unit", "person")
        found = people.filter(badge_number=number).first() or officers.filter(police_number=number).first()
        if found is None:
            raise forms.ValidationError(_("Nobody of this number serves in your units."))
        return found


class SettleForm(HouseForm):
    """Is the responsibility established?"""

    stands = forms.ChoiceField(
        label=_("Result"),
        choices=[
            ("", _("choose")),
            (Responsibility.Stands.ESTABLISHED.value, Responsibility.Stands.ESTABLISHED.label),
            (Responsibility.Stands.NOT_ESTABLISHED.value, Responsibility.Stands.NOT_ESTABLISHED.label),
        ],
    )
    reason = _words(_("Reason"), most=1000)
