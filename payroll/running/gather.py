"""Who is paid in a run and from which facts: a fixed number of queries for every two thousand people, in order of their keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Sum

from core import faults
from organisation.models import Unit
from payroll.calculating.books import book_of
from payroll.calculating.days import bounds
from payroll.calculating.tax import is_low_income
from payroll.models import (
    Enrolment,
    PayAmount,
    PayInput,
    PayRun,
    PayScheme,
    PaySetting,
    Payslip,
    PayslipLine,
    SpecialDeduction,
    TaxLedger,
)
from payroll.running.arrears import Arrears, missing
from payroll.running.facts import ZERO, Entry, Input, Person, Withheld
from payroll.running.places import Amount, Places
from payroll.running.taken_back import to_give_back
from roster.models import Auxiliary, Contract, GradeRecord

BATCH = 2000
Grades = Mapping[int, Sequence[tuple[str, date]]]  # somebody's grades, each with its first day, the oldest first
MONTHS_OF_A_YEAR = 12


class Known(NamedTuple):
    """Somebody in the run as the rows name them: keys and copied names, and the facts, or why there are none.

    Whoever changed the employer within the month is there once for each; `last` is the one that pays whatever the month
    brought, `insures` the one with which the scheme leaves the insurances.
    """

    auxiliary: int
    unit: int
    name: str
    badge_number: str
    post: str
    grade: str
    employer: int | None = None
    setting: int | None = None
    has_card: bool = False
    before: Decimal | None = None  # last month's gross pay
    facts: Person | None = None
    why_not: str = ""
    last: bool = True
    insures: bool = True
    bonus_before: bool = False  # taxed apart in this tax year already, and again now
    low_income: str = ""  # what of last year's pay and the settings do not agree
    elsewhere: Decimal = ZERO  # owed of earlier months that another employer paid


def people_of(run: PayRun) -> QuerySet[Auxiliary]:
    """Everybody of the unit and below who served on a day of the month and is not paid for it by another run."""
    first, last = bounds(run.month.year, run.month.month)
    elsewhere = Payslip.objects.filter(auxiliary=OuterRef("pk"), month=run.month).exclude(run=run)
    rows = Auxiliary.objects.filter(unit__path__startswith=run.unit.path, hired_on__lte=last)
    found: QuerySet[Auxiliary] = rows.filter(Q(left_on__isnull=True) | Q(left_on__gte=first)).filter(~Exists(elsewhere))
    return found


WHO = (
    "pk", "unit_id", "unit__path", "person__name", "badge_number", "post_id", "post__title", "post__funding_source",
    "grade", "hired_on", "left_on",
)  # fmt: skip


def gather(
    run: PayRun, places: Places, only: Sequence[int] | None = None, grades: Grades | None = None
) -> Iterator[list[Known]]:
    """The people of a run in batches, each with everything that bears on the month. `grades`: as if these were held."""
    people = people_of(run) if only is None else Auxiliary.objects.filter(pk__in=only)
    people = people.order_by("pk")
    arrears = Arrears(run, places, dict(Unit.objects.values_list("pk", "path")))
    done = 0
    while batch := list(people.filter(pk__gt=done).values_list(*WHO)[:BATCH]):
        done = batch[-1][0]
        faults.point("pay-gather")
        yield list(_Batch(run, places, [row[0] for row in batch], arrears, grades).known(batch))


class Service(NamedTuple):
    """The part of a month somebody served one employer, by the contract that counts, and since when in all."""

    employer: int
    wage: Decimal
    probation_until: date | None
    agreement: int | None
    first: date
    last: date
    since: date


class _Batch:
    """The rows of some people, each kind in one query."""

    def __init__(
        self, run: PayRun, places: Places, keys: list[int], arrears: Arrears, grades: Grades | None = None
    ) -> None:
        self.run, self.places, self.keys = run, places, keys
        self.arrears, self.owed = arrears, arrears.of(keys)
        self.first, self.last = bounds(run.month.year, run.month.month)
        paid_first, paid_last = bounds(run.pay_day.year, run.pay_day.month)
        self.paid_last = paid_last
        self.contracts = self._many(
            Contract.objects.filter(starts_on__lte=self.last).order_by("starts_on"), "employer_id", "starts_on",
            "last_day", "monthly_wage", "probation_until", "agreement_id",
        )  # fmt: skip
        card = Func(F("bank_card"), function="octet_length", output_field=IntegerField())
        settings = PaySetting.objects.filter(self._overlaps("ends_on")).order_by("starts_on").annotate(card=card)
        self.settings = self._one(settings, "pk", "first_wage_year", "low_income_year", "card")
        declared = Q(starts_on__lte=paid_last) & (Q(ends_on__isnull=True) | Q(ends_on__gte=paid_first.replace(month=1)))
        self.special = self._many(SpecialDeduction.objects.filter(declared), "monthly", "starts_on", "ends_on")
        inputs = PayInput.objects.counting(run.month).order_by("pk")
        told = self._many(
            inputs, "kind", "item_code", "quantity", "amount", "document", "starts_on", "ends_on", "house_policy"
        )
        withheld = PayInput.Kind.WITHHELD
        self.inputs = {key: [row[:5] for row in rows if row[0] != withheld] for key, rows in told.items()}
        self.withheld = {
            key: [Withheld(row[4], row[2], *row[5:]) for row in rows if row[0] == withheld]
            for key, rows in told.items()
        }
        held = self._many(GradeRecord.objects.standing().order_by("since"), "grade", "since")
        self.grades = {**held, **(grades or {})}
        self.given_back = to_give_back(run, keys)
        enrolled = Enrolment.objects.filter(self._overlaps("ends_on")).order_by("kind", "starts_on")
        self.enrolled = self._many(enrolled, "kind", "base")
        own = PayAmount.objects.in_force(self.first, self.last).order_by("starts_on", "pk")
        self.own = self._many(
            own, "item__scheme_id", "item__code", "grade", "post_id", "auxiliary_id", "years", "amount"
        )
        ledger = TaxLedger.objects.filter(year=run.pay_day.year).order_by("auxiliary_id", "employer_id", "-number")
        self.ledger = self._many(
            ledger.distinct("auxiliary_id", "employer_id"), "employer_id", "number", "pay_day", "total_income",
            "total_insurance", "total_special", "total_other", "total_withheld",
        )  # fmt: skip
        month_before = date(run.month.year - (run.month.month == 1), (run.month.month - 2) % 12 + 1, 1)
        before = Payslip.objects.valid().filter(month=month_before, reverses__isnull=True, reversed_by__isnull=True)
        self.before = self._many(before.order_by("pk"), "gross")
        self.bonus_before = self._bonus_before()
        self.last_year = last_year(run.pay_day.year - 1, keys) if run.pay_day.month == 1 else {}

    def _low_income(self, pk: int, employer: int, *, set_so: bool) -> str:
        """What the first payment of a year shows: does the 60,000 rule count, and do the settings say so? Empty: they agree,
        or last year is not whole in the ledger."""
        months, income = self.last_year.get((pk, employer), (0, ZERO))
        if months < MONTHS_OF_A_YEAR:
            return ""
        counts = is_low_income(income, all_months_here=True, book=book_of(self.run.pay_day))
        return "" if counts == set_so else "low_income_on" if counts else "low_income_off"

    def _bonus_before(self) -> frozenset[int]:
        """Those with a bonus to be taxed apart who had one in the tax year already: a query only where there is a bonus."""
        keys = [key for key, rows in self.inputs.items() if any(row[0] == "bonus" for row in rows)]
        if not keys:
            return frozenset()
        lines = PayslipLine.objects.filter(
            code="bonus", slip__auxiliary_id__in=keys, slip__run__pay_day__year=self.run.pay_day.year,
            slip__run__status__in=("released", "issued"),
        )  # fmt: skip
        if self.run.pk is not None:
            lines = lines.exclude(slip__correction__run=self.run)
        sums = lines.order_by().values_list("slip__auxiliary_id").annotate(Sum("amount"))
        return frozenset(key for key, amount in sums if amount)

    def _overlaps(self, ends: str) -> Q:
        return Q(starts_on__lte=self.last) & (Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gte": self.first}))

    def _one(self, rows: QuerySet[Any], *columns: str) -> Mapping[int, tuple[Any, ...]]:
        """The last row of each."""
        found = rows.filter(auxiliary_id__in=self.keys).values_list("auxiliary_id", *columns)
        return {row[0]: row[1:] for row in found}

    def _many(self, rows: QuerySet[Any], *columns: str) -> Mapping[int, list[tuple[Any, ...]]]:
        found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        for row in rows.filter(auxiliary_id__in=self.keys).values_list("auxiliary_id", *columns):
            found[row[0]].append(row[1:])
        return found

    def known(self, batch: Iterable[tuple[Any, ...]]) -> Iterator[Known]:
        for row in batch:
            yield from self._known(row)

    def _known(self, row: tuple[Any, ...]) -> Iterator[Known]:
        pk, unit, path, name, badge, post, title, funding, grade, hired, left = row
        before = sum((one[0] for one in self.before.get(pk, ())), ZERO) if pk in self.before else None
        plain = Known(pk, unit, name, badge, title or "", grade, before=before)
        number, scheme = self.places.of(unit, path)
        if scheme is None:
            yield plain._replace(why_not="no_scheme")
            return
        services = services_of(self.contracts.get(pk, ()), hired, left, self.first, self.last)
        if not services:
            yield plain._replace(why_not="no_contract")
            return
        setting, first_wage, low_income, card = self.settings.get(pk, (None, None, None, 0))
        plain = plain._replace(setting=setting, has_card=bool(card))
        year = self.run.pay_day.year
        source = self.places.source_of(path, funding) if funding else None
        for service in services:
            last = service is services[-1]
            insures = service is services[0 if scheme.insured_with == PayScheme.InsuredWith.EARLIER else -1]
            fees = self.places.fees.get(service.agreement) if service.agreement else None
            held, graded_on, before_that = self._grade(pk, grade, service.first, service.last)
            amounts = self._amounts(pk, scheme.pk, held, post, hired, service.wage)
            until = self._amounts(pk, scheme.pk, before_that, post, hired, service.wage) if graded_on else {}
            insured = tuple(dict(self.enrolled.get(pk, ())).items()) if insures else ()
            owed = self.owed.get(pk, ()) if insures else ()
            given_back = self.given_back.get(pk, ()) if last else ()
            back = [one.owing for one in owed if one.employer == service.employer]
            if insures and self.arrears.made_up:
                back += self.arrears.of_own_month(pk, insured, self._month_wage(scheme.pk, amounts, service.wage), path)
            facts = Person(
                place=number,
                wage=service.wage,
                first=service.first,
                last=service.last,
                hired=service.since,
                probation_until=service.probation_until,
                amounts=amounts,
                inputs=tuple(Input(*one) for one in self.inputs.get(pk, ())) if last else (),
                insured=insured,
                special=self._special(pk, hired) if last else ZERO,
                first_wage=first_wage == year,
                low_income=low_income == year,
                ledger=self._entry(pk, service.employer),
                source=source,
                fee=fees[0] if fees else None,
                fee_source=fees[1] if fees else None,
                back=tuple(back),
                withheld=tuple(self.withheld.get(pk, ())),
                given_back=tuple(row for payer, row in given_back if payer == service.employer),
                graded_on=graded_on if until != amounts else None,
                amounts_before=until if until != amounts else {},
            )
            elsewhere = sum((missing(one.owing) for one in owed if one.employer != service.employer), ZERO)
            elsewhere += sum((row.amount for payer, row in given_back if payer != service.employer), ZERO)
            yield plain._replace(
                grade=held,
                employer=service.employer,
                facts=facts,
                last=last,
                insures=insures,
                elsewhere=elsewhere,
                bonus_before=last and pk in self.bonus_before,
                low_income=self._low_income(pk, service.employer, set_so=low_income == year),
            )

    def _grade(self, pk: int, present: str, first: date, last: date) -> tuple[str, date | None, str]:
        """The grade held on the last of these days; where it was given within them, since when, and the one before."""
        records = [(grade, since) for grade, since in self.grades.get(pk, ()) if since <= last]
        if not self.grades.get(pk):
            return present, None, present  # no day is on file: the present one
        if not records:
            return "", None, ""
        grade, since = records[-1]
        before = records[-2][0] if len(records) > 1 else ""
        return (grade, since, before) if since > first else (grade, None, before)

    def _special(self, pk: int, hired: date) -> Decimal:
        """What the declarations take off in the year so far, less what was taken off already, whoever paid: a month counts
        once, and one declared late is made up for in the rest of the year (Announcement 2018-60)."""
        day = self.run.pay_day
        begins = max(date(day.year, 1, 1), hired.replace(day=1))
        so_far = ZERO
        for monthly, starts, ends in self.special.get(pk, ()):
            months = months_from(max(starts, begins), min(ends or day, self.paid_last))
            so_far += monthly * max(0, months)
        used = sum((row[5] for row in self.ledger.get(pk, ())), ZERO)
        return max(ZERO, so_far - used)

    def _amounts(
        self, pk: int, scheme: int, grade: str, post: int | None, hired: date, wage: Decimal
    ) -> Mapping[str, Decimal]:
        """Amounts of the items; a basic pay without any is the wage of the contract."""
        years = self.last.year - hired.year - ((self.last.month, self.last.day) < (hired.month, hired.day))
        own = [(one[1], Amount(*one[2:])) for one in self.own.get(pk, ()) if one[0] == scheme]
        amounts = self.places.amounts_for(scheme, grade, post, max(years, 0), own)
        bare = [
            item.code
            for item in self.places.items.get(scheme, ())
            if item.kind == "basic" and item.basis == "month" and item.code not in amounts
        ]
        return {**amounts, **dict.fromkeys(bare, wage)} if bare else amounts

    def _month_wage(self, scheme: int, amounts: Mapping[str, Decimal], wage: Decimal) -> Decimal:
        items = self.places.items.get(scheme, ())
        return sum((amounts.get(item.code, ZERO) for item in items if item.basis == "month"), ZERO) or wage

    def _entry(self, pk: int, employer: int) -> Entry:
        for who, number, pay_day, *sums in self.ledger.get(pk, ()):
            if who == employer:
                return Entry(number, pay_day.month, *sums)
        return Entry()


def last_year(year: int, keys: Sequence[int]) -> dict[tuple[int, int], tuple[int, Decimal]]:
    """Person and employer → months with a payment in that year, and every wage and bonus: two queries."""
    whose = ("auxiliary_id", "employer_id")
    entries = TaxLedger.objects.filter(year=year, auxiliary_id__in=keys).order_by().values_list(*whose)
    bonuses = PayslipLine.objects.filter(code="bonus", slip__ledger__year=year, slip__auxiliary_id__in=keys).order_by()
    apart = {
        (pk, employer): amount
        for pk, employer, amount in bonuses.values_list(*(f"slip__{name}" for name in whose)).annotate(Sum("amount"))
    }
    found = entries.annotate(Count("pay_day__month", distinct=True), Sum("income"))
    return {
        (pk, employer): (months, income + apart.get((pk, employer), ZERO)) for pk, employer, months, income in found
    }


def services_of(
    contracts: Sequence[tuple[Any, ...]], hired: date, left: date | None, first: date, last: date
) -> list[Service]:
    """The parts of a month by employer, in order. A renewal with the same employer is no change; an employer's part ends
    where the contract with the next begins; the first serves since the day of hiring. Empty without a contract."""
    since: dict[int, date] = {}
    found: dict[int, tuple[Any, ...]] = {}
    for employer, starts, ends, *terms in contracts:
        since.setdefault(employer, starts if since else hired)
        if ends is None or ends >= first:
            begins = found[employer][0] if employer in found and employer == next(reversed(found)) else starts
            found.pop(employer, None)
            found[employer] = (begins, *terms)
    parts, end = [], min(left or last, last)
    for order, (employer, (starts, wage, probation_until, agreement)) in enumerate(reversed(found.items()), start=1):
        begin = max(hired, first) if order == len(found) else max(hired, first, starts)
        if begin <= end:
            parts.append(Service(employer, wage, probation_until, agreement, begin, end, since[employer]))
            end = begin - timedelta(days=1)
    return parts[::-1]


def months_from(first: date, last: date) -> int:
    """Months of the calendar from one day to another, both counted."""
    return (last.year - first.year) * 12 + last.month - first.month + 1
