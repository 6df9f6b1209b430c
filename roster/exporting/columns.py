"""What each column of an export holds: the keys and headings of the import, so that it can be read back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import get_language

from core import clock
from core.masking import mask_card, mask_phone
from roster.importing import vocabulary as words
from roster.importing.columns import COLUMNS, Column
from roster.models import Auxiliary, Contract, Qualification, WorkCard

Subject = Qualification.Subject
SENSITIVE: Final = ("identity_number", "phone", "address", "emergency_phone", "bank_card")
ALWAYS_SENSITIVE: Final = ("political_status", "medical_on")  # no mask takes the sting out of these
BASIC: Final = ("name", "badge_number", "unit", "post", "category", "grade", "hired_on", "identity_number")


def open_contract(row: Auxiliary) -> Contract | None:
    return next(iter(getattr(row, "open_contracts", ())), None)


def held_card(row: Auxiliary) -> WorkCard | None:
    return next(iter(getattr(row, "held_cards", ())), None)


def newest(row: Auxiliary, subject: str) -> Qualification | None:
    """The newest training or certificate of the subject."""
    return next((one for one in getattr(row, "newest_qualifications", ()) if one.subject == subject), None)


def _of(part: Callable[[Auxiliary], Any], name: str) -> Callable[[Auxiliary], Any]:
    return lambda row: getattr(part(row), name, None)


def _trained(subject: str, name: str) -> Callable[[Auxiliary], Any]:
    return lambda row: getattr(newest(row, subject), name, None)


def whole_years(since: dt.date | None, until: dt.date | None = None) -> int | str:
    """Whole years since a day, up to today or to the last day of whoever left."""
    if since is None:
        return ""
    last = until or clock.today()
    return last.year - since.year - ((last.month, last.day) < (since.month, since.day))


def _employer(row: Auxiliary) -> str:
    contract = open_contract(row)
    return contract.employer.name if contract is not None else ""


def _agreement(row: Auxiliary) -> str:
    contract = open_contract(row)
    return contract.agreement.number if contract is not None and contract.agreement is not None else ""


VALUES: Final[Mapping[str, Callable[[Auxiliary], Any]]] = {
    "name": lambda row: row.person.name,
    "identity_number": lambda row: row.person.identity_number,
    "badge_number": lambda row: row.badge_number,
    "category": lambda row: row.category,
    "unit": lambda row: row.unit.name,
    "post": lambda row: row.post.title if row.post is not None else "",
    "grade": lambda row: row.grade,
    "sex": lambda row: row.person.sex,
    "born_on": lambda row: row.person.born_on,
    "education": lambda row: row.education,
    "political_status": lambda row: row.political_status,
    "veteran": lambda row: row.veteran,
    "specialities": lambda row: "、".join(row.specialities),
    "phone": lambda row: row.person.phone,
    "email": lambda row: row.person.email,
    "address": lambda row: row.address,
    "emergency_name": lambda row: row.emergency_name,
    "emergency_phone": lambda row: row.emergency_phone,
    "bank_card": lambda row: row.bank_card,
    "first_worked_on": lambda row: row.first_worked_on,
    "hired_on": lambda row: row.hired_on,
    "medical_on": lambda row: row.medical_on,
    "employer": _employer,
    "agreement": _agreement,
    "contract_number": _of(open_contract, "number"),
    "contract_kind": _of(open_contract, "kind"),
    "contract_from": _of(open_contract, "starts_on"),
    "contract_to": _of(open_contract, "ends_on"),
    "probation_until": _of(open_contract, "probation_until"),
    "signed_on": _of(open_contract, "signed_on"),
    "monthly_wage": _of(open_contract, "monthly_wage"),
    "card_number": _of(held_card, "number"),
    "card_from": _of(held_card, "valid_from"),
    "card_until": _of(held_card, "valid_until"),
    "pre_post_on": _trained(Subject.PRE_POST, "obtained_on"),
    "annual_on": _trained(Subject.ANNUAL, "obtained_on"),
    "training_until": _trained(Subject.ANNUAL, "valid_until"),
    "driving_licence": _trained(Subject.DRIVING_LICENCE, "name"),
    "licence_from": _trained(Subject.DRIVING_LICENCE, "obtained_on"),
    "licence_until": _trained(Subject.DRIVING_LICENCE, "valid_until"),
    "funding": lambda row: row.post.funding_source if row.post is not None else "",
    "status": lambda row: row.get_status_display(),
    "age": lambda row: whole_years(row.person.born_on, row.left_on),
    "service": lambda row: whole_years(row.hired_on, row.left_on),
}
# What the list shows and an import does not take: named as not read when the file is read back.
SHOWN_ONLY: Final[Mapping[str, Column]] = {
    column.key: column
    for column in (
        Column("status", "状态", "Status"), Column("age", "年龄", "Age"), Column("service", "工龄", "Years of service"),
    )
}  # fmt: skip
MASKS: Final[Mapping[str, Callable[[Auxiliary], str]]] = {
    "identity_number": lambda row: row.person.identity_masked,
    "phone": lambda row: mask_phone(row.person.phone),
    "address": lambda row: "***" if row.address else "",
    "emergency_phone": lambda row: row.emergency_phone_masked,
    "bank_card": lambda row: mask_card(row.bank_card),
}


def column_of(key: str) -> Column:
    return COLUMNS.get(key) or SHOWN_ONLY[key]


def heading(key: str) -> str:
    return column_of(key).heading(get_language())


def values(row: Auxiliary, keys: Sequence[str], *, masked: bool) -> list[Any]:
    """One row of the export, words in the reader's language."""
    english = (get_language() or "").startswith("en")
    return [_value(row, column_of(key), masked=masked, english=english) for key in keys]


def _value(row: Auxiliary, column: Column, *, masked: bool, english: bool) -> Any:
    if masked and column.key in MASKS:
        return MASKS[column.key](row)
    value = VALUES[column.key](row)
    if column.kind == "yes_no":
        return ("yes" if value else "no") if english else ("是" if value else "否")
    if column.choices is not None and value:
        return words.english(column.choices, value) if english else words.chinese(column.choices, value)
    return value
