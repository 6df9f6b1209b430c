"""Wages: overtime, part months, absence and sick leave, what may be deducted, the minimum wage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_lazy as _

from payroll.calculating.answers import HIGH, ZERO, Answer, Step, fen
from payroll.calculating.books import Book
from payroll.calculating.days import paid_days_between, workdays_between

RATES: Final = {
    150: "payroll.wages.overtime_workday",
    200: "payroll.wages.overtime_rest_day",
    300: "payroll.wages.overtime_holiday",
}
OVERTIME_WORDS: Final = {
    150: _("Overtime on workdays"),
    200: _("Overtime on rest days without time off"),
    300: _("Work on statutory holidays"),
}
ROUND_LINE, ROUND_HOUR = "line", "hour"


class Method(StrEnum):
    """How part of a month is paid: both are customary, the law names only the days of pay (WH25)."""

    PAY_DAYS = "21.75"  # counts up: day wage × days of pay in the part
    PAY_DAYS_DOWN = "21.75_down"  # counts down: the month less day wage × days of pay missed
    WORKDAYS = "workdays"  # the month × its workdays in the part / its workdays
    CALENDAR = "calendar_days"  # the month × days in the part / days of the month


METHODS: Final = {
    Method.PAY_DAYS: _("21.75 days, counting up the days of pay that were served"),
    Method.PAY_DAYS_DOWN: _("21.75 days, counting down the days of pay that were missed"),
    Method.WORKDAYS: _("workdays of the month"),
    Method.CALENDAR: _("days of the calendar month"),
}


@dataclass(frozen=True, slots=True)
class Overtime:
    """Each line in yuan, their total, the hours, and whether they pass the month's limit."""

    lines: Mapping[int, Decimal]
    total: Decimal
    hours: Decimal
    over_monthly_cap: bool


def hour_wage(monthly: Decimal, *, book: Book) -> Decimal:
    """The wage of an hour, unrounded: the month through 21.75 days of eight hours (WH25)."""
    return monthly / (Decimal(book.value("payroll.wages.pay_days_month")) * book.value("payroll.wages.hours_day"))


def day_wage(monthly: Decimal, *, book: Book) -> Decimal:
    """The wage of a day, unrounded: the month through 21.75 (WH25)."""
    return monthly / Decimal(book.value("payroll.wages.pay_days_month"))


def overtime(
    monthly: Decimal,
    hours: Mapping[int, Decimal],
    *,
    book: Book,
    rounding: str = ROUND_LINE,
    minimum: Decimal = ZERO,
) -> Answer[Overtime]:
    """Overtime pay by hours at 150, 200 and 300 per cent (LL 44), on the contract wage, at least the minimum wage.

    `rounding` is a setting: "line" (the default) rounds each line once; "hour" rounds the hourly wage to the fen first.
    """
    base = max(monthly, minimum)
    days, day_hours = Decimal(book.value("payroll.wages.pay_days_month")), book.value("payroll.wages.hours_day")
    hour = fen(base / (days * day_hours))
    lines, steps = {}, []
    for percent, key in RATES.items():
        count = hours.get(percent, ZERO)
        rate = Decimal(book.value(key))
        amount = fen(hour * rate * count) if rounding == ROUND_HOUR else fen(base * rate * count / (days * day_hours))
        lines[percent] = amount
        if count:
            steps.append(Step(OVERTIME_WORDS[percent], count, rate, amount, "LL 44"))
    worked = sum(hours.values(), Decimal(0))
    first = Step(_("Hourly wage (month / 21.75 / 8)"), base, amount=hour, article="WH25")
    most = book.value("payroll.wages.overtime_month_max")
    notes: tuple[object, ...] = (_POLICY[rounding],)
    if over := worked > most:
        notes = (*notes, _("More than 36 hours of overtime in the month: only disasters and urgent repair allow it."))
    answer = Overtime(lines, sum(lines.values(), ZERO), worked, over)
    return Answer(answer, (first, *steps), ("LL 44", "LL 41", "WP 13", "WH25"), notes, HIGH)


_POLICY: Final = {
    ROUND_LINE: _("Each line is rounded once, at its end. (The other custom rounds the hourly wage first.)"),
    ROUND_HOUR: _("The hourly wage is rounded to the fen first. (The default rounds each line once, at its end.)"),
}


def comprehensive(total: Decimal, statutory: Decimal, workdays: int, *, book: Book) -> dict[int, Decimal]:
    """Hours of a period with comprehensive hours: beyond workdays × 8 at 150 %, on statutory days at 300 % (WP 13)."""
    quota = Decimal(workdays * book.value("payroll.wages.hours_day"))
    return {150: max(ZERO, total - statutory - quota), 300: statutory}


def absence(monthly: Decimal, days: Decimal, *, book: Book, workdays_of_month: int | None = None) -> Answer[Decimal]:
    """What unpaid absence takes off: day wage × days, never more than the month. With `workdays_of_month` by those."""
    divisor = Decimal(book.value("payroll.wages.pay_days_month")) if workdays_of_month is None else workdays_of_month
    amount = min(fen(monthly * days / divisor), fen(monthly))
    steps = (Step(_("Days absent at the wage of a day"), days, fen(monthly / divisor), amount, "WH25"),)
    return Answer(amount, steps, ("WH25",))


def part_month(
    monthly: Decimal,
    first: date,
    last: date,
    *,
    month_first: date,
    month_last: date,
    book: Book,
    method: str = Method.PAY_DAYS,
) -> Answer[Decimal]:
    """The wage of part of a month, from `first` to `last` of it; a whole month is the whole wage, by any method."""
    if first <= month_first and last >= month_last:
        return Answer(fen(monthly), (Step(_("Whole month"), amount=fen(monthly)),), ("WH25",))
    if first > last:
        return Answer(ZERO, cites=("WH25",))
    days = Decimal(book.value("payroll.wages.pay_days_month"))
    if method == Method.WORKDAYS:
        served, whole = workdays_between(first, last), Decimal(workdays_between(month_first, month_last))
        amount = fen(monthly * served / whole)
    elif method == Method.CALENDAR:
        served, whole = (last - first).days + 1, Decimal((month_last - month_first).days + 1)
        amount = fen(monthly * served / whole)
    elif method == Method.PAY_DAYS_DOWN:
        served, whole = paid_days_between(first, last), days
        missed = paid_days_between(month_first, month_last) - served
        amount = max(ZERO, fen(monthly) - fen(monthly * missed / days))
    else:
        served, whole = paid_days_between(first, last), days
        amount = min(fen(monthly), fen(monthly * served / days))
    step = Step(METHODS[Method(method)], served, whole, amount, "WH25")
    return Answer(amount, (step,), ("WH25",), (_("Which of the customary methods counts is a setting of the unit."),))


@dataclass(frozen=True, slots=True)
class SickPay:
    """The floor of a month, the sick pay of a month, of the days, and what the wage is shortened by."""

    floor_month: Decimal
    month: Decimal
    pay: Decimal
    deduction: Decimal


def sick_pay(
    monthly: Decimal,
    days: Decimal,
    *,
    minimum: Decimal,
    share: Decimal = ZERO,
    book: Book,
    workdays_of_month: int | None = None,
) -> Answer[SickPay]:
    """Sick pay: the agreed share of the wage, at least 80 % of the minimum wage (PT309 59) and any local share of it.

    `days` are workdays of sick leave, paid at the day's part of the month. It is never more than the wage itself.
    """
    floor = fen(minimum * Decimal(book.value("payroll.wages.sick_pay_min_share")))
    local = Decimal(book.value("payroll.wages.sick_pay_normal_share"))
    month = max(min(max(monthly * share, monthly * local), monthly), floor)
    divisor = Decimal(book.value("payroll.wages.pay_days_month")) if workdays_of_month is None else workdays_of_month
    days = min(days, Decimal(divisor))
    wage = fen(monthly * days / divisor)
    pay = fen(month * days / divisor)
    steps = (
        Step(_("Least sick pay of a month: a share of the minimum wage"), minimum, amount=floor, article="PT309 59"),
        Step(_("Sick pay of a month"), monthly, max(share, local), fen(month)),
        Step(_("Sick pay of the days"), days, fen(month / divisor), pay, "WH25"),
    )
    cites = book.cites("payroll.wages.sick_pay_min_share", "payroll.wages.sick_pay_normal_share")
    return Answer(SickPay(floor, fen(month), pay, max(ZERO, wage - pay)), steps, cites)


@dataclass(frozen=True, slots=True)
class Deduction:
    """What may be taken off this month, what stays of the wage, and what waits for later months."""

    amount: Decimal
    left: Decimal
    waits: Decimal
    cap: Decimal


def most_withheld(wage: Decimal, *, book: Book) -> Decimal:
    """A fifth of the month's wage: the most that is taken off it for damage (WP 16)."""
    return fen(wage * Decimal(book.value("payroll.wages.damage_max_share")))


def damage_deduction(wage: Decimal, damage: Decimal, *, minimum: Decimal, book: Book) -> Answer[Deduction]:
    """What may be deducted for damage this month: a fifth of the wage, never below the minimum wage (WP 16)."""
    share = Decimal(book.value("payroll.wages.damage_max_share"))
    cap = most_withheld(wage, book=book)
    amount = max(ZERO, min(damage, cap, wage - minimum))
    steps = (
        Step(_("At most this share of the month's wage"), wage, share, cap, "WP 16"),
        Step(_("What the minimum wage leaves"), wage, minimum, max(ZERO, wage - minimum), "WP 16"),
        Step(_("Deducted this month"), amount=amount, article="WP 16"),
    )
    return Answer(Deduction(amount, wage - amount, damage - amount, cap), steps, ("WP 15", "WP 16"))


@dataclass(frozen=True, slots=True)
class MinimumCheck:
    """What counts towards the minimum wage and what is missing to it."""

    counted: Decimal
    minimum: Decimal
    shortfall: Decimal

    @property
    def is_lawful(self) -> bool:
        return not self.shortfall


def minimum_check(
    wage: Decimal,
    *,
    minimum: Decimal,
    excluded: Decimal = ZERO,
    own_share: Decimal = ZERO,
    includes_own_share: bool = True,
) -> Answer[MinimumCheck]:
    """Is the wage at least the minimum? Overtime, night, heat and special allowances and benefits do not count (MWP 12).

    `own_share` is the worker's own insurance and fund inside the wage: where the minimum is after them it does not count.
    """
    counted = wage - excluded - (ZERO if includes_own_share else own_share)
    missing = max(ZERO, minimum - counted)
    steps = (
        Step(_("Wage that counts, without overtime and special allowances"), amount=counted, article="MWP 12"),
        Step(_("Minimum wage of the month"), amount=minimum),
        Step(_("Missing to the minimum wage"), amount=missing),
    )
    return Answer(MinimumCheck(counted, minimum, missing), steps, ("MWP 12",))
