"""Dispatch: is a contract lawful, is the share within the cap (LCL 58, 66; LCR 30; DISP 4). Records: how long to keep them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from payroll.calculating.answers import Answer, Step
from payroll.calculating.books import Book
from payroll.calculating.wording import to_confirm
from roster.rules.terms import add_months, lasts_months

ROOM: Final = "roster.dispatch."
CONTRACT, PAY = "contract", "pay"
KEPT: Final = {CONTRACT: "roster.contract.records_kept_years", PAY: "payroll.records.pay_records_years"}


@dataclass(frozen=True, slots=True)
class Share:
    """Dispatched of all (direct and dispatched), the most there may be with so many direct, how many too many."""

    share: Decimal
    within: bool
    most: int
    too_many: int


def dispatch_contract(
    book: Book, *, months: Decimal | None = None, term: tuple[date, date | None] | None = None, kind: str = "fixed"
) -> Answer[bool]:
    """A dispatch firm signs for a fixed term of two years or more; neither part-time nor open-ended nor for a task."""
    key = ROOM + "min_years"
    least = 12 * int(book.value(key))
    lasts = months is not None and months >= least
    if term is not None:
        lasts = term[1] is not None and lasts_months(term[0], term[1], least)
    lawful = kind == "fixed" and lasts
    steps = (Step(_("Shortest term in months"), months, None, least, "LCL 58"),)
    return Answer(
        lawful, steps, (*book.cites(key), *(("LCR 30",) if kind == "part_time" else ())), confidence=book.sureness(key)
    )


def dispatch_share(direct: int, dispatched: int, book: Book) -> Answer[Share]:
    """Against a tenth of direct and dispatched people together. Whether it binds a police organ is open, and said."""
    key = ROOM + "cap_share"
    cap = Decimal(book.value(key))
    everybody = direct + dispatched
    share = Decimal(dispatched) / everybody if everybody else Decimal(0)
    most = int((direct * cap / (1 - cap)).to_integral_value(ROUND_FLOOR))
    steps = (
        Step(_("Dispatched of all, direct and dispatched"), dispatched, everybody, round(share, 4), "DISP 4"),
        Step(_("At most with so many direct"), direct, cap, most, "DISP 4"),
    )
    value = Share(round(share, 4), dispatched <= most, most, max(0, dispatched - most))
    return Answer(value, steps, book.cites(key), to_confirm(book, key), book.sureness(key))


def keep_until(kind: str, day: date, book: Book) -> Answer[date]:
    """Pay records from the day of pay, ended contracts from the end: the last day of the years to keep them (WP 6, LCL 50)."""
    key = KEPT[kind]
    years = int(book.value(key))
    until = add_months(day, 12 * years)
    steps = (Step(_("Years to keep it, at least"), years, None, until, book.cites(key)[0]),)
    notes: tuple[Any, ...] = (_("At least: a dispute, an audit or a rule of the archives may ask for longer."),)
    return Answer(until, steps, book.cites(key), notes, book.sureness(key))
