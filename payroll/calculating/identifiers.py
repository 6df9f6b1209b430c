"""Is the number right? Resident identity (GB 11643), credit code (GB 32100), bank card (Luhn), mobile telephone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from organisation.identity import BadIdentity, check_digit, parse

MOBILE: Final = re.compile(r"1[3-9][0-9]{9}", re.ASCII)
CREDIT: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I, O, S, V, Z
USUAL_LENGTHS: Final = range(16, 20)
ISO_LENGTHS: Final = range(12, 20)
NARROW: Final = {0xFF10 + digit: str(digit) for digit in range(10)} | {0xFF0B: "+"}


@dataclass(frozen=True, slots=True)
class Checked:
    """A number as it is stored, whether it is right, and what is wrong with it or doubtful."""

    number: str
    valid: bool
    message: Any = ""
    warns_only: bool = False


@dataclass(frozen=True, slots=True)
class Resident:
    """What an identity number tells."""

    number: str
    valid: bool
    born_on: date | None = None
    sex: str = ""
    message: Any = ""


def resident(text: str, *, day: date | None = None) -> Resident:
    """The identity number as typed; a small x is stored as X (GB 11643)."""
    try:
        found = parse(text, day=day)
    except BadIdentity as error:
        return Resident("".join(text.split()).upper(), False, message=error.message)
    return Resident(found.number, True, found.born_on, found.sex)


def completed(first17: str) -> Resident:
    """The whole number for its first seventeen digits. Raises ValueError unless there are seventeen."""
    digits = _digits(first17)
    if len(digits) != 17:
        raise ValueError(_("Write the first seventeen digits."))
    return resident(digits + check_digit(digits))


def lengthened(number15: str) -> str:
    """The 18-digit number for an old one of 15: 19 before the year of birth, check character at the end."""
    digits = _digits(number15)
    if len(digits) != 15:
        raise ValueError(_("Write the fifteen digits of the old number."))
    whole = resident((first := f"{digits[:6]}19{digits[6:]}") + check_digit(first))
    if not whole.valid:
        raise ValueError(whole.message)
    return whole.number


def luhn(digits: str) -> bool:
    """Does the last digit fit the others by Luhn? Every second digit from the right counts twice, less nine above nine."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def bank_card(text: str) -> Checked:
    """A card number. Some old and local cards do not follow Luhn or the usual length: that warns and never blocks."""
    number = _digits(text)
    if len(number) not in ISO_LENGTHS:
        return Checked(number, False, _("A card number has 12 to 19 digits and nothing else."))
    if not luhn(number):
        return Checked(
            number, False, _("The last digit does not fit the others: compare with the card."), warns_only=True
        )
    if len(number) not in USUAL_LENGTHS:
        return Checked(number, True, _("Cards usually have 16 to 19 digits: compare with the card."), warns_only=True)
    return Checked(number, True)


def mobile(text: str) -> Checked:
    """A mobile number of the mainland: eleven digits, 13 to 19 at the front; +86 before it is dropped."""
    number = re.sub(r"[\s-]", "", text.translate(NARROW))
    number = re.sub(r"^(\+86|0086)", "", number)
    if MOBILE.fullmatch(number):
        return Checked(number, True)
    return Checked(number, False, _("A mobile number has eleven digits and begins with 13 to 19."))


def credit_code(text: str) -> Checked:
    """A unified social credit code (GB 32100): 18 characters, the last one checks the others (weights 3 to the power)."""
    code = "".join(text.split()).upper()
    if len(code) != 18 or any(letter not in CREDIT for letter in code):
        return Checked(code, False, _("A credit code has 18 digits and letters, without I, O, S, V and Z."))
    total = sum(CREDIT.index(letter) * pow(3, place, 31) for place, letter in enumerate(code[:17]))
    if CREDIT[(31 - total % 31) % 31] != code[17]:
        return Checked(code, False, _("The last character of the credit code does not fit the others."))
    return Checked(code, True)


def _digits(text: str) -> str:
    """The digits of a number written with spaces, hyphens or wide digits; empty when another character stands in it."""
    number = re.sub(r"[\s-]", "", text.translate(NARROW))
    return number if number.isascii() and number.isdigit() else ""
