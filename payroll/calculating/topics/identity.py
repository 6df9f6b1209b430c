"""Identity numbers, bank cards, mobile numbers, credit codes: are they right?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from payroll.calculating import identifiers
from payroll.calculating.answers import HIGH, LOW, MEDIUM, Answer
from payroll.calculating.identifiers import Checked
from payroll.calculating.topics.given import Field, Given
from payroll.calculating.topics.registry import question

ID = ("GB11643",)


@question(
    "identity",
    "complete",
    title=_("Check character of an identity number"),
    fields=(Field("first17", "text", _("the first seventeen digits"), needed=True, many=True),),
    answers={
        "check": _("the check character"),
        "full": _("the whole number"),
        "sex": _("M or F"),
        "valid": _("whether the whole number is right (the birth date exists)"),
    },
)
def complete(given: Given) -> Answer[Mapping[str, Any]]:
    found = [_or_refuse(given, "first17", identifiers.completed, text) for text in given.texts("first17")]
    return Answer(
        {
            "check": [one.number[17] for one in found],
            "full": [one.number for one in found],
            "sex": ["M" if int(one.number[16]) % 2 else "F" for one in found],
            "valid": [one.valid for one in found],
        },
        cites=ID,
        notes=_messages(found),
        confidence=HIGH,
    )


@question(
    "identity",
    "read",
    title=_("Is this identity number right?"),
    fields=(Field("number", "text", _("the identity number as typed"), needed=True),),
    answers={
        "valid": _("whether it is right"),
        "number": _("as it is stored"),
        "birth": _("day of birth"),
        "sex": _("M or F"),
    },
)
def read(given: Given) -> Answer[Mapping[str, Any]]:
    found = identifiers.resident(given.text("number"), day=given.book().day)
    value = {"valid": found.valid, "number": found.number, "birth": found.born_on, "sex": found.sex or None}
    return Answer(value, cites=ID, notes=_messages([found]), confidence=HIGH)


@question(
    "identity",
    "lengthen",
    title=_("An old number of fifteen digits as one of eighteen"),
    fields=(Field("number15", "text", _("the old number"), needed=True),),
    answers={"number18": _("the number of eighteen")},
)
def lengthen(given: Given) -> Answer[Mapping[str, Any]]:
    number = _or_refuse(given, "number15", identifiers.lengthened, given.text("number15"))
    return Answer({"number18": number}, cites=ID, confidence=HIGH)


def _checks(name: str, also: tuple[str, ...], check: Callable[[str], Checked], *, title: Any, about: Any) -> None:
    """The three checks of a number differ in the number alone."""

    @question(
        "identity",
        name,
        title=title,
        fields=(Field(name, "text", about, needed=True, many=True, also=also),),
        answers={
            "valid": _("whether it is right; a list for a list"),
            "number": _("as it is stored"),
            "blocks": _("no when it only warns"),
            "message": _("what is wrong or doubtful"),
        },
    )
    def answer(given: Given) -> Answer[Mapping[str, Any]]:
        found = [check(text) for text in given.texts(name)]
        value: dict[str, Any] = {
            "valid": [one.valid for one in found],
            "number": [one.number for one in found],
            "blocks": [not one.valid and not one.warns_only for one in found],
            "message": [str(one.message) for one in found],
        }
        if not isinstance(given.raw(name), list):
            value = {key: several[0] for key, several in value.items()}
        return Answer(value, notes=_messages(found), confidence={"card": LOW, "mobile": MEDIUM}.get(name, HIGH))


_checks(
    "card",
    ("cards", "bank_card", "bank_cards"),
    identifiers.bank_card,
    title=_("Is this bank card number plausible?"),
    about=_("the number on the card"),
)
_checks(
    "mobile",
    ("mobiles", "phone"),
    identifiers.mobile,
    title=_("Is this mobile number plausible?"),
    about=_("the number as typed"),
)
_checks(
    "credit_code",
    ("credit_codes", "uscc"),
    identifiers.credit_code,
    title=_("Is this credit code right?"),
    about=_("the code as typed"),
)


def _or_refuse(given: Given, name: str, read: Callable[[str], Any], text: str) -> Any:
    try:
        return read(text)
    except ValueError as error:
        raise given.refuse(name, error.args[0]) from error


def _messages(found: Any) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(one.message for one in found if one.message))
