"""Cards, equipment, restrictions, qualifications, relatives, injuries, papers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.forms import HouseForm
from organisation.models import Officer, Person
from regulations.packs import load
from roster.forms.fields import choice_field, day_field, reason_field, text_field
from roster.models import Auxiliary, Document, Issue, Qualification, Relationship, Restriction


def duty_choices() -> list[tuple[str, str]]:
    """The catalogue in the reader's language."""
    english = (get_language() or "").startswith("en")
    return [(duty.code, duty.name_en if english else duty.name_zh) for duty in load().duties()]


def duties_field(label: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=duty_choices, required=False, help_text=help_text)


class CardForm(HouseForm):
    """A work card."""

    number = text_field(_("Number of the card"), 40, required=True)
    valid_from = day_field(_("Valid from"))
    valid_until = day_field(_("Valid until"))


class ReturnForm(HouseForm):
    """Taken back, or lost."""

    returned_on = day_field(_("Returned on"))
    note = text_field(_("Note"), 120, help_text=_("For instance: lost, damaged."))


class PieceReturnForm(HouseForm):
    """A piece of equipment taken back."""

    returned_on = day_field(_("Returned on"))


class IssueForm(HouseForm):
    """A piece of equipment."""

    kind = choice_field(_("Piece"), Issue.Kind.choices)
    serial = text_field(_("Serial number"))
    issued_on = day_field(_("Issued on"))
    due_on = day_field(_("Due back"), required=False)
    note = text_field(_("Note"), 120)


class RestrictionForm(HouseForm):
    """What the person may not be sent to."""

    kind = choice_field(_("Kind"), Restriction.Kind.choices)
    starts_on = day_field(_("From"))
    ends_on = day_field(_("To"), required=False, help_text=_("Empty: until it is lifted."))
    source = text_field(_("By whom or what"), 120)
    reason = reason_field()
    duty_codes = duties_field(_("Only these duties"), _("None chosen: no duty at all."))


class LiftForm(HouseForm):
    """The end of a restriction."""

    lifted_on = day_field(_("Lifted on"), help_text=_("From this day on it no longer holds."))
    reason = reason_field(required=False)


class QualificationForm(HouseForm):
    """A training or certificate."""

    kind = choice_field(_("Kind"), Qualification.Kind.choices)
    subject = choice_field(_("Subject"), Qualification.Subject.choices)
    name = text_field(_("Name"), 80, help_text=_("Empty: the name of the subject."))
    obtained_on = day_field(_("Obtained on"))
    valid_until = day_field(_("Valid until"), required=False)
    document_number = text_field(_("Document number"))


class QualificationEndForm(HouseForm):
    """Withdrawn, or another last day."""

    valid_until = day_field(_("Valid until"))
    reason = reason_field()


class RelationshipForm(HouseForm):
    """A relative; a police number or badge number ties it to the person on file."""

    name = text_field(_("Name"), required=True)
    kind = choice_field(_("Kind"), Relationship.Kind.choices)
    near_relative = forms.BooleanField(label=_("Near relative"), required=False, initial=True)
    number = text_field(
        _("Police or badge number"), 20, help_text=_("If the relative is an officer or auxiliary here.")
    )
    works_at = text_field(_("Works at"), 120)
    starts_on = day_field(_("Since"))

    def __init__(self, *args: Any, user: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.user = user

    def clean_number(self) -> Person | None:
        """The person of that number among those in sight."""
        number = self.cleaned_data["number"].strip()
        if not number:
            return None
        officers = Officer.objects.visible_to(self.user).filter(police_number=number)
        auxiliaries = Auxiliary.objects.visible_to(self.user).filter(badge_number=number)
        found = officers.select_related("person").first() or auxiliaries.select_related("person").first()
        if found is None:
            raise forms.ValidationError(_("Nobody with this number is among your units: leave it empty."))
        person: Person = found.person
        return person


class RelationshipEndForm(HouseForm):
    """The tie ended."""

    ends_on = day_field(_("Until"))


class InjuryForm(HouseForm):
    """A work injury."""

    happened_on = day_field(_("Happened on"))
    what = reason_field(label=_("What happened"))
    reported_on = day_field(_("Applied for recognition on"), required=False)


class InjuryChangeForm(HouseForm):
    """Application, decision and grade."""

    reported_on = day_field(_("Applied for recognition on"), required=False)
    recognised = forms.NullBooleanField(label=_("Recognised"), required=False)
    recognised_on = day_field(_("Decided on"), required=False)
    grade = forms.IntegerField(label=_("Grade of disability"), min_value=1, max_value=10, required=False)


class DocumentForm(HouseForm):
    """A paper of the file."""

    kind = choice_field(_("Kind"), Document.Kind.choices)
    title = text_field(_("Title"), 120, required=True)
    file = forms.FileField(label=_("File"), help_text=_("PDF, PNG, JPEG, Word or Excel, at most 20 MB."))
    expires_on = day_field(_("Expires on"), required=False)


class ReasonForm(HouseForm):
    """Only a reason."""

    reason = reason_field()
