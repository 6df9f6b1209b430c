"""What is typed about nominations, objections and awards."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.errors import BadInput
from core.forms import DateInput, HouseForm
from core.perms import Perms
from discipline.rules.commendations import Kind
from roster.models import Auxiliary


def long_text(label: Any, length: int, *, rows: int = 4, help_text: Any = "") -> forms.CharField:
    box = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=length, widget=box, help_text=help_text)


class NominationForm(HouseForm):
    """Who is put forward for what."""

    badge_number = forms.CharField(label=_("Badge number"), max_length=20)
    kind = forms.ChoiceField(label=_("Award"), choices=[("", _("choose")), *Kind.choices])
    deed_on = forms.DateField(label=_("Done on"), widget=DateInput)
    deed = long_text(
        pgettext_lazy("award", "What was done"),
        2000,
        help_text=_("This text is shown in public: no names of victims or informants."),
    )

    def auxiliary(self, user: Any) -> Auxiliary:
        """The person of this number among those the user may commend. Raises BadInput: outside and unknown look alike."""
        rows = Auxiliary.objects.visible_to(user, Perms.COMMEND).select_related("unit", "person")
        found = rows.filter(badge_number__iexact=self.cleaned_data["badge_number"].strip()).first()
        if found is None:
            raise BadInput({"badge_number": _("Nobody among your people wears this badge number.")})
        return found


class AwardForm(HouseForm):
    """The decision."""

    document_number = forms.CharField(label=_("Number of the decision"), max_length=60)


class WhyForm(HouseForm):
    """Why not, or why no longer."""

    reason = long_text(_("Reason"), 500, rows=3)


class ObjectionForm(HouseForm):
    """An objection as a clerk enters it."""

    objector = forms.CharField(
        label=_("Who objects"),
        max_length=60,
        required=False,
        help_text=_("Sealed; may stay empty: nobody need give a name."),
    )
    text = long_text(_("Objection"), 1000)


class OwnObjectionForm(HouseForm):
    """An objection in one's own name."""

    text = long_text(_("What do you object to, and why?"), 1000)


class SettleForm(HouseForm):
    """What was found."""

    upheld = forms.ChoiceField(
        label=_("Outcome"),
        choices=[("no", _("Dismissed: it goes on")), ("yes", _("Upheld: it ends here"))],
        widget=forms.RadioSelect,
    )
    answer = long_text(pgettext_lazy("objection", "What was found"), 1000)

    def said(self) -> dict[str, Any]:
        return {"upheld": self.cleaned_data["upheld"] == "yes", "answer": self.cleaned_data["answer"]}
