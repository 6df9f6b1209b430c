"""Work injury: days to apply, full pay while treated, lump sum and allowance by grade (WII 17, 33, 35-37, 64)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext_lazy as _

from payroll.calculating.answers import ZERO, Answer, Step, fen
from payroll.calculating.books import Book
from roster.rules.terms import add_months

ROOM: Final = "payroll.work_injury."
REPORT: Final = "roster.injury.report_within_days"
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """The unit applies until, the person may until; full pay until, and at the longest."""

    apply_by: date
    own_application_by: date
    full_pay_until: date
    full_pay_at_longest_until: date


@dataclass(frozen=True, slots=True)
class Benefit:
    """The own wage that counts, the lump sum, the monthly allowance (none from grade 7 on)."""

    wage_used: Decimal
    lump_sum: Decimal
    monthly_allowance: Decimal
    relation: str


def days(injured_on: date, book: Book) -> Answer[Days]:
    """The days that run from the injury. The day itself does not count."""
    within, own = int(book.value(REPORT)), int(book.value(ROOM + "own_application_months"))
    months, more = (int(book.value(ROOM + name)) for name in ("suspension_months", "suspension_extra_months"))
    value = Days(
        injured_on + timedelta(days=within),
        add_months(injured_on, own),
        add_months(injured_on, months) - ONE_DAY,
        add_months(injured_on, months + more) - ONE_DAY,
    )
    steps = (
        Step(_("The unit applies for recognition until"), within, None, value.apply_by, "WII 17"),
        Step(_("The person may apply until"), None, None, value.own_application_by, "WII 17"),
        Step(_("Full former pay while treated, usually until at most"), months, None, value.full_pay_until, "WII 33"),
        Step(_("Prolonged by the board, at the longest until"), more, None, value.full_pay_at_longest_until, "WII 33"),
    )
    keys = (
        REPORT,
        *(ROOM + name for name in ("own_application_months", "suspension_months", "suspension_extra_months")),
    )
    return Answer(value, steps, book.cites(*keys), confidence=book.sureness(*keys))


def benefit(
    grade: int, wage: Decimal, book: Book, *, local_average: Decimal | None = None, min_wage: Decimal | None = None
) -> Answer[Benefit]:
    """For a grade: `wage` is the average contribution wage of twelve months, held within 60-300 % of the local average.

    The allowance is lifted to the minimum wage where it is known. Medical and employment lump sums are set by provinces.
    """
    row = next(one for one in book.value(ROOM + "grades") if one["grade"] == grade)
    keys = tuple(ROOM + name for name in ("grades", "wage_floor_share", "wage_cap_share"))
    notes, steps = [], []
    used = wage
    if local_average is None:
        notes.append(
            _("The local average wage is not known: the limits of 60 and 300 per cent were not looked at. Supply it.")
        )
    else:
        floor, cap = (local_average * Decimal(book.value(key)) for key in keys[1:])
        used = min(max(wage, floor), cap)
    used = fen(used)
    article = "WII 35" if grade <= 4 else "WII 36" if grade <= 6 else "WII 37"
    steps.append(Step(_("Own wage that counts"), wage, None, used, "WII 64"))
    lump = fen(used * int(row["months"]))
    steps.append(Step(_("Lump sum: months x own wage"), int(row["months"]), used, lump, article))
    share = Decimal(row["share"])
    monthly = fen(used * share)
    if share:
        steps.append(Step(_("Monthly allowance"), share, used, monthly, article))
        if min_wage is not None and monthly < min_wage:
            monthly = fen(min_wage)
            steps.append(Step(_("Lifted to the minimum wage"), None, None, monthly, article))
    if grade >= 5:
        notes.append(
            _("The medical and employment lump sums at the end of the relation are set by the province: supply them.")
        )
    relation = "kept" if grade <= 4 else "own_wish_only" if grade <= 6 else "ends_at_expiry"
    return Answer(
        Benefit(used, lump, monthly if share else ZERO, relation),
        tuple(steps),
        book.cites(*keys),
        tuple(notes),
        book.sureness(*keys),
    )
