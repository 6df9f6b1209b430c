"""Resident identity numbers by GB 11643: check digit, birth date, sex, region. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
FIRST_REGIONS = {
    *range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83,
}  # fmt: skip


class BadIdentity(ValueError):
    """Why a number cannot be an identity number; the sentence is for the person who typed it."""

    def __init__(self, message: object) -> None:
        self.message = message
        super().__init__(str(message))


@dataclass(frozen=True)
class Identity:
    """What an identity number tells."""

    number: str
    region: str
    born_on: date
    sex: str  # "M" or "F"
    region_known: bool


def check_digit(first17: str) -> str:
    return CHECKS[sum(int(d) * w for d, w in zip(first17, WEIGHTS, strict=True)) % 11]


def parse(text: str, *, day: date | None = None) -> Identity:
    """Read a number as typed (spaces and full-width digits forgiven, x = X). Raises BadIdentity with a sentence.

    An unknown region is not refused: region tables age; `region_known` is False and the caller warns.
    """
    number = "".join(text.translate(_NARROW).split()).upper()
    if not number:
        raise BadIdentity(_("The identity number is missing."))
    if len(number) == 15 and number.isascii() and number.isdigit():
        raise BadIdentity(_("This is an old 15-digit number: use the 18-digit number of the present identity card."))
    if len(number) != 18:
        raise BadIdentity(_("An identity number has 18 characters; this one has %(count)d.") % {"count": len(number)})
    if not (number.isascii() and number[:17].isdigit() and (number[17].isdigit() or number[17] == "X")):
        raise BadIdentity(_("An identity number has 17 digits and a last digit or X: another character stands in it."))
    if number[17] != check_digit(number[:17]):
        raise BadIdentity(_("The last character does not fit the others: a digit was mistyped. Compare with the card."))
    try:
        born_on = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError as error:
        raise BadIdentity(_("The birth date inside the identity number does not exist.")) from error
    if born_on.year < 1900 or (day is not None and born_on > day):
        raise BadIdentity(_("The birth date inside the identity number cannot be right."))
    return Identity(
        number=number,
        region=number[:6],
        born_on=born_on,
        sex="M" if int(number[16]) % 2 else "F",
        region_known=int(number[:2]) in FIRST_REGIONS,
    )


_NARROW = {0xFF10 + i: str(i) for i in range(10)} | {0xFF38: "X", 0xFF58: "X"}
