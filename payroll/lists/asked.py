"""Which month and which units the address of a report asks about; outside the reader's units there is nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from core.perms import Perms
from core.scope import under
from organisation.models import Unit
from payroll.comparing.equal import DIMENSIONS, SMALL
from payroll.models import PayRun, Payslip
from regulations.querysets import numbers

MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)
FIRST = date(2020, 1, 1)
MOST_MONTHS = 36
MOST_UNITS = 300


@dataclass(frozen=True)
class Asked:
    """The units a report is about, each with all below it; the month; by what pay is told apart.

    `least`: groups of fewer people are not told, because the reader may not read the pay of one person there.
    """

    tops: tuple[Unit, ...]
    month: date
    by: tuple[str, ...]
    least: int
    code: str = ""

    @property
    def missing(self) -> bool:
        """A unit was asked for that is not among the reader's."""
        return not self.tops

    @property
    def inside(self) -> Q:
        """Condition on `unit__path`."""
        return under(tuple(top.path for top in self.tops), "unit__path")

    @property
    def sees_single_pay(self) -> bool:
        return self.least == 1


def month_in(text: str) -> date | None:
    """The month of `2026-10`; None for anything else, and before the law data begin to speak of pay."""
    found = MONTH.fullmatch(text)
    month = date(int(found[1]), int(found[2]), 1) if found else None
    return month if month is not None and month >= FIRST else None


def asked_of(user: User, query: Mapping[str, str], today: date, *, right: str = Perms.COMPARE_PAY) -> Asked:
    """`?unit=CODE&month=2026-10&by=employer`; without a month the last that was paid, else this one. Two queries at most.

    By fewer dimensions pay is told apart only to readers of single pay: two reports over the same people tell a third.
    """
    code = query.get("unit", "").replace("\x00", "")[:30]
    seen = Unit.objects.visible_to(user, right)
    tops = tuple(seen.filter(code=code) if code else seen.filter(path__in=topmost(user.unit_paths(right))))
    reads = bool(tops) and all(user.may(Perms.VIEW_PAY, top) for top in tops)
    by = (query.get("by", ""),) if reads and query.get("by") in DIMENSIONS else DIMENSIONS
    named = month_in(query.get("month", ""))
    month = named if named and named <= next_month(today) else None
    month = month or last_paid(user, right) or today.replace(day=1)
    return Asked(tops, month, by, 1 if reads else SMALL, code)


def next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def paid_months(user: User, right: str) -> QuerySet[Any]:
    """Months with released payslips in sight, the newest first: of runs of the user's units, and of units above them."""
    paths = user.unit_paths(right)
    above = {number for path in paths for number in numbers(path)}
    slips = Payslip.objects.visible_to(user, right).filter(run=OuterRef("pk"))
    released = PayRun.objects.filter(status__in=(PayRun.Status.RELEASED, PayRun.Status.ISSUED))
    found = released.filter(under(paths, "unit__path") | Q(Exists(slips), unit_id__in=above))
    return found.order_by("-month").values_list("month", flat=True).distinct()


def last_paid(user: User, right: str) -> date | None:
    """The last month with released payslips in sight."""
    found: date | None = paid_months(user, right).first()
    return found


def months(user: User, right: str, chosen: date) -> list[date]:
    """Months with released payslips in sight, the newest first, and the one that was chosen."""
    return sorted({*paid_months(user, right)[:MOST_MONTHS], chosen}, reverse=True)


def units(user: User, right: str) -> list[tuple[str, str]]:
    """Units for the choice, from the top down."""
    rows = Unit.objects.visible_to(user, right).order_by("path")
    return list(rows.values_list("code", "name")[:MOST_UNITS])


def topmost(paths: tuple[str, ...]) -> list[str]:
    """Of these paths those that stand under none of the others."""
    kept: list[str] = []
    for path in sorted(paths):
        if not (kept and path.startswith(kept[-1])):
            kept.append(path)
    return kept
