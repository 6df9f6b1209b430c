"""One person's pay of one month, taken apart: what is paid for the same work, and what has a reason of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, NamedTuple

ZERO: Final = Decimal("0.00")

SENIORITY, TIMES, PERFORMANCE, OVERTIME = "seniority", "times", "performance", "overtime"
MISSED, PART, EARLIER, BONUS, ENDING = "missed", "part", "earlier", "bonus", "ending"
REASONS: Final = (SENIORITY, TIMES, PERFORMANCE, OVERTIME, MISSED, PART, EARLIER, BONUS, ENDING)
# Reasons that explain a difference only if something outside this program proves it: the appraisal of the year.
TO_BE_SHOWN: Final = frozenset({PERFORMANCE, BONUS})
OF_LINE: Final[Mapping[str, str]] = {
    "overtime_150": OVERTIME,
    "overtime_200": OVERTIME,
    "overtime_300": OVERTIME,
    "absence": MISSED,
    "sick": MISSED,
    "back_pay": EARLIER,
    "bonus": BONUS,
    "bonus_merged": BONUS,
    "severance": ENDING,
}


class Earned(NamedTuple):
    """A line of pay: its code, how often, how much in yuan."""

    code: str
    quantity: Decimal | None
    amount: Decimal


class Kind(NamedTuple):
    """What an item of the scheme is (night, grade …) and how it is reckoned (month, each, given)."""

    kind: str
    basis: str


@dataclass(frozen=True, slots=True)
class Parts:
    """Pay of a month taken apart, in yuan: `same` is the whole month's pay for the same work; all together are the pay.

    `times` and `rates`: how often something was given that is paid by times, and what each time is worth.
    """

    same: Decimal
    reasons: Mapping[str, Decimal]
    times: Mapping[str, Decimal] = field(default_factory=dict)
    rates: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def pay(self) -> Decimal:
        return self.same + sum(self.reasons.values(), ZERO)


@dataclass(frozen=True, slots=True)
class Paid:
    """One person in one month: what the work is, who pays and from what, and the pay taken apart."""

    post: str
    grade: str
    years: int
    unit: int
    employer: int
    dispatched: bool
    source: int | None
    parts: Parts
    insured: frozenset[str] = frozenset()
    planned: bool = False  # no payslip was released yet: by the scheme and the settings in force


def taken_apart(lines: Iterable[Earned], items: Mapping[str, Kind], full: Mapping[str, Decimal]) -> Parts:
    """The pay of a month by its reasons. `full`: the whole month's (or one time's) amount of each item for this person.

    What an item pays for the whole month counts as pay for the same work; less of it in a part of the month or in
    probation is a reason (LCL 20, the days not served). A line that no item names and no reason knows counts as pay for
    the same work: nothing is explained away unseen.
    """
    same = ZERO
    reasons: dict[str, Decimal] = defaultdict(lambda: ZERO)
    times: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for line in lines:
        item = items.get(line.code)
        if item is None:
            reason = OF_LINE.get(line.code, "")
            if reason:
                reasons[reason] += line.amount
            else:
                same += line.amount
        elif item.basis == "each":
            reasons[TIMES] += line.amount
            times[item.kind] += line.quantity or ZERO
        elif item.basis == "given" and item.kind == "performance":
            reasons[PERFORMANCE] += line.amount
        else:
            whole = full.get(line.code, line.amount) if item.basis == "month" else line.amount
            reasons[PART] += line.amount - whole
            if item.kind == "seniority":
                reasons[SENIORITY] += whole
            else:
                same += whole
    rates = {item.kind: full[code] for code, item in items.items() if item.basis == "each" and code in full}
    return Parts(same, {reason: amount for reason, amount in reasons.items() if amount}, dict(times), rates)
