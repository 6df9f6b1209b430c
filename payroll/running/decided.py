"""What decisions take from the performance pay, and what is given back of it. Pure.

A decision takes its share of what the performance items come to on the days it counts, in part by the custom of the scheme.
All of them together take at most a fifth of the month's wage, and the minimum wage stays (WP 16, MWP 12): the rule for damages,
kept here too, since no text states how much a sanction may take.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from payroll.calculating.answers import fen
from payroll.running.facts import ZERO, Person, Withheld
from payroll.running.lines import EARNED, Finding, Line, Slip

WITHHELD, HOUSE = "withheld", "withheld_house"
CODES: Final = (WITHHELD, HOUSE)
GIVEN_BACK: Final = "back_withheld"
InPart = Callable[[Decimal, date, date], Decimal]


def taken(
    person: Person, performance: Sequence[Line], first: date, last: date, in_part: InPart, room: Decimal, slip: Slip
) -> Iterator[Line]:
    """A line for each decision and item of performance pay, until the `room` is used up. `first`, `last`: days served.

    Notes on the slip what was cut.
    """
    asked = total = ZERO
    for one in person.withheld:
        for line in performance:
            base = _on_days(one, line.amount, first, last, in_part)
            whole = fen(base * one.share)
            amount = min(whole, room - total, line.amount)
            asked += whole
            if amount <= 0:
                continue
            total += amount
            formula = f"{base} × {one.share.normalize():f}"
            formula = formula if amount == whole else f"min({formula}, {amount})"
            code = HOUSE if one.house else WITHHELD
            yield Line(EARNED, code, "", base, one.share, -amount, formula, one.document, line.source)
    if total < asked:
        slip.findings.append(Finding("capped", WITHHELD, asked, total))


def _on_days(one: Withheld, amount: Decimal, first: date, last: date, in_part: InPart) -> Decimal:
    """What of an item's amount of the days served falls on the days of the decision."""
    begin, end = max(one.first, first), min(one.last, last)
    if begin > end or amount <= 0:
        return ZERO
    if (begin, end) == (first, last):
        return amount
    served = in_part(amount, first, last)
    return min(amount, fen(amount * in_part(amount, begin, end) / served)) if served else ZERO


def returned(person: Person) -> Iterator[Line]:
    """A line for each earlier month and decision that was taken back."""
    for one in person.given_back:
        yield Line(
            EARNED, GIVEN_BACK, "", None, None, one.amount, "", one.document, one.source, one.month
        )  # fmt: skip
