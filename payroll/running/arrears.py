"""Which contributions of earlier months a run makes up for: limits announced late, bases changed back, late enrolments.

What was paid of a month is read from payslips, so nothing is owed twice: a run calculated again finds the same, a run that
is cancelled leaves its months to the next. The months of the last two years are looked at, where something they were
reckoned from is other now than it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.db.models import F, Func, JSONField, Q, Value

from payroll.calculating import insurance
from payroll.calculating.days import bounds
from payroll.models import KINDS, Correction, Enrolment, InsuranceTerms, PayRun, Payslip, PayslipLine
from payroll.running.back import BACK
from payroll.running.facts import ZERO, Owing, Terms, terms_from
from payroll.running.insured import scheme_of
from payroll.running.places import Places
from roster.models import Auxiliary

MONTHS_BACK: Final = 24
NEVER: Final = date.max  # no surcharge is due, however late
PARTS: Final = ("insurance", "unit")
Paid = dict[tuple[int, date, str], "Sums"]


class Arrear(NamedTuple):
    """What is owed, and which employer paid that month."""

    employer: int
    owing: Owing


class Sums(NamedTuple):
    """What was paid of one insurance in one month: base, own share, the unit's, and how much of both by back-payments."""

    base: Decimal = ZERO
    own: Decimal = ZERO
    unit: Decimal = ZERO
    own_back: Decimal = ZERO
    unit_back: Decimal = ZERO


@dataclass
class PastRun:
    """A released run as it was reckoned: its month, when, and by place the terms and the items paid by the month."""

    month: date
    calculated_at: datetime
    terms: Sequence[Mapping[str, Terms]]
    items: Sequence[frozenset[str]]


class PastSlip(NamedTuple):
    """A payslip that counts: not taken back, not one that takes another back."""

    auxiliary: int
    run: int
    unit: int
    employer: int
    month: date
    place: str | None
    wage: str | None
    amounts: Any


@dataclass
class Arrears:
    """The months before a run, ready to be asked for some people at a time."""

    run: PayRun
    places: Places
    paths: Mapping[int, str]
    runs: dict[int, PastRun] = field(default_factory=dict)
    made_up: Paid = field(default_factory=dict)  # of the month of a correction, by later runs

    def of(self, keys: Sequence[int]) -> dict[int, list[Arrear]]:
        """Auxiliary → what is owed of earlier months: three queries where nothing changed; nothing in a month that is only
        planned."""
        if self.run.pk is None:
            return {}
        corrected = list(Correction.objects.filter(run=self.run).values_list("slip_id", flat=True))
        first = months_before(self.run.month, MONTHS_BACK)
        counted = Payslip.objects.filter(auxiliary_id__in=keys, run__status__in=("released", "issued"))
        counted = counted.exclude(pk__in=corrected) if corrected else counted
        past = counted.filter(month__gte=first, month__lt=self.run.month)
        pairs = set(past.order_by().values_list("run_id", "unit_id").distinct())
        if not pairs and not corrected:
            return {}
        self._read_runs({run for run, _unit in pairs})
        changed = self._changed(past, pairs)
        late = self._entered_late(keys, pairs)
        slips = self._slips(past, changed, late)
        people = {slip.auxiliary for slip in slips} | (set(keys) if corrected else set())
        if not people:
            return {}
        enrolled = _enrolments(people)
        paid = self._paid(people, corrected, first)
        self.made_up = paid if corrected else {}
        found: dict[int, list[Arrear]] = defaultdict(list)
        for slip in sorted(slips, key=lambda one: (one.auxiliary, one.month)):
            found[slip.auxiliary] += self._owed(slip, enrolled[slip.auxiliary], paid)
        return found

    def of_own_month(
        self, auxiliary: int, insured: Iterable[tuple[str, Decimal | None]], wage: Decimal, path: str
    ) -> list[Owing]:
        """For a correction: what later runs made up for of the month itself; the new payslip holds it whole."""
        found = []
        for kind, base in insured:
            sums, terms = self.made_up.get((auxiliary, self.run.month, kind)), self._now(kind, path, self.run.month)[0]
            if sums is None or terms is None or not (sums.own_back or sums.unit_back):
                continue
            line = insurance.line(wage if base is None else base, scheme_of(kind, terms))
            own, unit = line.employee + sums.own_back, line.employer + sums.unit_back
            found.append(
                Owing(kind, self.run.month, wage if base is None else base, terms, line.base, own, unit, NEVER)
            )
        return found

    def _read_runs(self, numbers: Iterable[int]) -> None:
        missing = [number for number in numbers if number not in self.runs]
        rows = PayRun.objects.filter(pk__in=missing).annotate(
            terms=_of_places("$.places[*].terms"), items=_of_places("$.places[*].items")
        )
        for pk, month, calculated_at, terms, items in rows.values_list(
            "pk", "month", "calculated_at", "terms", "items"
        ):
            told = [{kind: terms_from(row) for kind, row in one.items()} for one in terms]
            monthly = [frozenset(item[0] for item in one if item[3] == "month") for one in items]
            self.runs[pk] = PastRun(month, calculated_at, told, monthly)

    def _changed(self, past: Any, pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
        """Run and unit where the terms of an insurance are other now; a query more where a run had terms of several places."""
        found, several = set(), set()
        for run, unit in pairs:
            other = [self._is_other(run, unit, place) for place in range(len(self.runs[run].terms))]
            if all(other) and other:
                found.add((run, unit))
            elif any(other):
                several.add((run, unit))
        if several:
            rows = past.filter(run__in={run for run, _unit in several}, reverses__isnull=True).order_by()
            told = rows.values_list("run_id", "unit_id", "basis__person__place").distinct()
            found |= {(run, unit) for run, unit, place in told if self._is_other(run, unit, int(place or 0))}
        return found

    def _is_other(self, run: int, unit: int, place: int) -> bool:
        past = self.runs[run]
        for kind, terms in past.terms[place].items():
            now = self._now(kind, self.paths[unit], past.month)[0]
            if now is not None and now[:6] != terms[:6]:
                return True
        return False

    def _now(self, kind: str, path: str, month: date) -> tuple[Terms | None, InsuranceTerms | None]:
        return self.places.terms_of(kind, path, bounds(month.year, month.month)[1])

    def _entered_late(self, keys: Sequence[int], pairs: Iterable[tuple[int, int]]) -> Mapping[int, datetime]:
        """Auxiliary → when an insurance that begins before this month was entered last, if a run was calculated before."""
        times = [self.runs[run].calculated_at for run, _unit in pairs]
        if not times:
            return {}
        rows = Enrolment.objects.filter(
            auxiliary_id__in=keys, starts_on__lt=self.run.month, entered_at__gt=min(times)
        ).order_by()
        found: dict[int, datetime] = {}
        for auxiliary, starts_on, entered_at in rows.values_list("auxiliary_id", "starts_on", "entered_at"):
            begins = starts_on.replace(day=1)
            if any(one.month >= begins and one.calculated_at < entered_at for one in self.runs.values()):
                found[auxiliary] = max(entered_at, found.get(auxiliary, entered_at))
        return found

    def _slips(self, past: Any, changed: Iterable[tuple[int, int]], late: Mapping[int, datetime]) -> list[PastSlip]:
        """Payslips that count of whoever something is other for."""
        others = Q(pk__in=[])
        for run, unit in changed:
            others |= Q(run_id=run, unit_id=unit)
        if late:
            others |= Q(auxiliary_id__in=late)
        rows = past.filter(others, reverses__isnull=True).exclude(reversed_by__run__status__in=("released", "issued"))
        told = rows.order_by("pk").values_list(
            "auxiliary_id", "run_id", "unit_id", "employer_id", "month",
            *(f"basis__person__{name}" for name in ("place", "wage", "amounts")),
        )  # fmt: skip
        return [PastSlip(*row) for row in told]

    def _paid(self, people: Iterable[int], corrected: Sequence[int], first: date) -> Paid:
        """What was paid for each person, month and insurance: by payslips of the month that count, and by back-payments
        of any run that was not given up."""
        lines = PayslipLine.objects.filter(part__in=PARTS, slip__auxiliary_id__in=people).exclude(slip__in=corrected)
        of_month = lines.filter(
            code__in=KINDS, slip__month__gte=first, slip__month__lt=self.run.month,
            slip__run__status__in=("released", "issued"),
        )  # fmt: skip
        made_up = lines.filter(of_month__gte=first, code__startswith=BACK)
        made_up = made_up.exclude(slip__run__status=PayRun.Status.CANCELLED).exclude(slip__run=self.run)
        found: Paid = defaultdict(Sums)
        columns = (
            "slip__auxiliary_id",
            "slip__month",
            "of_month",
            "code",
            "part",
            "quantity",
            "amount",
            "slip__reverses_id",
        )
        for rows in (of_month, made_up):
            for auxiliary, month, earlier, code, part, base, amount, reverses in rows.order_by(
                "slip_id", "number"
            ).values_list(*columns):
                key = (auxiliary, earlier or month, code.removeprefix(BACK))
                found[key] = _plus(found[key], part, base if reverses is None else None, amount, back=bool(earlier))
        return found

    def _owed(self, slip: PastSlip, enrolled: Sequence[Enrolment], paid: Paid) -> Iterable[Arrear]:
        """What is owed of one month: of the insurances in force then, as far as they were paid on something else."""
        past, (first, last) = self.runs[slip.run], bounds(slip.month.year, slip.month.month)
        covering = [row for row in enrolled if row.starts_on <= last and (row.ends_on is None or row.ends_on >= first)]
        place = int(slip.place or 0)
        before = past.terms[place] if place < len(past.terms) else {}
        for kind, row in {row.kind: row for row in covering}.items():
            terms, announced = self._now(kind, self.paths[slip.unit], slip.month)
            late = row.entered_at is not None and row.entered_at > past.calculated_at
            was = before.get(kind)
            if not late and (terms is None or was is None or was[:6] == terms[:6]):
                continue
            wage = row.base if row.base is not None else _month_wage(slip, past.items[place])
            sums = paid.get((slip.auxiliary, slip.month, kind), Sums())
            due = _due(kind, last, announced, late=late)
            owing = Owing(kind, slip.month, wage, terms, sums.base, sums.own, sums.unit, due)
            if not _settled(owing):
                yield Arrear(slip.employer, owing)


def missing(owing: Owing) -> Decimal:
    """Both sides' shares that are still owed."""
    if owing.terms is None:
        return ZERO
    line = insurance.line(owing.wage, scheme_of(owing.kind, owing.terms))
    return line.employee + line.employer - owing.paid_own - owing.paid_unit


def _settled(owing: Owing) -> bool:
    if owing.terms is None:
        return False
    line = insurance.line(owing.wage, scheme_of(owing.kind, owing.terms))
    return (line.employee, line.employer) == (owing.paid_own, owing.paid_unit)


def _due(kind: str, last: date, announced: InsuranceTerms | None, *, late: bool) -> date | None:
    """The last day without a surcharge: for limits announced late the day the announcement gives, else none; for what was
    declared late the due day of the month. The housing fund knows no surcharge."""
    if kind == insurance.FUND:
        return NEVER
    if not late:
        return (announced.free_until if announced else None) or NEVER
    if announced is None or announced.due_after is None:
        return None
    return last + timedelta(days=announced.due_after)


def _month_wage(slip: PastSlip, items: frozenset[str]) -> Decimal:
    """What the month's items come to as agreed; the wage of the contract where there is none."""
    amounts = [Decimal(amount) for code, amount in (slip.amounts or {}).items() if code in items]
    return sum(amounts, ZERO) or Decimal(slip.wage or 0)


def _plus(sums: Sums, part: str, base: Decimal | None, amount: Decimal, *, back: bool) -> Sums:
    base = sums.base if base is None else base
    own, unit = (amount, ZERO) if part == "insurance" else (ZERO, amount)
    own_back, unit_back = (own, unit) if back else (ZERO, ZERO)
    return Sums(base, sums.own + own, sums.unit + unit, sums.own_back + own_back, sums.unit_back + unit_back)


def _enrolments(people: Iterable[int]) -> Mapping[int, list[Enrolment]]:
    found: dict[int, list[Enrolment]] = defaultdict(list)
    rows = Enrolment.objects.filter(auxiliary_id__in=people).defer("account_number")
    for row in rows.order_by("kind", "starts_on"):
        found[row.auxiliary_id].append(row)
    return found


def _of_places(path: str) -> Func:
    """Something of each place of a run's basis, without the law that stands there too."""
    return Func(
        F("basis"), Value(path), function="jsonb_path_query_array", output_field=JSONField(),
        template="%(function)s(%(expressions)s::jsonpath)",
    )  # fmt: skip


def months_before(month: date, months: int) -> date:
    number = month.year * 12 + month.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def stale(run: PayRun) -> bool:
    """Was somebody whose earlier months this run makes up for paid by another since it was calculated? Their rows are
    locked, so that two releases do not pass each other."""
    people = list(
        PayslipLine.objects.filter(slip__run=run, of_month__isnull=False)
        .order_by("slip__auxiliary_id").values_list("slip__auxiliary_id", flat=True).distinct()
    )  # fmt: skip
    if not people:
        return False
    list(Auxiliary.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk").values_list("pk"))
    paid = Payslip.objects.valid().filter(auxiliary_id__in=people, run__released_at__gt=run.calculated_at)
    return bool(paid.exclude(run=run).exists())
