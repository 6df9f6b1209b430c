"""What several forms of duties share: the catalogue as choices, the unit to begin with."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language

from accounts.models import User
from organisation.models import Officer
from regulations import packs


def duty_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The catalogue by group, in the reader's language."""
    chinese = (get_language() or "").startswith("zh")
    grouped: dict[str, list[tuple[str, str]]] = {group.code: [] for group in packs.groups()}
    for duty in packs.duties():
        grouped[duty.group].append((duty.code, duty.name_zh if chinese else duty.name_en))
    titles = {group.code: group.name_zh if chinese else group.name_en for group in packs.groups()}
    return [(titles[code], choices) for code, choices in grouped.items()]


def home_of(user: User, units: Any) -> int | None:
    """The unit to begin with: the officer's own, else the first one held."""
    own = Officer.objects.filter(person_id=user.person_id).values_list("unit_id", flat=True).first()
    if own and units.filter(pk=own).exists():
        return int(own)
    first = units.order_by("path").values_list("pk", flat=True).first()
    return int(first) if first else None


def known_codes() -> frozenset[str]:
    """The codes of the catalogue."""
    return frozenset(duty.code for duty in packs.duties())


def duty_title(code: str) -> str:
    """The name of a duty in the reader's language."""
    duty = packs.duty(code)
    return duty.name_zh if (get_language() or "").startswith("zh") else duty.name_en
