"""Who is paid in a run and from which facts: a fixed number of queries for every two thousand people, in order of their keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, QuerySet

from core import faults
from payroll.calculating.days import bounds
from payroll.models import Enrolment, PayAmount, PayInput, PayRun, PaySetting, Payslip, SpecialDeduction, TaxLedger
from payroll.running.facts import ZERO, Entry, Input, Person
from payroll.running.places import Amount, Places
from roster.models import Auxiliary, Contract

BATCH = 2000


class Known(NamedTuple):
    """Somebody in the run as the rows name them: keys and copied names, and the facts, or why there are none."""

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


def gather(run: PayRun, places: Places, only: Sequence[int] | None = None) -> Iterator[list[Known]]:
    """The people of a run in batches, each with everything that bears on the month."""
    people = people_of(run) if only is None else Auxiliary.objects.filter(pk__in=only)
    people = people.order_by("pk")
    done = 0
    while batch := list(people.filter(pk__gt=done).values_list(*WHO)[:BATCH]):
        done = batch[-1][0]
        faults.point("pay-gather")
        yield list(_Batch(run, places, [row[0] for row in batch]).known(batch))


class _Batch:
    """The rows of some people, each kind in one query."""

    def __init__(self, run: PayRun, places: Places, keys: list[int]) -> None:
        self.run, self.places, self.keys = run, places, keys
        self.first, self.last = bounds(run.month.year, run.month.month)
        paid_first, paid_last = bounds(run.pay_day.year, run.pay_day.month)
        self.contracts = self._one(Contract.objects.filter(self._overlaps("last_day")).order_by("starts_on"),
                                   "employer_id", "monthly_wage", "probation_until", "agreement_id")  # fmt: skip
        card = Func(F("bank_card"), function="octet_length", output_field=IntegerField())
        settings = PaySetting.objects.filter(self._overlaps("ends_on")).order_by("starts_on").annotate(card=card)
        self.settings = self._one(settings, "pk", "first_wage_year", "low_income_year", "card")
        declared = Q(starts_on__lte=paid_last) & (Q(ends_on__isnull=True) | Q(ends_on__gte=paid_first))
        self.special = self._many(SpecialDeduction.objects.filter(declared), "monthly")
        inputs = PayInput.objects.counting(run.month).order_by("pk")
        self.inputs = self._many(inputs, "kind", "item_code", "quantity", "amount")
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
        self.before = self._one(before.order_by("pk"), "gross")

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
            yield self._known(row)

    def _known(self, row: tuple[Any, ...]) -> Known:
        pk, unit, path, name, badge, post, title, funding, grade, hired, left = row
        before = self.before.get(pk, (None,))[0]
        plain = Known(pk, unit, name, badge, title or "", grade, before=before)
        number, scheme = self.places.of(unit, path)
        if scheme is None:
            return plain._replace(why_not="no_scheme")
        if pk not in self.contracts:
            return plain._replace(why_not="no_contract")
        employer, wage, probation_until, agreement = self.contracts[pk]
        setting, first_wage, low_income, card = self.settings.get(pk, (None, None, None, 0))
        entry = self._entry(pk, employer)
        year = self.run.pay_day.year
        fee, fee_source = self.places.fees.get(agreement, (None, None)) if agreement else (None, None)
        facts = Person(
            place=number,
            wage=wage,
            first=max(hired, self.first),
            last=min(left or self.last, self.last),
            hired=hired,
            probation_until=probation_until,
            amounts=self._amounts(pk, scheme.pk, grade, post, hired, wage),
            inputs=tuple(Input(*one) for one in self.inputs.get(pk, ())),
            insured=tuple(dict(self.enrolled.get(pk, ())).items()),
            # Declared once a month: a second payment of the month has no more of it.
            special=ZERO if entry.month == self.run.pay_day.month
            else sum((one[0] for one in self.special.get(pk, ())), ZERO),
            first_wage=first_wage == year,
            low_income=low_income == year,
            ledger=entry,
            source=self.places.source_of(path, funding) if funding else None,
            fee=fee,
            fee_source=fee_source,
        )  # fmt: skip
        return plain._replace(employer=employer, setting=setting, has_card=bool(card), facts=facts)

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

    def _entry(self, pk: int, employer: int) -> Entry:
        for who, number, pay_day, *sums in self.ledger.get(pk, ()):
            if who == employer:
                return Entry(number, pay_day.month, *sums)
        return Entry()
