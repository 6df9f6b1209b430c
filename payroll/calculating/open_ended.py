"""The right to an open-ended contract: ten years in the same unit, or renewal after two fixed terms in a row (LCL 14)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from payroll.calculating.answers import Answer, Step
from payroll.calculating.books import Book
from roster.rules.terms import add_months

ROOM: Final = "roster.contract."


@dataclass(frozen=True, slots=True)
class Right:
    """Is there a right, why, and on which day ten years are full."""

    entitled: bool
    grounds: tuple[str, ...]
    ten_years_on: date | None
    fixed_terms: int


def right(
    day: date,
    book: Book,
    *,
    started: date | None = None,
    fixed_terms: int = 0,
    extensions_months: Sequence[int] = (),
    fault: bool = False,
    public_welfare: bool = False,
) -> Answer[Right]:
    """On `day`, for somebody in the unit since `started` who has had `fixed_terms` fixed terms in a row.

    Agreed extensions that reach a year together count as a further term (SPC25 10, from 2025-09-01). A fault of art. 39 or
    the cases of art. 40(1)(2) take the right of two terms; subsidised public-welfare posts have none (LCR 12).
    """
    years, terms = (
        int(book.value(ROOM + "open_ended_after_years")),
        int(book.value(ROOM + "open_ended_after_fixed_terms")),
    )
    keys = [ROOM + "open_ended_after_years", ROOM + "open_ended_after_fixed_terms"]
    counted, notes = fixed_terms, []
    if extensions_months:
        key = ROOM + "extension_counts_from_months"
        if not book.says(key):
            notes.append(_("Extensions counted as a further term only from 1 September 2025."))
        elif sum(extensions_months) >= book.value(key):
            keys.append(key)
            counted += 1
    ten_on = add_months(started, 12 * years) if started else None
    steps: list[Step] = []
    grounds: list[str] = []
    if ten_on is not None:
        steps.append(Step(_("Ten years in the same unit are full on"), years, None, ten_on, "LCL 14"))
        if day >= ten_on:
            grounds.append("ten_years")
    steps.append(Step(_("Fixed terms in a row"), counted, terms, None, "LCL 14"))
    if counted >= terms and not fault:
        grounds.append("two_fixed_terms")
    elif counted >= terms:
        notes.append(_("A fault of art. 39 or a case of art. 40(1)(2) takes away the right of two fixed terms."))
    if public_welfare:
        notes.append(_("Subsidised public-welfare posts give no right to an open-ended contract."))
        grounds = []
    if grounds:
        notes.append(_("The person may still ask for a fixed term; the open-ended one is offered first."))
    cites: tuple[str, ...] = (*book.cites(*keys), *(("LCR 12",) if public_welfare else ()))
    return _answer(Right(bool(grounds), tuple(grounds), ten_on, counted), steps, cites, notes, book.sureness(*keys))


def _answer(
    value: Right, steps: Sequence[Step], cites: tuple[str, ...], notes: Sequence[Any], sure: str
) -> Answer[Right]:
    return Answer(value, tuple(steps), cites, tuple(notes), sure)
