"""What it would cost to insure everybody who is not: the people without an insurance times what the place asks. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from payroll.calculating import insurance
from payroll.comparing.people import ZERO

MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Bare:
    """Somebody who lacks one insurance or more: the month's wage and what is there. `schemes`: terms of the place by kind."""

    unit: int
    wage: Decimal
    insured: frozenset[str]
    required: tuple[str, ...]
    schemes: Mapping[str, insurance.Scheme]

    @property
    def lacking(self) -> tuple[str, ...]:
        return tuple(kind for kind in self.required if kind not in self.insured)


@dataclass(frozen=True, slots=True)
class Missing:
    """One insurance: how many lack it, what it would cost a month, and for how many of them nobody knows the terms."""

    kind: str
    people: int
    by_unit: Decimal
    own: Decimal
    unknown: int = 0
    at_least: bool = False  # at the lowest rate the law allows, because the place's own was not supplied

    @property
    def year(self) -> Decimal:
        return self.by_unit * MONTHS


def cost_of_everybody(
    people: Iterable[Bare], kinds: Sequence[str], *, lowest: Mapping[str, insurance.Scheme]
) -> list[Missing]:
    """A row for each insurance that somebody lacks, in the order of `kinds`.

    The base is the month's wage within the place's limits; each side is rounded by itself, as in a payslip. Where the
    place's terms were not supplied `lowest` stands in (the housing fund at the least rate of HFR 18), said as "at
    least"; without that the people are counted as unknown, and nothing is guessed.
    """
    counts: dict[str, int] = defaultdict(int)
    unknown: dict[str, int] = defaultdict(int)
    sums: dict[str, list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
    weak = set()
    for one in people:
        for kind in one.lacking:
            counts[kind] += 1
            scheme = one.schemes.get(kind)
            if scheme is None and kind in lowest:
                scheme = lowest[kind]
                weak.add(kind)
            if scheme is None:
                unknown[kind] += 1
                continue
            line = insurance.line(one.wage, scheme)
            sums[kind][0] += line.employer
            sums[kind][1] += line.employee
    return [
        Missing(kind, counts[kind], sums[kind][0], sums[kind][1], unknown[kind], kind in weak)
        for kind in kinds
        if counts[kind]
    ]
