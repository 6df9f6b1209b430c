"""The past reckoned again: payslip by payslip from the basis kept with it, compared line by line, to the fen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from payroll.models import PayRun, Payslip, PayslipLine
from payroll.running.facts import Place, person_from, place_from
from payroll.running.lines import Slip
from payroll.running.slip import reckon

BATCH = 2000
SUMS = ("gross", "insurance", "tax", "deducted", "net", "cost")
COLUMNS = ("part", "code", "amount", "quantity", "rate", "formula")
Key = tuple[str, str, Any, Any, Any, str]


def check_month(month: date) -> tuple[int, list[str]]:
    """How many released payslips were reckoned again, and what differs, a sentence each."""
    checked = 0
    wrong: list[str] = []
    for run in PayRun.objects.filter(month=month, status__in=("released", "issued")).order_by("pk"):
        number, differing = check_run(run)
        checked, wrong = checked + number, wrong + differing
    return checked, wrong


def check_run(run: PayRun) -> tuple[int, list[str]]:
    """The same for one run, whatever its state."""
    checked = 0
    wrong: list[str] = []
    places = [place_from(told) for told in run.basis.get("places", ())]
    for batch in _batches(run):
        checked += len(batch)
        wrong += _differences(run, places, batch)
    return checked, wrong


def _batches(run: PayRun) -> Iterator[list[Payslip]]:
    done, rows = 0, Payslip.objects.filter(run=run).order_by("pk")
    while batch := list(rows.filter(pk__gt=done)[:BATCH]):
        done = batch[-1].pk
        yield batch


def _differences(run: PayRun, places: Sequence[Place], batch: Sequence[Payslip]) -> list[str]:
    kept = _lines([slip.pk for slip in batch])
    reversed_lines = _lines([slip.reverses_id for slip in batch if slip.reverses_id])
    wrong = []
    for slip in batch:
        if slip.reverses_id:
            right = [(part, code, -amount) for part, code, amount, *_rest in reversed_lines[slip.reverses_id]]
            if right != [row[:3] for row in kept[slip.pk]]:
                wrong.append(f"payslip {slip.pk}: does not take back payslip {slip.reverses_id}")
            continue
        person = person_from(slip.basis["person"])
        again = reckon(person, places[person.place], run.month, run.pay_day)
        wrong += [f"payslip {slip.pk}: {said}" for said in _compare(slip, kept[slip.pk], again)]
    return wrong


def _lines(slips: Sequence[int]) -> dict[int, list[Key]]:
    found: dict[int, list[Key]] = defaultdict(list)
    rows = PayslipLine.objects.filter(slip_id__in=slips).order_by("slip_id", "number")
    for slip, *row in rows.values_list("slip_id", *COLUMNS):
        found[slip].append(tuple(row))  # type: ignore[arg-type]
    return found


def _compare(slip: Payslip, kept: Sequence[Key], again: Slip) -> Iterator[str]:
    for name in SUMS:
        if getattr(slip, name) != getattr(again, name):
            yield f"{name} {getattr(slip, name)}, reckoned again {getattr(again, name)}"
    fresh = [(line.part, line.code, line.amount) for line in again.lines]
    if fresh != [row[:3] for row in kept]:
        yield "its lines are not those reckoned again"
