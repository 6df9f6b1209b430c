"""What stands out in a run before it is released, and must be accepted with a reason or mended."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Max, Sum

from payroll.models import Budget, PayAnomaly, PayRun, PaySetting, Payslip, PayslipLine
from payroll.running.gather import Known
from payroll.running.lines import Slip

# Not to be accepted: without these figures the program would have to guess.
MUST_BE_MENDED: Final = frozenset({"no_scheme", "no_terms", "no_average"})
FIFTH: Final = Decimal("0.2")
Row = tuple[int | None, str, str, Any, Any]


def of_person(known: Known, slip: Slip, *, compares: bool, gross: Decimal | None = None) -> Iterator[Row]:
    """What stands out in one payslip; `compares`: there is a month before to compare with. `gross` is of all employers."""
    gross = slip.gross if gross is None else gross
    if known.last and compares and known.before is None:
        yield known.auxiliary, "new", "", None, gross
    if known.last and known.before is not None and gross != known.before:
        if abs(gross - known.before) >= known.before * FIFTH:
            yield known.auxiliary, "up" if gross > known.before else "down", "", known.before, gross
    if known.bonus_before:
        yield known.auxiliary, "bonus_twice", "", None, None
    if known.low_income:
        yield known.auxiliary, known.low_income, "", None, None
    if known.elsewhere:
        yield known.auxiliary, "back_elsewhere", "", None, known.elsewhere
    if not known.last:
        yield known.auxiliary, "two_employers", "", None, None
    if not known.has_card:
        yield known.auxiliary, "no_bank", "", None, None
    lacking = [found.key for found in slip.findings if found.code == "no_insurance"]
    if lacking and known.insures:
        yield known.auxiliary, "no_insurance", ",".join(lacking), None, None
    for found in slip.findings:
        if found.code in ("no_terms", "no_minimum", "late_unknown", "no_average"):
            yield None, found.code, found.key, None, None
        elif found.code != "no_insurance":
            yield known.auxiliary, found.code, found.key, found.before, found.now


def gone(run: PayRun, month_before: Any) -> Iterator[Row]:
    """People of the unit paid last month and not in this run."""
    now = Payslip.objects.filter(month=run.month, reverses__isnull=True).values("auxiliary_id")
    rows = Payslip.objects.valid().filter(
        month=month_before, unit__path__startswith=run.unit.path, reverses__isnull=True, reversed_by__isnull=True
    )
    for auxiliary, gross in rows.exclude(auxiliary_id__in=now).order_by("pk").values_list("auxiliary_id", "gross"):
        yield auxiliary, "gone", "", gross, None


def over_budget(run: PayRun) -> Iterator[Row]:
    """Sources whose budget of the year the released runs and this one together exceed."""
    for source, budget, spent in spending(run.pay_day.year, run):
        if budget is not None and spent > budget:
            yield None, "over_budget", str(source), budget, spent


def spending(year: int, run: PayRun | None = None) -> list[tuple[int, Decimal | None, Decimal]]:
    """Source, its budget, and what released runs (and this one) take from it in the year: two queries."""
    runs = PayRun.objects.filter(pay_day__year=year, status__in=("released", "issued"))
    counted = runs | PayRun.objects.filter(pk=run.pk) if run else runs
    lines = PayslipLine.objects.filter(slip__run__in=counted, source__isnull=False, part__in=("earned", "unit"))
    spent = dict(lines.values_list("source_id").annotate(Sum("amount")).order_by())
    budgets = dict(Budget.objects.filter(year=year).values_list("source_id", "amount"))
    return [(source, budgets.get(source), amount) for source, amount in sorted(spent.items())]


def cards_changed(run: PayRun) -> list[Row]:
    """People whose pay settings were written after the run was calculated, unless that was accepted since: two queries."""
    rows = PaySetting.objects.filter(changed_at__gt=run.calculated_at, auxiliary__payslips__run=run).order_by()
    told = PayAnomaly.objects.filter(run=run, code="bank_changed", accepted_at__isnull=False)
    accepted = dict(told.values_list("auxiliary_id", "accepted_at"))
    return [
        (who, "bank_changed", "", None, None)
        for who, at in rows.values_list("auxiliary_id").annotate(Max("changed_at"))
        if who not in accepted or at > accepted[who]
    ]


def sums(run: PayRun) -> dict[str, Any]:
    """Number and sums of the payslips, for the run."""
    names = ("gross", "insurance", "tax", "deducted", "net", "cost")
    found = Payslip.objects.filter(run=run).aggregate(people=Count("pk"), **{name: Sum(name) for name in names})
    return {name: value or 0 for name, value in found.items()}
