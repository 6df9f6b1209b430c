"""What was withheld in released payslips by decisions that were taken back since, or changed: the next run gives it back.

As with contributions of earlier months nobody lists it: the months of the last two years are reckoned again from what was kept
with their payslips and the decisions as they stand now. What is due to the person is given back less what runs gave back
already, so never twice: a run calculated again finds the same, one that is cancelled leaves it to the next. Never the other way
round: for a month that is paid nothing is withheld afterwards.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Sum

from payroll.models import Correction, PayInput, PayRun, Payslip, PayslipLine
from payroll.running.arrears import MONTHS_BACK, months_before
from payroll.running.decided import CODES, GIVEN_BACK
from payroll.running.facts import ZERO, GivenBack, Withheld, person_from, place_from
from payroll.running.slip import reckon

Source = tuple[str, int | None]  # number of the decision and the money its lines are paid from
Returned = Mapping[tuple[int, date], Mapping[Source, Decimal]]


class Decisions(NamedTuple):
    """What decisions withhold of one person in one month now, and when one of them fell last."""

    now: tuple[Withheld, ...]
    fell_at: datetime


def to_give_back(run: PayRun, keys: Sequence[int]) -> dict[int, list[tuple[int, GivenBack]]]:
    """Auxiliary → employer and what it gives back: one query where no decision fell."""
    fallen = _fallen(run, keys) if run.pk is not None else {}
    if not fallen:
        return {}
    returned = _returned(run, {auxiliary for auxiliary, _month in fallen})
    found: dict[int, list[tuple[int, GivenBack]]] = defaultdict(list)
    for slip in _slips(run, fallen):
        decisions = fallen[slip.auxiliary_id, slip.month]
        if slip.run.calculated_at is None or decisions.fell_at <= slip.run.calculated_at:
            continue
        back = returned.get((slip.auxiliary_id, slip.month), {})
        for (document, source), amount in sorted(_too_much(slip, decisions.now).items(), key=str):
            if (left := amount - back.get((document, source), ZERO)) > 0:
                found[slip.auxiliary_id].append((slip.employer_id, GivenBack(document, slip.month, left, source)))
    for auxiliary, employer, row in _of_own_month(run, returned):
        found[auxiliary].append((employer, row))
    return found


def _fallen(run: PayRun, keys: Sequence[int]) -> dict[tuple[int, date], Decisions]:
    """Person and month (the run's own, too) of which a decision fell."""
    rows = PayInput.objects.filter(
        auxiliary_id__in=keys, kind=PayInput.Kind.WITHHELD, month__gte=months_before(run.month, MONTHS_BACK),
        month__lte=run.month,
    ).order_by("pk")  # fmt: skip
    now: dict[tuple[int, date], list[Withheld]] = defaultdict(list)
    fell: dict[tuple[int, date], datetime] = {}
    columns = ("document", "quantity", "starts_on", "ends_on", "house_policy")
    for auxiliary, month, withdrawn_at, *what in rows.values_list("auxiliary_id", "month", "withdrawn_at", *columns):
        if withdrawn_at is None:
            now[auxiliary, month].append(Withheld(*what))
        else:
            fell[auxiliary, month] = max(withdrawn_at, fell.get((auxiliary, month), withdrawn_at))
    return {key: Decisions(tuple(now[key]), at) for key, at in fell.items()}


def _slips(run: PayRun, fallen: Iterable[tuple[int, date]]) -> Iterable[Payslip]:
    """Payslips that count, of earlier months, in which something was withheld; those this run corrects do not."""
    months = {month for _auxiliary, month in fallen if month < run.month}
    rows = Payslip.objects.valid().filter(
        auxiliary_id__in={auxiliary for auxiliary, _month in fallen}, month__in=months, reverses__isnull=True,
        lines__code__in=CODES,
    )  # fmt: skip
    rows = rows.exclude(reversed_by__run__status__in=("released", "issued"))
    rows = rows.exclude(pk__in=Correction.objects.filter(run=run).values("slip"))
    known = set(fallen)
    for slip in rows.select_related("run").distinct().order_by("auxiliary_id", "month", "pk"):
        if (slip.auxiliary_id, slip.month) in known:
            yield slip


def _too_much(slip: Payslip, now: tuple[Withheld, ...]) -> dict[Source, Decimal]:
    """Decision and source → what was withheld beyond what is withheld by the decisions as they stand now."""
    person = person_from(slip.basis["person"])
    place = place_from(slip.run.basis["places"][person.place])
    again = reckon(replace(person, withheld=now, given_back=(), back=()), place, slip.month, slip.run.pay_day)
    sums: dict[Source, Decimal] = defaultdict(lambda: ZERO)
    for article, source, amount in PayslipLine.objects.filter(slip=slip, code__in=CODES).values_list(
        "article", "source_id", "amount"
    ):
        sums[article, source] -= amount
    for line in again.lines:
        if line.code in CODES:
            sums[line.article, line.source] += line.amount
    return {key: amount for key, amount in sums.items() if amount > 0}


def _returned(run: PayRun, people: Iterable[int]) -> Returned:
    """Person and month → decision and source → what other runs that were not given up gave back of it."""
    lines = PayslipLine.objects.filter(code=GIVEN_BACK, slip__auxiliary_id__in=people).exclude(slip__run=run)
    lines = lines.exclude(slip__run__status=PayRun.Status.CANCELLED).order_by()
    found: dict[tuple[int, date], dict[Source, Decimal]] = defaultdict(dict)
    told = lines.values_list("slip__auxiliary_id", "of_month", "article", "source_id").annotate(Sum("amount"))
    for auxiliary, month, document, source, amount in told:
        found[auxiliary, month][document, source] = amount
    return found


def _of_own_month(run: PayRun, returned: Returned) -> Iterable[tuple[int, int, GivenBack]]:
    """For a correction: what later runs gave back of the month itself. The new payslip holds it whole."""
    if run.kind != PayRun.Kind.CORRECTION:
        return
    wrong = Payslip.objects.filter(correction__run=run).values_list("auxiliary_id", "employer_id")
    employers = dict(wrong)
    for (auxiliary, month), amounts in returned.items():
        if month == run.month and auxiliary in employers:
            for (document, source), amount in sorted(amounts.items(), key=str):
                yield auxiliary, employers[auxiliary], GivenBack(document, month, -amount, source)
