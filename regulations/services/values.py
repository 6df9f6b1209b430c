"""Local values 本单位数值: an office sets what the packs leave open or only suppose; law that was read it cannot change."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.actors import Actor
from core.errors import BadInput
from organisation.models import Unit
from regulations.models import LocalValue
from regulations.packs import PackError, Value, load
from regulations.packs.types import UNITS
from regulations.selectors import unit_pack
from regulations.services.two_persons import propose

WHOLE, YES_NO = (int,), {"yes": True, "no": False, "true": True, "false": False, "是": True, "否": False}


@transaction.atomic
def propose_value(
    *, unit: Unit, key: str, amount: str, since: date, until: date | None = None, reason: str, by: Actor
) -> LocalValue:
    """Propose a value for this unit and below from a day on; a second person approves."""
    known = open_value(key, pack=unit_pack(unit, since), day=since)
    row = LocalValue(
        unit=unit, key=key, value=read(amount, known.unit), since=since, until=until, reason=reason.strip()
    )
    return propose(row, by=by)


def open_value(key: str, *, pack: str, day: date) -> Value:
    """The pack's value, if an office may replace it: a house default, or one still to be confirmed."""
    try:
        known = load().row(key, day=day, pack=pack)
    except PackError as error:
        raise BadInput({"key": _("The rules have no such value on that day.")}) from error
    if not known.to_be_confirmed:
        raise BadInput({"key": _("This value is law whose text was read; an office cannot replace it.")})
    if UNITS[known.unit] not in (int, Decimal, bool, str):
        raise BadInput({"key": _("This value is a table; it is changed in the rule pack, not here.")})
    return known


def read(amount: str, unit: str) -> Any:
    """What was typed, in the type of the unit, as JSON keeps it (exact numbers as text)."""
    amount, kind = amount.strip(), UNITS[unit]
    try:
        if kind is bool:
            return YES_NO[amount.lower()]
        number = Decimal(amount) if kind in (int, Decimal) else None
    except (KeyError, InvalidOperation) as error:
        raise BadInput({"amount": _("Write a number, or yes or no where that is asked.")}) from error
    if number is None:
        return amount
    if not number.is_finite() or number < 0 or (kind is int and number != number.to_integral_value()):
        raise BadInput({"amount": _("Write a whole number, zero or more.")})
    return int(number) if kind is int else str(number)
