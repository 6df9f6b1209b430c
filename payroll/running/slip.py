"""One payslip from its facts, line by line with formula and article. Pure; each line half-up to the fen, once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from payroll.calculating import days, wages
from payroll.calculating.answers import Answer, fen
from payroll.running import back, decided, insured, taxed
from payroll.running.facts import ZERO, Item, Person, Place
from payroll.running.lines import DEDUCTED, EARNED, INSURANCE, TAX, UNIT, Finding, Line, Slip
from payroll.running.taxed import given

PERCENT = {"overtime_150": 150, "overtime_200": 200, "overtime_300": 300}
METHODS = {
    "up": wages.Method.PAY_DAYS,
    "down": wages.Method.PAY_DAYS_DOWN,
    "workdays": wages.Method.WORKDAYS,
    "calendar": wages.Method.CALENDAR,
}


def reckon(person: Person, place: Place, month: date, pay_day: date) -> Slip:
    """The payslip of one person: pay, own insurance, tax, deductions, what the unit bears besides."""
    slip, first, last = Slip(), month, days.bounds(month.year, month.month)[1]
    work = _Work(person, place, first, last)
    slip.lines.extend(work.items())
    slip.lines.extend(work.overtime())
    slip.lines.extend(work.missed())
    own, by_unit = insured.shares(person, place, work.month_wage, slip)
    own_back, unit_back = back.payments(person, place, pay_day, slip)
    own, by_unit = own + own_back, by_unit + unit_back
    slip.lines.extend(work.decided(slip, _sum(own, INSURANCE)))
    slip.lines.extend(work.extra())
    slip.gross = _sum(slip.lines, EARNED)
    slip.lines.extend(own)
    slip.insurance = _sum(own, INSURANCE)
    slip.lines.extend(taxed.lines(person, place, slip, pay_day))
    slip.tax = _sum(slip.lines, TAX)
    slip.lines.extend(work.deductions(slip))
    slip.lines.extend(by_unit)
    if person.fee is not None:
        fee = Line(UNIT, "dispatch_fee", "", None, None, person.fee, "", "LCL 60", person.fee_source)
        slip.lines.append(fee)
    slip.cost = _sum(slip.lines, UNIT)
    slip.findings.extend((*work.found, *work.minimum(slip)))
    return slip


def _sum(lines: Iterable[Line], part: str) -> Decimal:
    return sum((line.amount for line in lines if line.part == part), ZERO)


class _Work:
    """The steps of one payslip: what was earned, missed, insured and deducted."""

    def __init__(self, person: Person, place: Place, first: date, last: date) -> None:
        self.person, self.place, self.first, self.last = person, place, first, last
        self.whole = person.first <= first and person.last >= last
        self.full = {item.code: person.amounts.get(item.code, ZERO) for item in place.items if item.basis == "month"}
        self.month_wage = sum(self.full.values(), ZERO) or person.wage
        self.agreed = ZERO  # the wage of a whole month as it is owed now: less in probation
        self.of_month = ZERO  # what the items of the month come to: less for a part of it
        self.missed_days = self.missed_share = Decimal(0)
        self.toward_minimum = ZERO
        self.withheld = ZERO  # by decisions
        self.found: list[Finding] = []

    def items(self) -> Iterator[Line]:
        for item in self.place.items:
            line = self._item(item)
            if line is not None:
                if item.in_minimum:
                    self.toward_minimum += line.amount
                yield line

    def _item(self, item: Item) -> Line | None:
        source = item.source or self.person.source
        given = [one for one in self.person.inputs if one.kind == "item" and one.item == item.code]
        if item.basis == "month":
            amount, formula = self._of_month(item)
            if not amount and not formula:
                return None
            self.of_month += amount
            return Line(EARNED, item.code, item.name, None, None, amount, formula, "", source)
        if item.basis == "each":
            rate = self.person.amounts.get(item.code, ZERO)
            quantity = sum((one.quantity or ZERO for one in given), ZERO)
            if not quantity:
                return None
            amount = fen(rate * quantity)
            return Line(EARNED, item.code, item.name, quantity, rate, amount, f"{rate} × {quantity}", "", source)
        amount = sum((one.amount or ZERO for one in given), ZERO)
        return Line(EARNED, item.code, item.name, None, None, amount, "", "", source) if amount else None

    def _of_month(self, item: Item) -> tuple[Decimal, str]:
        """The month's amount, less in probation, and in part for somebody who was not there the whole month."""
        full = self.full[item.code]
        until = self.person.amounts_before.get(item.code, ZERO) if self.person.graded_on is not None else full
        if not full and not until:
            return ZERO, ""
        if until != full:
            return self._in_two_grades(item, until, full)
        amount, formula = self._in_probation(item, full)
        self.agreed += amount
        if self.whole:
            return fen(amount), formula
        told = self._in_part(amount)
        step = told.steps[0]
        part = f"{step.quantity} ÷ {step.rate}"
        if self.place.proration == "down":
            missed = days.paid_days_between(self.first, self.last) - step.quantity
            part = f"(1 − {missed} ÷ {step.rate})"
        return told.value, f"{formula or full} × {part}"

    def _in_two_grades(self, item: Item, until: Decimal, full: Decimal) -> tuple[Decimal, str]:
        """An item by the grade held first, and the difference to the later one from its day on, by the same custom."""
        first, later = self._in_probation(item, until)[0], self._in_probation(item, full)[0]
        self.agreed += later
        begun = max(self.person.graded_on or self.first, self.person.first)
        base = fen(first) if self.whole else self._in_part(first).value
        last = min(self.last, self.person.last)
        more = self._between(abs(later - first), begun, last) if begun <= last else ZERO
        more = more if later > first else -more
        return base + more, f"{base} + ({later:.2f} − {first:.2f}): {more} ({begun:%Y-%m-%d})"

    def _in_part(self, amount: Decimal) -> Answer[Decimal]:
        """What a month's amount comes to for the days served, by the custom of the scheme."""
        return wages.part_month(
            amount, self.person.first, self.person.last, month_first=self.first, month_last=self.last,
            book=self.place.book, method=METHODS[self.place.proration],
        )  # fmt: skip

    def _in_probation(self, item: Item, full: Decimal) -> tuple[Decimal, str]:
        """The month's amount, less for the days of the probation."""
        tried = self._tried()
        if not tried or (item.in_probation and self.place.probation_share == 1):
            return full, ""
        share = self.place.probation_share if item.in_probation else Decimal(0)
        formula = f"{full} × {share}" if tried == 1 else f"{full} × (1 − {tried:.4f} × {1 - share})"
        return full * (1 - tried * (1 - share)), formula

    def _tried(self) -> Decimal:
        """The share of the days served that lie in the probation."""
        until = self.person.probation_until
        if until is None or until < self.person.first:
            return Decimal(0)
        if until >= self.person.last:
            return Decimal(1)
        served = days.paid_days_between(self.person.first, self.person.last)
        return Decimal(days.paid_days_between(self.person.first, until)) / served if served else Decimal(1)

    def overtime(self) -> Iterator[Line]:
        """Hours beyond the ordinary ones: wage ÷ 21.75 ÷ 8 × times × hours, rounded once (Labour Law 44)."""
        hours = {kind: self._quantity(kind) for kind in PERCENT}
        if not any(hours.values()):
            return
        base = sum((self.full[one.code] for one in self.place.items if one.in_overtime and one.code in self.full), ZERO)
        base = max(base or self.person.wage or self.month_wage, self.place.minimum_wage or ZERO)
        amounts = wages.overtime(base, {PERCENT[kind]: number for kind, number in hours.items()}, book=self.place.book)
        if amounts.value.over_monthly_cap:
            most = Decimal(self.place.book.value("payroll.wages.overtime_month_max"))
            self.found.append(Finding("overtime", "", most, amounts.value.hours))
        for kind, number in hours.items():
            if number:
                amount, times = amounts.value.lines[PERCENT[kind]], Decimal(PERCENT[kind]) / 100
                formula = f"{base} ÷ {self.place.hours} × {times} × {number}"
                yield Line(EARNED, kind, "", number, times, amount, formula, "LL 44", self.person.source)

    def missed(self) -> Iterator[Line]:
        """Absence takes the day's wage; sick leave the part of it that is not paid, never below 80 % of the minimum.

        A day is the month through 21.75, or through its workdays where the scheme says so. Whoever was away on every
        workday missed the whole month, however many days 21.75 make of it.
        """
        wage, book, left = fen(self.agreed or self.month_wage), self.place.book, self.toward_minimum
        by = days.workdays_between(self.first, self.last) if self.place.proration == "workdays" else None
        a_month = self.place.days if by is None else Decimal(by)
        if absent := self._quantity("absence"):
            amount, formula = wages.absence(wage, absent, book=book, workdays_of_month=by).value, f"{absent}"
            if self._always(absent):
                amount, formula = self.of_month, f"{a_month}"
            amount = min(amount, left)
            left -= amount
            self.missed_days += a_month if self._always(absent) else absent
            formula = f"{wage} ÷ {a_month} × {formula}"
            yield Line(EARNED, "absence", "", absent, None, -amount, formula, "WH25", self.person.source)
        if ill := self._quantity("sick"):
            least, counted = self.place.minimum_wage or ZERO, a_month if self.whole and self._always(ill) else ill
            told = wages.sick_pay(
                wage, counted, minimum=least, share=self.place.sick_share, book=book, workdays_of_month=by
            ).value
            amount = min(told.deduction, left)
            left -= amount
            self.missed_days += counted
            formula = f"({wage} − {told.month}) ÷ {a_month} × {counted}"
            yield Line(EARNED, "sick", "", ill, None, -amount, formula, "PT309 59", self.person.source)
        self.missed_share = self.missed_days / a_month
        self.toward_minimum = left

    def _always(self, away: Decimal) -> bool:
        """Away on every workday of the time served in the month."""
        return away >= days.workdays_between(self.person.first, self.person.last) > 0

    def decided(self, slip: Slip, own: Decimal) -> list[Line]:
        """What decisions take from the performance pay: with damages at most a fifth of the month's wage, and the minimum
        wage stays. `own`: own shares of insurance, which some minimum wages do not hold."""
        if not self.person.withheld:
            return []
        kinds = {item.code: item for item in self.place.items if item.kind == "performance"}
        performance = [line for line in slip.lines if line.part == EARNED and line.code in kinds]
        room = wages.most_withheld(_sum(slip.lines, EARNED), book=self.place.book)
        counts = any(kinds[line.code].in_minimum for line in performance)
        if counts and self.place.minimum_wage is not None:
            kept = self.toward_minimum - (ZERO if self.place.minimum_has_own_shares else own)
            room = max(ZERO, min(room, kept - self._least(self.place.minimum_wage)))
        first, last = max(self.first, self.person.first), min(self.last, self.person.last)
        found = list(decided.taken(self.person, performance, first, last, self._between, room, slip))
        self.withheld = -_sum(found, EARNED)
        self.toward_minimum -= self.withheld if counts else ZERO
        return found

    def _between(self, amount: Decimal, first: date, last: date) -> Decimal:
        """What a month's amount comes to on some days of it, by the custom of the scheme."""
        return wages.part_month(
            amount, first, last, month_first=self.first, month_last=self.last, book=self.place.book,
            method=METHODS[self.place.proration],
        ).value  # fmt: skip

    def extra(self) -> Iterator[Line]:
        yield from decided.returned(self.person)
        named = [one for one in self.person.inputs if one.kind == "back_pay" and one.document and one.amount]
        for one in named:
            yield Line(EARNED, one.kind, "", None, None, one.amount or ZERO, "", one.document, self.person.source)
        if amount := self._amount("back_pay") - sum((one.amount or ZERO for one in named), ZERO):
            yield Line(EARNED, "back_pay", "", None, None, amount, "", "", self.person.source)
        for kind, article in (("bonus_merged", ""), ("bonus", ""), ("severance", "LCL 47")):
            if amount := self._amount(kind):
                yield Line(EARNED, kind, "", None, None, amount, "", article, self.person.source)

    def deductions(self, slip: Slip) -> list[Line]:
        """Court orders and what is owed as far as the pay reaches; damages at most 20 % and never below the minimum."""
        found, left = [], slip.gross - slip.insurance - slip.tax
        if left < 0:
            slip.owed = -left
            found.append(Line(DEDUCTED, "carried", "", None, None, left, "", "", None))
            slip.findings.append(Finding("owes", now=-left))
            left = ZERO
        for kind in ("court", "owed", "damage"):
            asked = self._amount(kind)
            if not asked:
                continue
            amount = min(asked, left)
            if kind == "damage":
                told = wages.damage_deduction(
                    slip.gross + self.withheld - self._amount("severance"),
                    asked,
                    minimum=self.place.minimum_wage or ZERO,
                    book=self.place.book,
                ).value
                most = min(told.amount, told.cap - self.withheld)  # what decisions took is part of the fifth
                amount = max(ZERO, min(most, left - (self.place.minimum_wage or ZERO)))
            if amount < asked:
                slip.findings.append(Finding("capped", kind, asked, amount))
                slip.owed += asked - amount if kind == "owed" else ZERO
            left -= amount
            found.append(
                Line(DEDUCTED, kind, "", None, None, amount, "", "WP 15" if kind != "damage" else "WP 16", None)
            )
        slip.deducted = _sum(found, DEDUCTED)
        return found

    def minimum(self, slip: Slip) -> Iterator[Finding]:
        """Is what counts toward it at least the minimum wage, for the days of work that were given? (MWP 12)"""
        if self.place.minimum_wage is None:
            yield Finding("no_minimum")
            return
        least = self._least(self.place.minimum_wage)
        counted = self.toward_minimum
        if not self.place.minimum_has_own_shares:
            counted -= slip.insurance
        if counted < least:
            yield Finding("below_minimum", "", least, counted)

    def _least(self, minimum: Decimal) -> Decimal:
        """The minimum wage of the days of work that were given."""
        return max(ZERO, self._in_part(minimum).value - fen(minimum * self.missed_share))

    def _quantity(self, kind: str) -> Decimal:
        return sum((one.quantity or ZERO for one in self.person.inputs if one.kind == kind), ZERO)

    def _amount(self, kind: str) -> Decimal:
        return given(self.person, kind)
