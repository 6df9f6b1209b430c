"""Special additional deductions 专项附加扣除: how much a declaration is worth in a month, and when it begins and ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_lazy as _

from payroll.calculating.answers import ZERO, bad, fen
from payroll.calculating.books import Book

KEY: Final = "payroll.special_deductions"


class Kind(StrEnum):
    """What the auxiliary declares; the employer applies it as declared and may not alter it (IITL 11, IITR 30)."""

    CHILD = "child_education"
    INFANT = "infant_care"
    ELDERLY_ONLY = "elderly_only_child"
    ELDERLY_SHARED = "elderly_shared"
    STUDY_DEGREE = "study_degree"
    STUDY_CERTIFICATE = "study_certificate"
    LOAN = "housing_loan"
    RENT_FIRST = "rent_first"
    RENT_LARGE = "rent_large"
    RENT_OTHER = "rent_other"


LABELS: Final = {
    Kind.CHILD: _("education of a child"),
    Kind.INFANT: _("care of an infant under three"),
    Kind.ELDERLY_ONLY: _("support of the elderly, only child"),
    Kind.ELDERLY_SHARED: _("support of the elderly, shared"),
    Kind.STUDY_DEGREE: _("further study for a degree"),
    Kind.STUDY_CERTIFICATE: _("certificate obtained this year"),
    Kind.LOAN: _("interest of a first home loan"),
    Kind.RENT_FIRST: _("rent in a municipality, provincial capital or planned city"),
    Kind.RENT_LARGE: _("rent in another city over a million"),
    Kind.RENT_OTHER: _("rent elsewhere"),
}
RENTS: Final = frozenset({Kind.RENT_FIRST, Kind.RENT_LARGE, Kind.RENT_OTHER})
SHARES: Final = {
    Kind.CHILD: (Decimal("0.5"), Decimal(1)),
    Kind.INFANT: (Decimal("0.5"), Decimal(1)),
    Kind.LOAN: (Decimal("0.5"), Decimal(1)),
}


@dataclass(frozen=True, slots=True)
class Declared:
    """A declaration: what, for how many (children), which share, an amount agreed among several, first and last month."""

    kind: Kind
    starts_on: date
    ends_on: date | None = None
    count: int = 1
    share: Decimal = Decimal(1)
    amount: Decimal | None = None

    def counts_in(self, month: date) -> bool:
        """Does it count in the month of that day? First and last month count whole."""
        begun = (self.starts_on.year, self.starts_on.month) <= (month.year, month.month)
        return begun and (self.ends_on is None or (month.year, month.month) <= (self.ends_on.year, self.ends_on.month))


def monthly(declared: Declared, *, book: Book) -> Decimal:
    """What it takes off in a month, in yuan. Raises BadInput when the share or amount is not allowed."""
    if declared.kind is Kind.STUDY_CERTIFICATE:
        return ZERO  # counts once a year: `in_month`
    if declared.kind is Kind.ELDERLY_SHARED:
        most = Decimal(book.value(f"{KEY}.elderly_shared_max"))
        if declared.amount is not None and declared.amount > most:
            raise bad("amount", _("One of several children may take off at most so much a month: see the value."))
        return fen(declared.amount if declared.amount is not None else most)
    allowed = SHARES.get(declared.kind, (Decimal(1),))
    if declared.share not in allowed:
        raise bad("share", _("The whole or, for children and a couple's loan, one half."))
    count = declared.count if declared.kind in (Kind.CHILD, Kind.INFANT) else 1
    return fen(Decimal(book.value(f"{KEY}.{declared.kind}")) * declared.share * count)


def in_month(declarations: Iterable[Declared], month: date, *, book: Book) -> Decimal:
    """The sum for one month. A certificate counts whole in the month it is declared from. Rent and loan exclude each other."""
    counting = [one for one in declarations if one.counts_in(month)]
    kinds = {one.kind for one in counting}
    if Kind.LOAN in kinds and kinds & RENTS:
        raise bad("kind", _("Rent and home loan cannot both be taken off in the same month."))
    total = ZERO
    for one in counting:
        if one.kind is Kind.STUDY_CERTIFICATE:
            if (one.starts_on.year, one.starts_on.month) == (month.year, month.month):
                total += Decimal(book.value(f"{KEY}.study_certificate_year"))
        else:
            total += monthly(one, book=book)
    return total


def window(kind: Kind, born_on: date) -> tuple[date, date | None]:
    """First and last month of what begins and ends with an age: infant, child from three, parent from sixty."""
    if kind is Kind.INFANT:
        third = _month(born_on, 36)
        return born_on.replace(day=1), _month(third, -1)
    if kind is Kind.CHILD:
        return _month(born_on, 36), None
    if kind in (Kind.ELDERLY_ONLY, Kind.ELDERLY_SHARED):
        return _month(born_on, 60 * 12), None
    raise bad("kind", _("This deduction does not begin with an age."))


def _month(day: date, months: int) -> date:
    """The first day of the month so many months later."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
