"""Shape of what is asked on the pages of complaints."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import HouseForm
from core.perms import Perms
from discipline.models.complaints import Complaint, Reporter, RetaliationCheck
from discipline.services.complaints import ANSWERS, Told, Who
from organisation.models import Officer, Unit
from roster.forms.fields import UnitField
from roster.models import Auxiliary

CHOOSE = ("", _("choose"))


def _words(label: Any, most: int, *, rows: int = 4, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), help_text=help_text
    )


class _Complaining(HouseForm):
    about = forms.ChoiceField(label=_("About"), choices=[CHOOSE, *Complaint.About.choices])
    what = _words(
        _("What happened"), 4000, rows=8, help_text=_("When, where, who. Leave out what would tell who you are.")
    )

    file = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_(
            "PNG or JPEG. Its name, and where, when and with what it was taken, are dropped before it is kept."
        ),
    )

    def told(self, unit: Unit) -> Told:
        return Told(unit, self.cleaned_data["about"], self.cleaned_data["what"])


class OwnForm(_Complaining):
    """A grievance of an auxiliary, about the own unit or those above it."""


class PublicForm(_Complaining):
    """A report by anybody; no name is asked for."""

    unit = forms.ModelChoiceField(label=_("About which unit"), queryset=Unit.objects.none())
    name = forms.CharField(label=_("Your name"), required=False, max_length=60)
    contact = forms.CharField(
        label=_("How to reach you"),
        required=False,
        max_length=120,
        help_text=_("Only the one who deals with it sees it."),
    )

    def __init__(self, data: Any = None, files: Any = None, **more: Any) -> None:
        super().__init__(data, files, **more)
        self.fields["unit"].queryset = Unit.objects.filter(ends_on__isnull=True).order_by("path")  # type: ignore[attr-defined]
        self.order_fields(["unit", "about", "what", "file", "name", "contact"])

    def who(self) -> Who:
        said = self.cleaned_data
        return Who(Reporter.Kind.PUBLIC, said["name"], said["contact"])


class ClerkForm(_Complaining):
    """A letter, a call, a visit: entered for whoever reported."""

    subject = forms.CharField(label=_("Who is complained of: badge or police number"), required=False, max_length=20)
    kind = forms.ChoiceField(label=_("Who reports"), choices=Reporter.Kind.choices)
    name = forms.CharField(label=_("Name"), required=False, max_length=60)
    contact = forms.CharField(label=_("How to reach them"), required=False, max_length=120)

    def __init__(self, data: Any = None, files: Any = None, *, user: Any, **more: Any) -> None:
        super().__init__(data, files, **more)
        self.user = user
        self.fields["unit"] = UnitField(user, Perms.HANDLE_COMPLAINTS, label=_("Unit"))
        self.order_fields(["unit", "subject", "about", "what", "file", "kind", "name", "contact"])

    def clean_subject(self) -> list[Auxiliary | Officer]:
        if not (number := self.cleaned_data["subject"].strip()):
            return []
        people = Auxiliary.objects.visible_to(self.user, Perms.HANDLE_COMPLAINTS)
        officers = Officer.objects.visible_to(self.user, Perms.HANDLE_COMPLAINTS)
        found = people.filter(badge_number=number).first() or officers.filter(police_number=number).first()
        if found is None:
            raise forms.ValidationError(_("Nobody of this number serves in your units."))
        return [found]

    def who(self) -> Who:
        said = self.cleaned_data
        return Who(said["kind"], said["name"], said["contact"])


class TokenForm(HouseForm):
    """The key that was shown once."""

    token = forms.CharField(
        label=pgettext_lazy("complaint", "Key"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class PictureForm(HouseForm):
    """A picture that belongs to a complaint."""

    file = forms.FileField(
        label=_("Picture"),
        help_text=_(
            "PNG or JPEG. Its name, and where, when and with what it was taken, are dropped before it is kept."
        ),
    )


class AddForm(TokenForm, PictureForm):
    """A picture by whoever holds the key."""


class Handler(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.display_name)


class AssignForm(HouseForm):
    """Who deals with it."""

    handler = Handler(label=_("Who deals with it"), queryset=None)

    def __init__(self, data: Any = None, *, users: Any, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["handler"].queryset = users  # type: ignore[attr-defined]


class OpenForm(HouseForm):
    """Why one looks who reported."""

    reason = _words(_("Reason"), 300, rows=2, help_text=_("Each look is recorded with its reason."))


class LookForm(HouseForm):
    """What was seen of acts against the reporter."""

    result = forms.ChoiceField(label=_("Result"), choices=[CHOOSE, *RetaliationCheck.Result.choices])
    reason = _words(pgettext_lazy("retaliation", "What was seen"), 1000)


class AnswerForm(HouseForm):
    """What came of it, for whoever reported."""

    outcome = forms.ChoiceField(
        label=_("Result"),
        choices=[CHOOSE, *(pair for pair in Complaint.Outcome.choices if pair[0] in ANSWERS)],
    )
    answer = _words(_("Answer"), 4000, rows=6, help_text=_("Whoever reported reads this."))


class ForwardForm(HouseForm):
    """To which authority it is passed on, and what whoever reported reads."""

    authority = forms.CharField(label=_("Authority"), max_length=120)
    answer = _words(_("Answer"), 4000, rows=6, help_text=_("Whoever reported reads this."))
