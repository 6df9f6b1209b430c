"""Sensitive values are shown masked unless asked for, and the asking is recorded."""

from __future__ import annotations

import re
from typing import Any

SENSITIVE = frozenset(
    "identity_number bank_card phone emergency_phone emergency_name address political_status account_number "
    "password token code reporter_name reporter_contact reporter_person".split()
)


def mask_identity(number: str) -> str:
    """`410102********1231`: region and the last four stay readable."""
    return f"{number[:6]}{'*' * max(len(number) - 10, 0)}{number[-4:]}" if len(number) >= 12 else "*" * len(number)


def mask_phone(number: str) -> str:
    return f"{number[:3]}****{number[-4:]}" if len(number) >= 8 else "*" * len(number)


def mask_card(number: str) -> str:
    return f"{'*' * max(len(number) - 4, 0)}{number[-4:]}" if len(number) > 4 else "*" * len(number)


def mask_value(name: str, value: Any) -> Any:
    """Mask by the name of the field, for audit entries and logs."""
    if name not in SENSITIVE or not isinstance(value, str) or not value:
        return value
    if name == "identity_number":
        return mask_identity(value)
    if name in {"phone", "emergency_phone"}:
        return mask_phone(value)
    if name == "bank_card":
        return mask_card(value)
    return "***"


# Identity numbers (with a day of birth inside), mobile phones, bank cards; not as part of a longer word or number.
PERSONAL_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])(?:\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]|1[3-9]\d{9}|62\d{14,17})"
    r"(?![0-9A-Za-z])"
)


def personal_number(text: str) -> str:
    """The first number of a person in a text, as it stands there; "" for none. Spaces inside a number are overlooked."""
    found = PERSONAL_NUMBER.search(text) or PERSONAL_NUMBER.search(re.sub(r"(?<=\d)[ +-](?=[\dXx])", "", text))
    return found.group() if found else ""
