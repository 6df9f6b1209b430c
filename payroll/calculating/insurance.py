"""Social insurance and housing fund: the base within its limits, a line for each insurance, back-payments, lateness."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from payroll.calculating.answers import FEN, YUAN, ZERO, Answer, Step, bad, fen
from payroll.calculating.books import Book

SOCIAL: Final = ("pension", "medical", "unemployment", "injury", "maternity")
FUND: Final = "housing_fund"
LABELS: Final = {
    "pension": _("Pension"),
    "medical": _("Medical insurance"),
    "unemployment": _("Unemployment insurance"),
    "injury": _("Work injury insurance"),
    "maternity": _("Maternity insurance"),
    FUND: _("Housing fund"),
}


@dataclass(frozen=True, slots=True)
class Scheme:
    """One insurance in one place and period: its announced limits, both rates, what is fixed, and how it is rounded."""

    kind: str
    employer: Decimal
    employee: Decimal
    floor: Decimal | None = None
    cap: Decimal | None = None
    fixed_employee: Decimal = ZERO
    rounding: Decimal = FEN
    article: str = ""

    def base(self, wage: Decimal) -> Decimal:
        """The wage within the announced limits, to the fen. Limits are announced figures and never computed."""
        if self.floor is not None and wage < self.floor:
            return fen(self.floor)
        if self.cap is not None and wage > self.cap:
            return fen(self.cap)
        return fen(wage)


class Line(NamedTuple):
    """An insurance of one month: its base and what each side pays, in yuan."""

    kind: str
    base: Decimal
    employer: Decimal
    employee: Decimal

    @property
    def total(self) -> Decimal:
        return self.employer + self.employee


def rounded(amount: Decimal, unit: Decimal = FEN) -> Decimal:
    """Half-up to the unit that the place announced: the fen, or the yuan in Shanghai's housing fund."""
    if unit == FEN:
        return fen(amount)
    return fen((amount / unit).quantize(YUAN, ROUND_HALF_UP) * unit)


def line(wage: Decimal, scheme: Scheme) -> Line:
    """What a wage (or a base that was declared) costs in one insurance: each side rounded by itself."""
    base = scheme.base(wage)
    return Line(
        scheme.kind,
        base,
        rounded(base * scheme.employer, scheme.rounding),
        rounded(base * scheme.employee, scheme.rounding) + scheme.fixed_employee,
    )


def contributions(
    wage: Decimal, schemes: Iterable[Scheme], bases: Mapping[str, Decimal] | None = None
) -> Answer[tuple[Line, ...]]:
    """A line for each insurance. `bases` holds the person's own declared base of an insurance where it differs from the wage."""
    bases = bases or {}
    lines, steps = [], []
    for scheme in schemes:
        one = line(bases.get(scheme.kind, wage), scheme)
        label = LABELS.get(scheme.kind, scheme.kind)
        lines.append(one)
        steps.append(Step(label, one.base, scheme.employer, one.employer, scheme.article))
        steps.append(Step(label, one.base, scheme.employee, one.employee, scheme.article))
    return Answer(tuple(lines), tuple(steps), ("SIL 10", "SIL 23", "SIL 44", "SIL 60"))


def keys_of(kind: str) -> tuple[str, ...]:
    """The values an insurance stands on. Maternity runs inside medical insurance and has its limits."""
    limits, room = "medical" if kind == "maternity" else kind, "payroll.insurance"
    rates = (f"{room}.{kind}_rate_employer", f"{room}.{kind}_rate_employee")
    return (*rates, f"{room}.{limits}_base_floor", f"{room}.{limits}_base_cap")


def scheme_of(kind: str, *, book: Book) -> Scheme:
    """The insurance as the law data of the place has it. Raises MustBeSupplied for what was not found."""
    room = "payroll.insurance"
    fixed = Decimal(book.value(f"{room}.medical_fixed_employee")) if kind == "medical" else ZERO
    employer, employee, floor, cap = (book.row(key) for key in keys_of(kind))
    return Scheme(
        kind,
        Decimal(employer.value),
        Decimal(employee.value),
        Decimal(floor.value),
        Decimal(cap.value),
        fixed,
        Decimal(book.value(f"{room}.rounding")),
        employer.cites[0] if employer.cites else "",
    )


def fund_scheme(
    rate_employer: Decimal,
    rate_employee: Decimal | None = None,
    *,
    floor: Decimal | None = None,
    cap: Decimal | None = None,
    rounding: Decimal | None = None,
    book: Book,
) -> Scheme:
    """The housing fund at the unit's chosen rate, 5 to 12 % each side (HFR 18, HF05). Raises BadInput outside that."""
    rate_employee = rate_employer if rate_employee is None else rate_employee
    least, most = (Decimal(book.value(f"payroll.housing_fund.rate_{end}")) for end in ("min", "max"))
    for name, rate in (("rate_er", rate_employer), ("rate_ee", rate_employee)):
        if not least <= rate <= most:
            raise bad(name, _("The rate of the housing fund is between 5% and 12% on each side."))
    unit = Decimal(book.value("payroll.housing_fund.rounding")) if rounding is None else rounding
    return Scheme(FUND, rate_employer, rate_employee, floor, cap, ZERO, unit, "HFR 18")


class BackPayment(NamedTuple):
    """What a month owes after a base was announced late, and applied back: no late fee within the announced time."""

    month: str
    difference: Decimal
    employer: Decimal
    employee: Decimal


def back_payments(
    old_base: Decimal, new_base: Decimal, months: Iterable[str], scheme: Scheme
) -> tuple[BackPayment, ...]:
    """One line a month on the difference of the bases; below nothing when the new base is lower (it is paid back)."""
    difference = fen(new_base) - fen(old_base)
    employer = rounded(difference * scheme.employer, scheme.rounding)
    employee = rounded(difference * scheme.employee, scheme.rounding)
    return tuple(BackPayment(month, difference, employer, employee) for month in months)


def late_surcharge(amount: Decimal, days: int, *, book: Book) -> Answer[Decimal]:
    """滞纳金: 0.05 % for each day after the due day (SIL 86), simple, to the fen. It is the unit's own, never the auxiliary's."""
    rate = Decimal(book.value("payroll.insurance.late_fee_per_day"))
    surcharge = fen(amount * rate * max(0, days))
    return Answer(
        surcharge, (Step(_("Overdue amount, for each day"), max(0, days), rate, surcharge, "SIL 86"),), ("SIL 86",)
    )


def assessed(last_month: Decimal, *, book: Book) -> Decimal:
    """What is assessed when nothing was declared: 110 % of last month (SIL 62)."""
    return fen(last_month * Decimal(book.value("payroll.insurance.undeclared_assessment_share")))


def enrolment_deadline(hired_on: date, *, book: Book) -> date:
    """The last day to register social insurance: thirty days, the first working day not counted (SIL 58, CIVIL 201)."""
    return hired_on + timedelta(days=int(book.value("payroll.insurance.enrol_within_days")))


def first_fund_month(hired_on: date, *, first_job: bool, book: Book) -> date:
    """The first month of the housing fund: the second month of work for newcomers, else the first (HFR 16, 17)."""
    which = "new_entrant_from_month" if first_job else "transferred_from_month"
    number = hired_on.year * 12 + hired_on.month - 1 + int(book.value(f"payroll.housing_fund.{which}")) - 1
    return date(number // 12, number % 12 + 1, 1)
