"""Hiring, changing a file, moving, taking back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from core import clock
from core.forms import HouseForm
from core.masking import mask_card, mask_phone
from core.perms import Perms
from organisation.identity import BadIdentity, parse
from organisation.regions import in_words
from roster.forms.contracts import ContractFields, terms_of
from roster.forms.fields import PostField, UnitField, WordsField, choice_field, day_field, reason_field, text_field
from roster.models import Auxiliary, Category
from roster.rules.kinds import KindOfWork
from roster.services import Newcomer, Place, Terms
from roster.services.hiring import FILE_FIELDS


def hidden(text: str) -> str:
    """Masked as a whole."""
    return "***" if text else ""


POSTS_TOLD = _("Tells the posts there are, and whose rules hold.")


def tell_posts(form: forms.Form, *names: str) -> None:
    """When the unit (or the category) is chosen, the list of posts follows at once."""
    for name in names:
        form.fields[name].widget.attrs |= {
            "hx-get": reverse_lazy("roster:place-told"),
            "hx-trigger": "change",
            "hx-target": "#id_post",
            "hx-swap": "innerHTML",
            "hx-include": "[name=unit], [name=category]",
        }


PLACE = ("unit", "category", "post", "starts_on", "kind_of_work")


class FileFields(HouseForm):
    """What the file says of the person, beside the identity."""

    badge_number = text_field(_("Badge number"), 20)
    education = choice_field(_("Education"), Auxiliary.Education.choices, required=False)
    political_status = choice_field(_("Political status"), Auxiliary.Political.choices, required=False)
    veteran = forms.BooleanField(label=_("Veteran"), required=False)
    specialities = WordsField(label=_("Specialities"), required=False, help_text=_("With commas between them."))
    phone = text_field(_("Phone"), 20)
    email = forms.EmailField(label=_("E-mail"), required=False)
    address = text_field(_("Address"), 200)
    emergency_name = text_field(_("Emergency contact"))
    emergency_phone = text_field(_("Phone of the emergency contact"), 20)
    bank_card = text_field(_("Bank card"), 30)
    first_worked_on = day_field(_("First day of any work"), required=False)
    medical_on = day_field(_("Last yearly medical"), required=False)


class PlaceFields(HouseForm):
    """Where, as what, from when."""

    def __init__(self, *args: Any, user: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"] = UnitField(user, Perms.EDIT_AUXILIARIES, help_text=POSTS_TOLD)
        self.fields["category"] = choice_field(_("Category"), Category.choices)
        self.fields["post"] = PostField(user, Perms.EDIT_AUXILIARIES)
        self.fields["starts_on"] = day_field(_("First day"))
        tell_posts(self, "unit", "category")
        self.fields["kind_of_work"] = choice_field(_("Kind of work"), KindOfWork.choices)

    def place(self) -> Place:
        return Place(**{name: self.cleaned_data[name] for name in PLACE})


class WithContract(HouseForm):
    """The contract of somebody new; may follow within a month."""

    def __init__(self, *args: Any, user: Any, **more: Any) -> None:
        super().__init__(*args, user=user, **more)
        inner = ContractFields(user=user)
        for name, field in inner.fields.items():
            if name not in {"starts_on", "asked_for_fixed"}:
                field.required = False
                self.fields[f"contract_{name}"] = field

    def groups(self) -> list[tuple[Any, list[Any]]]:
        """The boxes under three headings: person, place, contract."""
        of_contract = [box for box in self if box.name.startswith("contract_")]
        of_place = [box for box in self if box.name in PLACE]
        of_person = [box for box in self if box not in of_contract and box not in of_place]
        named = [(_("Person"), of_person), (_("Posting"), of_place), (_("Labour contract, may follow"), of_contract)]
        return [(title, boxes) for title, boxes in named if boxes]

    def terms(self) -> Terms | None:
        """None when no employer was chosen: the contract follows."""
        typed = {n.removeprefix("contract_"): v for n, v in self.cleaned_data.items() if n.startswith("contract_")}
        if typed.get("employer") is None:
            return None
        return terms_of({**typed, "starts_on": self.cleaned_data["starts_on"]})

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("contract_employer"):
            for name in ("contract_kind", "contract_monthly_wage"):
                if typed.get(name) in (None, "") and name not in self.errors:
                    self.add_error(name, _("The contract needs this."))
        return typed


class HireForm(WithContract, PlaceFields, FileFields):
    """Everything for one act of hiring; the identity number gives birth date, sex and region."""

    field_order = ["name", "identity_number"]

    name = text_field(_("Name"), required=True)
    identity_number = forms.CharField(
        label=_("Identity number"),
        max_length=20,
        help_text=_("Tells birth date, sex, region."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "hx-post": reverse_lazy("roster:identity-told"),
                "hx-trigger": "change, input changed delay:500ms",
                "hx-target": "#id_identity_number_helptext",
                "hx-swap": "outerHTML",
                "hx-params": "identity_number,csrfmiddlewaretoken",
            }
        ),
    )
    grade = text_field(_("Grade"), 40)

    def clean_identity_number(self) -> str:
        try:
            told = parse(self.cleaned_data["identity_number"], day=clock.today())
        except BadIdentity as error:
            raise forms.ValidationError(str(error.message)) from error
        self["identity_number"].help_text = in_words(told, clock.today())
        return told.number

    def newcomer(self) -> Newcomer:
        typed = self.cleaned_data
        file = {name: typed[name] for name in FILE_FIELDS if name in typed}
        own = {name: typed[name] for name in ("name", "identity_number", "phone", "email")}
        return Newcomer(**own, file=file)


class RehireForm(WithContract, PlaceFields):
    """The new posting and contract of somebody who had left."""


class FileForm(FileFields):
    """Changing the file; `version` is the one that was read. What is sealed stands masked: left so, it stays."""

    field_order = ["name"]
    sealed: Final[Mapping[str, Callable[[str], str]]] = {
        "phone": mask_phone, "address": hidden, "emergency_phone": mask_phone, "bank_card": mask_card,
    }  # fmt: skip

    name = text_field(_("Name"), required=True)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, masked in self.sealed.items():
            self.initial[name] = masked(self.initial.get(name) or "")
            self.fields[name].help_text = _("Leave it as it stands, or write a new one over it.")

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        for name in self.sealed:
            if typed.get(name) and typed[name] == self.initial[name]:
                del typed[name]
            elif "*" in typed.get(name, ""):
                self.add_error(name, _("Write it in full: a part is hidden."))
        return typed

    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class MoveForm(HouseForm):
    """Another unit or post."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"] = UnitField(user, Perms.EDIT_AUXILIARIES, help_text=POSTS_TOLD)
        self.fields["post"] = PostField(user, Perms.EDIT_AUXILIARIES)
        self.fields["starts_on"] = day_field(_("From"))
        tell_posts(self, "unit")
        self.fields["reason"] = reason_field(required=False)


class GradeForm(HouseForm):
    """A dated grade."""

    grade = text_field(_("Grade"), 40, required=True)
    since = day_field(_("Since"))
    document_number = text_field(_("Document number"))
