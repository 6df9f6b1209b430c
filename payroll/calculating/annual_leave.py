"""Paid annual leave: how many days, what is left to a joiner or a leaver, what untaken days are paid.

Regulations on Paid Annual Leave arts. 2-5 (LEAVE), Measures of 2008 arts. 3-12 (LEAVEM). Days are working days of leave.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from payroll.calculating.answers import MEDIUM, ZERO, Answer, Step, fen
from payroll.calculating.books import Book
from payroll.calculating.wording import fill
from roster.rules.terms import add_months

ROOM = "payroll.annual_leave."


@dataclass(frozen=True, slots=True)
class Part:
    """Days of leave for a part of a calendar year."""

    calendar_days: int
    days: int
    clawback_days: int = 0


@dataclass(frozen=True, slots=True)
class Untaken:
    """Pay for untaken days, in yuan: of the day, on top of the ordinary wage, and with it."""

    day_wage: Decimal
    extra_pay: Decimal
    total_pay: Decimal


def whole_months(first: date, day: date) -> int:
    """Full months worked before `day` by somebody whose first day of work was `first`."""
    months = max(0, (day.year - first.year) * 12 + day.month - first.month)
    while months and add_months(first, months) > day:
        months -= 1
    return months


def tier(months: int, book: Book) -> int:
    """Days of a full year for so many months of all work: 0, 5, 10 or 15."""
    reached = [int(row["days"]) for row in book.value(ROOM + "tiers") if months >= row["from_months"]]
    return max(reached, default=0)


def entitlement(months: int, book: Book) -> Answer[int]:
    """The tier with its step."""
    days = tier(months, book)
    words = fill(_("Worked %(months)s months in all: leave of a full year"), months=months)
    keys = (ROOM + "tiers", ROOM + "needs_months")
    return Answer(
        days, (Step(words, months, None, days, "LEAVE 3"),), book.cites(*keys), confidence=book.sureness(*keys)
    )


def is_lost(full_days: int, sick_months: Decimal, paid_personal_days: Decimal, book: Book) -> bool:
    """Is the leave of the year lost to long sick leave or paid personal leave (art. 4)?"""
    if paid_personal_days >= book.value(ROOM + "lost_personal_days"):
        return True
    limits = {int(row["days"]): int(row["months"]) for row in book.value(ROOM + "lost_sick_months")}
    return full_days in limits and sick_months >= limits[full_days]


def joiner(joined: date, full_days: int, book: Book, *, counts_from: date | None = None) -> Answer[Part]:
    """Leave of somebody who joins within the year: days left to 31 December / 365 x tier; a part of a day is dropped.

    `counts_from`: the day the twelve months in a row are full, when that is later than the first day.
    """
    first = max(joined, counts_from or joined)
    last = date(joined.year, 12, 31)
    left = max(0, (last - first).days + 1)
    days = min(_whole(_share(left, full_days, book)), full_days)
    steps = (
        Step(_("Calendar days left in the year"), left, None, None, "LEAVEM 5"),
        Step(
            _("Days left / days of the year x full leave, without the part of a day"), left, full_days, days, "LEAVEM 5"
        ),
    )
    return Answer(Part(left, days), steps, *_law(book))


def leaver(last_day: date, full_days: int, taken: Decimal, book: Book, *, joined: date | None = None) -> Answer[Part]:
    """Days still owed to a leaver: days gone / 365 x tier - taken; never below none, and nothing is taken back (art. 12)."""
    first = date(last_day.year, 1, 1)
    if joined is not None:
        first = max(first, joined)
    gone = max(0, (last_day - first).days + 1)
    owed = _share(gone, full_days, book) - taken
    days = min(max(0, _whole(owed)), full_days)
    steps = (
        Step(_("Calendar days gone in the year"), gone, None, None, "LEAVEM 12"),
        Step(_("Days gone / days of the year x full leave, less what was taken"), gone, full_days, days, "LEAVEM 12"),
    )
    notes = (_("More was taken than is due: it is not taken back."),) if owed < 0 else ()
    cites, _notes, sure = _law(book)
    return Answer(Part(gone, days), steps, cites, notes, sure)


def untaken(days: Decimal, average: Decimal, book: Book, *, waived: bool = False) -> Answer[Untaken]:
    """Pay for untaken days: 300 % of the day wage in all, of which the ordinary wage is 100 % (art. 10).

    `average`: of the last twelve months, without overtime pay (art. 11). Waived in writing: the ordinary wage alone.
    """
    keys = tuple(ROOM + name for name in ("untaken_total", "untaken_ordinary", "day_divisor"))
    whole, ordinary, divisor = (Decimal(book.value(key)) for key in keys)
    day_wage = average / divisor
    share = ordinary if waived else whole
    extra, total = fen(day_wage * days * (share - ordinary)), fen(day_wage * days * share)
    steps = (
        Step(
            _("Day wage: average of twelve months / paid days of a month"), average, divisor, fen(day_wage), "LEAVEM 11"
        ),
        Step(_("Untaken days on top of the ordinary wage"), days, share - ordinary, extra, "LEAVEM 10"),
    )
    notes = (_("Waived in writing for reasons of one's own: only the ordinary wage is due."),) if waived else ()
    return Answer(Untaken(fen(day_wage), extra, total), steps, book.cites(*keys), notes, book.sureness(*keys))


def average_wage(wages: Sequence[Decimal], overtime: Sequence[Decimal] = ()) -> Decimal:
    """The average month without overtime pay; of fewer months where fewer were worked."""
    return (sum(wages, ZERO) - sum(overtime, ZERO)) / len(wages) if wages else ZERO


def of_year(first_worked: date, year: int, book: Book, *, split: bool = True) -> Answer[Mapping[str, Any]]:
    """Leave of a calendar year from the first day of all work.

    How a tier change inside a year is counted is written nowhere: `split` counts each part of the year by its tier, which
    is the usual reading; otherwise the tier of the last day counts for the whole year.
    """
    begins, ends = date(year, 1, 1), date(year, 12, 31)
    before, after = (tier(whole_months(first_worked, day), book) for day in (begins, ends + timedelta(days=1)))
    if before == after or not split:
        words = fill(_("The tier of %(year)s"), year=year)
        return Answer(
            {"days": after, "tier_before": before, "tier_after": after},
            (Step(words, None, None, after, "LEAVE 3"),),
            *_law(book),
        )
    change = min(day for day in _anniversaries(first_worked, book) if begins < day <= ends + timedelta(days=1))
    lower, higher = (change - begins).days, (ends - change).days + 1
    owed = _share(lower, before, book) + _share(higher, after, book)
    days = min(_whole(owed), after)
    steps = (
        Step(
            fill(_("Days before %(day)s by the tier before"), day=change.isoformat()), lower, before, None, "LEAVEM 5"
        ),
        Step(_("Days from then on by the next tier, without the part of a day"), higher, after, days, "LEAVEM 5"),
    )
    note = _(
        "How a change of tier inside a year is counted is not written anywhere: each part by its tier is the default here."
    )
    cites, _notes, sure = _law(book)
    return Answer(
        {"days": days, "tier_before": before, "tier_after": after, "changes_on": change}, steps, cites, (note,), MEDIUM
    )


def _anniversaries(first: date, book: Book) -> list[date]:
    return [add_months(first, int(row["from_months"])) for row in book.value(ROOM + "tiers")]


def _share(days: int, full_days: int, book: Book) -> Decimal:
    return Decimal(days * full_days) / book.value(ROOM + "year_days")


def _whole(days: Decimal) -> int:
    return int(days.to_integral_value(ROUND_FLOOR))


def _law(book: Book) -> tuple[tuple[str, ...], tuple[Any, ...], str]:
    keys = (ROOM + "tiers", ROOM + "year_days")
    return book.cites(*keys), (), book.sureness(*keys)
