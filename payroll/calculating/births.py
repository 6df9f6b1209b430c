"""Leave around a birth and in the family: maternity and its local extension, partner, parental, marriage, bereavement.

National: WOMEN 7-9. Extensions stand in the acts of provinces; a figure that was not read says so. Days are calendar days.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from payroll.calculating.answers import Answer, Step, fen
from payroll.calculating.books import Book
from payroll.calculating.wording import to_confirm
from roster.rules.terms import add_months

MATERNITY: Final = "payroll.maternity."
FAMILY: Final = "payroll.family_leave."
BABIES: Final = {"twin": 2, "双胞": 2, "triplet": 3, "三胞": 3, "quadruplet": 4, "四胞": 4}
FAMILY_KINDS: Final = ("marriage", "bereavement", "partner", "parental")


@dataclass(frozen=True, slots=True)
class Birth:
    """What happened: a birth (of how many, difficult or not), or a miscarriage in a month of pregnancy."""

    difficult: bool = False
    babies: int = 1
    miscarriage_months: Decimal | None = None
    child: int = 1  # the first, second … child of the mother


@dataclass(frozen=True, slots=True)
class Leave:
    """National days, those of the place (days or whole months), all together; the last day when the first is known."""

    days: int
    local_days: int = 0
    local_months: int = 0
    ends_on: date | None = None
    allowance: Decimal | None = None

    @property
    def total_days(self) -> int:
        return self.days + self.local_days


def read_case(text: str) -> Birth | None:
    """A case in words, English or Chinese: "normal", "difficult birth and twins", "miscarriage under 4 months"."""
    words = text.lower()
    if "miscarr" in words or "abort" in words or "流产" in words:
        number = re.search(r"(\d+(?:\.\d+)?)", words)
        if number is None:
            return None
        months = Decimal(number[1])
        if "week" in words or "周" in words:
            months = months * 12 / 52
        below = any(word in words for word in ("under", "below", "less", "before", "不满", "未满"))
        return Birth(miscarriage_months=max(Decimal(0), months - Decimal("0.01")) if below else months)
    babies = next((count for word, count in BABIES.items() if word in words), 1)
    difficult = "difficult" in words or "难产" in words or "caesar" in words or "剖" in words
    if (
        babies == 1
        and not difficult
        and not any(word in words for word in ("normal", "single", "顺产", "正常", "birth"))
    ):
        return None
    return Birth(difficult=difficult, babies=babies)


def maternity(
    birth: Birth,
    book: Book,
    *,
    starts_on: date | None = None,
    local: bool = True,
    local_days: int | None = None,
    unit_average: Decimal | None = None,
) -> Answer[Leave]:
    """Maternity leave with the extension of the place. `local_days` replaces the pack's figure (the operator's own).

    `unit_average`: last year's average monthly wage of the unit: the fund's allowance is counted on the national days and
    the local days alike (the divisor is a default of this system).
    """
    if birth.miscarriage_months is not None:
        key = MATERNITY + "miscarriage_days"
        row = max(
            (one for one in book.value(key) if birth.miscarriage_months >= one["from_months"]),
            key=lambda one: int(one["from_months"]),
        )
        return _whole(
            Leave(int(row["days"])),
            (Step(_("Leave after a miscarriage"), birth.miscarriage_months, None, row["days"], "WOMEN 7"),),
            (key,),
            starts_on,
            unit_average,
            book,
        )
    names = [
        "base_days",
        *(["difficult_days"] if birth.difficult else []),
        *(["each_extra_child_days"] if birth.babies > 1 else []),
    ]
    keys = [MATERNITY + name for name in names]
    base, difficult, each = (
        int(book.value(MATERNITY + name)) for name in ("base_days", "difficult_days", "each_extra_child_days")
    )
    steps = [Step(_("Maternity leave"), None, None, base, "WOMEN 7")]
    days = base
    if birth.difficult:
        days += difficult
        steps.append(Step(_("More for a difficult birth"), None, None, difficult, "WOMEN 7"))
    if birth.babies > 1:
        days += each * (birth.babies - 1)
        steps.append(
            Step(
                _("More for each further child of the birth"),
                birth.babies - 1,
                each,
                each * (birth.babies - 1),
                "WOMEN 7",
            )
        )
    more: Mapping[str, Any] = {}
    if local_days is not None:
        more = {"days": local_days}
        steps.append(Step(_("Longer leave of the place, as entered"), None, None, local_days))
    elif local:
        keys.append(MATERNITY + "extension")
        more = _of_child(book, MATERNITY + "extension", birth.child)
        if any(int(more.get(name, 0)) for name in ("days", "months")):
            unit = (
                _("Longer leave of the place, in months")
                if "months" in more
                else _("Longer leave of the place, in days")
            )
            steps.append(
                Step(unit, None, None, more.get("months", more.get("days")), book.cites(MATERNITY + "extension")[0])
            )
    leave = Leave(days, int(more.get("days", 0)), int(more.get("months", 0)))
    return _whole(leave, tuple(steps), tuple(keys), starts_on, unit_average, book)


def family(kind: str, book: Book, *, child: int = 1, checked: bool = False) -> Answer[Mapping[str, int]]:
    """Leave for marriage (more after a medical check), bereavement, partner at a birth, parents of a small child a year."""
    if kind == "partner":
        key = FAMILY + "partner_leave"
        row = _of_child(book, key, child)
        value = {"days": int(row.get("days", 0)), "months": int(row.get("months", 0))}
        keys: tuple[str, ...] = (key,)
    elif kind == "parental":
        keys = (FAMILY + "parental_days_per_year", FAMILY + "parental_until_years")
        value = {"days": int(book.value(keys[0])), "months": 0, "until_years": int(book.value(keys[1]))}
    else:
        keys = (
            FAMILY + f"{kind}_days",
            *((FAMILY + "marriage_checked_days",) if kind == "marriage" and checked else ()),
        )
        value = {"days": sum(int(book.value(key)) for key in keys), "months": 0}
    words = {
        "marriage": _("Leave to marry"),
        "bereavement": _("Leave when a parent, spouse or child dies"),
        "partner": _("Leave of the partner at a birth"),
        "parental": _("Leave of each parent for a small child, a year"),
    }[kind]
    steps = (Step(words, None, None, value["days"] or value["months"], book.cites(*keys)[0]),)
    return Answer(value, steps, book.cites(*keys), _open(book, *keys), book.sureness(*keys))


def _of_child(book: Book, key: str, child: int) -> Mapping[str, Any]:
    rows = [row for row in book.value(key) if child >= row["from_child"]]
    return max(rows, key=lambda row: int(row["from_child"])) if rows else {}


def _whole(
    leave: Leave,
    steps: tuple[Step, ...],
    keys: tuple[str, ...],
    starts_on: date | None,
    average: Decimal | None,
    book: Book,
) -> Answer[Leave]:
    """With the last day and the allowance where enough is known."""
    ends_on = allowance = None
    if starts_on is not None:
        ends_on = starts_on + timedelta(days=leave.total_days - 1)
        if leave.local_months:
            ends_on = add_months(ends_on + timedelta(days=1), leave.local_months) - timedelta(days=1)
    if average is not None:
        keys = (*keys, MATERNITY + "allowance_month_days")
        days = (ends_on - starts_on).days + 1 if ends_on and starts_on else leave.total_days
        per_month = Decimal(book.value(MATERNITY + "allowance_month_days"))
        allowance = fen(average / per_month * days)
        steps = (
            *steps,
            Step(
                _("Allowance of the fund: average wage of the unit / days of a month x days"),
                days,
                average,
                allowance,
                "WOMEN 8",
            ),
        )
    value = Leave(leave.days, leave.local_days, leave.local_months, ends_on, allowance)
    return Answer(value, steps, book.cites(*keys), _open(book, *keys), book.sureness(*keys))


def _open(book: Book, *keys: str) -> tuple[Any, ...]:
    """What is to be confirmed; and that a place without a figure of its own may have one."""
    notes = to_confirm(book, *keys)
    own = {MATERNITY + "extension", FAMILY + "partner_leave", FAMILY + "parental_days_per_year"} & set(keys)
    if any(book.row(key).pack == "CN" for key in own):
        notes = (*notes, _("No figure of the place is known: its act on population may grant more. Enter it if so."))
    return notes
