"""Severance: N, N+1 and 2N with their limits (LCL 40, 46-48, 87, 97; LCR 20, 25, 27). Yuan, half-up to the fen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from payroll.calculating.answers import ZERO, Answer, Step, fen
from payroll.calculating.books import Book
from payroll.calculating.wording import to_confirm
from roster.rules.terms import add_months

ROOM: Final = "payroll.severance."
NAMES: Final = ("year_from_months", "part_year_share", "cap_multiple", "cap_years", "average_months")

NONE, N, N_OR_PLUS_1, TWO_N = "none", "n", "n_or_n_plus_1", "two_n"
# What each ground of ending gives. Grounds as in roster.contract.end_grounds, and two more kinds of agreement and expiry.
OWED: Final = {
    "agreed": N,  # proposed by the employer
    "agreed_own_wish": NONE,  # proposed by the person
    "resigned": NONE,
    "forced_resignation": N,
    "probation_failed": NONE,
    "serious_breach": NONE,
    "grave_neglect": NONE,
    "other_employment": NONE,
    "fraud": NONE,
    "crime": NONE,
    "illness": N_OR_PLUS_1,
    "unfit": N_OR_PLUS_1,
    "changed_circumstances": N_OR_PLUS_1,
    "layoff": N,
    "expired": N,
    "renewal_declined": NONE,  # the same or better terms were offered
    "task_done": N,
    "pension": NONE,
    "death": NONE,
    "employer_gone": N,
    "never_signed": N,
    "unlawful": TWO_N,
}
EXPIRY: Final = frozenset({"expired", "renewal_declined"})


@dataclass(frozen=True, slots=True)
class Service:
    """Service with one employer, both days included."""

    start: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Severance:
    """Months of pay, the wage they are counted with, and the amounts; `owed` is what the ground gives."""

    months_of_pay: Decimal
    average: Decimal
    monthly_wage_used: Decimal
    amount: Decimal
    capped: bool
    n_plus_1: Decimal | None
    two_n: Decimal
    owed: Decimal | None = None


def months_of_pay(service: Service, book: Book) -> Decimal:
    """A month for each full year; six months or more make a year, less is half a month."""
    after = service.last_day + timedelta(days=1)
    years = max(0, after.year - service.start.year)
    while years and add_months(service.start, 12 * years) > after:
        years -= 1
    rest_from = add_months(service.start, 12 * years)
    if rest_from >= after:
        return Decimal(years)
    if add_months(service.start, 12 * years + int(book.value(ROOM + "year_from_months"))) <= after:
        return Decimal(years + 1)
    return Decimal(years) + Decimal(book.value(ROOM + "part_year_share")).normalize()


def average(wages: Sequence[Decimal], book: Book) -> Decimal:
    """The average of the last twelve months' due pay, overtime, bonus and allowances in it; of all months if fewer."""
    last = list(wages)[-int(book.value(ROOM + "average_months")) :]
    return sum(last, ZERO) / len(last)


def severance(
    service: Service,
    average_wage: Decimal,
    book: Book,
    *,
    local_average: Decimal | None,
    min_wage: Decimal | None,
    last_month_wage: Decimal | None = None,
    ground: str | None = None,
    notice_given: bool = False,
) -> Answer[Severance]:
    """N with its limits, N+1 where last month's wage is known, 2N; and what `ground` gives.

    The limits: a wage above three times the city's average of last year counts as three times, and then twelve years at
    most; a wage under the minimum wage counts as the minimum wage. At expiry only service from 2008 on counts (LCL 97).
    """
    counted, notes = service, []
    if ground in EXPIRY and service.start < (first := date.fromisoformat(book.value(ROOM + "expiry_counts_from"))):
        counted = Service(min(first, service.last_day + timedelta(days=1)), service.last_day)
        notes.append(_("A term that ran out: only service from 1 January 2008 on counts."))
    elif service.start < date(2008, 1, 1) and ground != "unlawful":
        notes.append(
            _("Service before 2008 follows rules that were not read; here it counts like the later one: confirm.")
        )
    wage, steps, capped, ceiling = fen(average_wage), [], False, None
    steps.append(Step(_("Average wage of the last twelve months"), None, None, wage, "LCR 27"))
    if min_wage is not None and wage < min_wage:
        wage = fen(min_wage)
        steps.append(Step(_("Under the minimum wage: the minimum wage counts"), None, None, wage, "LCR 27"))
    months = months_of_pay(counted, book)
    if local_average is not None:
        ceiling = fen(local_average * Decimal(book.value(ROOM + "cap_multiple")))
    else:
        notes.append(
            _(
                "The local average wage is not known: whether the limit of three times applies was not looked at. Supply it."
            )
        )
    if min_wage is None:
        notes.append(_("The minimum wage is not known: whether it is reached was not looked at. Supply it."))
    steps.append(Step(_("Months of pay for the service"), None, None, months, "LCL 47"))
    if ceiling is not None and wage > ceiling:
        capped, wage = True, ceiling
        steps.append(
            Step(_("Above three times the local average: three times counts"), local_average, 3, wage, "LCL 47")
        )
        if months > (most := int(book.value(ROOM + "cap_years"))):
            months = Decimal(most)
            steps.append(Step(_("And then twelve years at most"), None, None, months, "LCL 47"))
    amount = fen(wage * months)
    steps.append(Step(_("Severance (N)"), months, wage, amount, "LCL 47"))
    plus_1 = None
    if last_month_wage is not None:
        pay = fen(last_month_wage * int(book.value(ROOM + "notice_months")))
        plus_1 = amount + pay
        steps.append(Step(_("With last month's wage in place of notice (N+1)"), None, pay, plus_1, "LCR 20"))
    twice = _twice(service, counted, wage, months, amount, capped, book)
    steps.append(Step(_("For an unlawful end instead (2N)"), None, None, twice, "LCL 87"))
    owed = _owed(ground, amount, plus_1, twice, notice_given, notes)
    keys = tuple(ROOM + name for name in (*NAMES, "unlawful_multiple", "notice_months"))
    value = Severance(months, fen(average_wage), wage, amount, capped, plus_1, twice, owed)
    return Answer(value, tuple(steps), book.cites(*keys), (*notes, *to_confirm(book, *keys)), book.sureness(*keys))


def _twice(
    whole: Service, counted: Service, wage: Decimal, months: Decimal, amount: Decimal, capped: bool, book: Book
) -> Decimal:
    """2N counts from the first day of service, also where N counts from 2008 only."""
    multiple = Decimal(book.value(ROOM + "unlawful_multiple"))
    if whole == counted:
        return fen(amount * multiple)
    all_months = months_of_pay(whole, book)
    if capped:
        all_months = min(all_months, Decimal(int(book.value(ROOM + "cap_years"))))
    return fen(fen(wage * all_months) * multiple)


def _owed(
    ground: str | None, amount: Decimal, plus_1: Decimal | None, twice: Decimal, notice_given: bool, notes: list[Any]
) -> Decimal | None:
    """What the ground gives; None when no ground was named, or last month's wage is missing for N+1."""
    if ground is None:
        return None
    gives = OWED[ground]
    if gives == N_OR_PLUS_1 and not notice_given:
        if plus_1 is None:
            notes.append(_("Without thirty days' notice last month's wage is owed as well: supply it."))
        return plus_1
    if ground == "renewal_declined":
        notes.append(_("The same or better terms were offered and declined: nothing is owed."))
    return {NONE: ZERO, N: amount, N_OR_PLUS_1: amount, TWO_N: twice}[gives]
