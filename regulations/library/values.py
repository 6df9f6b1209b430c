"""The dated values of the law by place and day, and how they are put in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulations.packs import PackError, Value, load
from regulations.packs.types import UNITS
from regulations.words import CODES, COLUMNS


@dataclass(frozen=True, slots=True)
class ValueLine:
    """A value as it stands in a place on a day; `value` is None on a day when nothing is said."""

    key: str
    title_en: str
    title_zh: str
    value: Value | None


def lines(*, pack: str, day: date, room: str = "", words: str = "") -> list[ValueLine]:
    words = words.strip().lower()
    packs = load()
    found = []
    for key in packs.value_keys(pack=pack):
        newest = packs.history(key, pack=pack)[-1]
        if (not room or key.startswith(f"{room}.")) and words in f"{key} {newest.title_en} {newest.title_zh}".lower():
            found.append(ValueLine(key, newest.title_en, newest.title_zh, _on(key, pack, day)))
    return found


def _on(key: str, pack: str, day: date) -> Value | None:
    try:
        return load().row(key, day=day, pack=pack)
    except PackError:
        return None


def everywhere(key: str) -> list[Value]:
    """Every row of the value in every pack that states it, the nation first."""
    packs = load()
    return [row for files in packs.files.values() for row in files.values.get(key, ())]


def rooms() -> list[str]:
    keys = {key for files in load().files.values() for key in files.values}
    return sorted({key.partition(".")[0] for key in keys})


def in_words(value: Any, unit: str) -> str:
    """The value with its unit, as a reader says it."""
    if value is None:
        return "–"
    if unit == "yes_no":
        return _("Yes") if value else _("No")
    if unit == "pension":
        return _pension(value)
    if unit == "table":
        return "; ".join(_row(row) for row in value)
    if unit == "tax_bands":
        return "; ".join(_tax_band(band) for band in value)
    if unit == "day_list":
        return ", ".join(day.isoformat() for day in value)
    if unit == "day_ranges":
        return ", ".join(_("%(from)s to %(to)s") % {"from": one["from"], "to": one["to"]} for one in value)
    if unit == "bands":
        return "; ".join(_band(band) for band in value)
    if unit == "codes":
        return ", ".join(str(CODES.get(code, code)) for code in value)
    if unit == "numbers":
        return ", ".join(str(number) for number in value)
    if unit == "ratio":
        return _("%(n)s per cent") % {"n": f"{value * 100:f}".rstrip("0").rstrip(".")}
    return _counted(value, unit)


def of_local(value: Any, unit: str) -> str:
    """A local value as JSON keeps it (exact numbers as text)."""
    return in_words(Decimal(value) if UNITS[unit] is Decimal else value, unit)


def _counted(value: Any, unit: str) -> str:
    words = {
        "days": lambda n: ngettext("%(n)s day", "%(n)s days", n),
        "exact_days": lambda n: ngettext("%(n)s day", "%(n)s days", 2),
        "months": lambda n: ngettext("%(n)s month", "%(n)s months", n),
        "years": lambda n: ngettext("%(n)s year", "%(n)s years", n),
        "hours": lambda n: ngettext("%(n)s hour", "%(n)s hours", n),
        "times": lambda n: ngettext("%(n)s time", "%(n)s times", n),
        "per_10000": lambda n: _("%(n)s for every 10,000 residents"),
        "CNY": lambda n: _("%(n)s yuan"),
        "points": lambda n: _("%(n)s of 100 points"),
    }
    return words[unit](value) % {"n": value} if unit in words else str(value)


def _band(band: Mapping[str, int]) -> str:
    most = _counted(band["max_months"], "months")
    return _("from %(from)s: %(most)s") % {"from": _counted(band["from_months"], "months"), "most": most}


def _row(row: Mapping[str, Any]) -> str:
    """A row of a table: each column by its name, shares as per cent."""
    told = (
        (COLUMNS[name], in_words(cell, "ratio") if isinstance(cell, Decimal) else cell) for name, cell in row.items()
    )
    return ", ".join(_("%(column)s %(cell)s") % {"column": column, "cell": cell} for column, cell in told)


def _tax_band(band: Mapping[str, Decimal]) -> str:
    words = {"rate": in_words(Decimal(band["rate"]), "ratio"), "quick": band["quick"]}
    if "up_to" not in band:
        return _("above: %(rate)s less %(quick)s yuan") % words
    return _("up to %(most)s yuan: %(rate)s less %(quick)s yuan") % {**words, "most": band["up_to"]}


def _pension(phase: Mapping[str, int]) -> str:
    if phase["raised_to_years"] == phase["age_years"]:
        return _counted(phase["age_years"], "years")
    return _("%(from)s years, rising to %(to)s by one month for every %(step)s months of birth") % {
        "from": phase["age_years"],
        "to": phase["raised_to_years"],
        "step": phase["born_step_months"],
    }
