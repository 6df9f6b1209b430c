"""What a reckoned payslip is made of: its lines, what stands out in it, the sums. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from payroll.running.facts import ZERO

EARNED, INSURANCE, TAX, DEDUCTED, UNIT = "earned", "insurance", "tax", "deducted", "unit"


class Line(NamedTuple):
    """One line: part, code, name, quantity, rate, amount, formula, article, source of the money, month it is for."""

    part: str
    code: str
    name: str
    quantity: Decimal | None
    rate: Decimal | None
    amount: Decimal
    formula: str
    article: str
    source: int | None
    of_month: date | None = None  # an earlier month than that of the payslip


class Finding(NamedTuple):
    """Something about this payslip that a person looks at; `key` says what it is about."""

    code: str
    key: str = ""
    before: Decimal | None = None
    now: Decimal | None = None


@dataclass(slots=True)
class Slip:
    """The reckoned payslip: lines, sums, the ledger's entry, what stands out, what is owed next month."""

    lines: list[Line] = field(default_factory=list)
    gross: Decimal = ZERO
    insurance: Decimal = ZERO
    tax: Decimal = ZERO
    deducted: Decimal = ZERO
    cost: Decimal = ZERO
    taxed: Decimal = (
        ZERO  # what is taxed by the ledger: without a bonus taxed apart, with a housing fund beyond the limit
    )
    free: Decimal = ZERO  # own shares of insurance and fund that are free of tax
    withheld: Decimal = ZERO  # by the ledger
    special: Decimal = ZERO
    owed: Decimal = ZERO
    fund_beyond: tuple[Decimal, Decimal] = (ZERO, ZERO)  # of the own share and the unit's, beyond what is free of tax
    findings: list[Finding] = field(default_factory=list)

    @property
    def net(self) -> Decimal:
        return self.gross - self.insurance - self.tax - self.deducted
