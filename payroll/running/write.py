"""Payslips, lines and hints into the tables: some hundred rows in one statement, as JSON, which needs no COPY."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import connection

from core.sealed import take_keys
from payroll.models import PayAnomaly, PayRun, Payslip, PayslipLine, TaxLedger
from payroll.running.facts import ZERO, Entry, Person
from payroll.running.gather import Known
from payroll.running.lines import Slip

SLIPS = """
INSERT INTO payroll_payslip (id, run_id, auxiliary_id, employer_id, unit_id, setting_id, month, name, badge_number, post,
    grade, gross, insurance, tax, deducted, net, cost, reverses_id, replaces_id, basis)
SELECT (r->>0)::bigint, %s, (r->>1)::bigint, (r->>2)::bigint, (r->>3)::bigint, (r->>4)::bigint, %s, r->>5, r->>6, r->>7,
    r->>8, (r->>9)::numeric, (r->>10)::numeric, (r->>11)::numeric, (r->>12)::numeric, (r->>13)::numeric,
    (r->>14)::numeric, (r->>15)::bigint, (r->>16)::bigint, (r->17)::jsonb
FROM json_array_elements(%s::json) AS r
"""
LINES = """
INSERT INTO payroll_payslipline (slip_id, number, part, code, name, quantity, rate, amount, formula, article, source_id,
    of_month)
SELECT (r->>0)::bigint, (r->>1)::smallint, r->>2, r->>3, r->>4, (r->>5)::numeric, (r->>6)::numeric, (r->>7)::numeric,
    r->>8, r->>9, (r->>10)::bigint, (r->>11)::date
FROM json_array_elements(%s::json) AS r
"""
ANOMALIES = """
INSERT INTO payroll_payanomaly (run_id, auxiliary_id, code, key, before, now, reason)
SELECT %s, (r->>0)::bigint, r->>1, r->>2, (r->>3)::numeric, (r->>4)::numeric, '' FROM json_array_elements(%s::json) AS r
ON CONFLICT DO NOTHING
"""
# The entry of each payslip, from the ledger as it stood when the slip was reckoned: the trigger refuses it if another
# payment came in between.
LEDGER = """
INSERT INTO payroll_taxledger (auxiliary_id, employer_id, year, number, slip_id, pay_day, income, insurance, special, other,
    withheld, total_income, total_insurance, total_special, total_other, total_withheld)
SELECT s.auxiliary_id, s.employer_id, %s, (l->>0)::int, s.id, %s, (l->>1)::numeric, (l->>2)::numeric, (l->>3)::numeric,
    (l->>4)::numeric, (l->>5)::numeric, (l->>6)::numeric, (l->>7)::numeric, (l->>8)::numeric, (l->>9)::numeric,
    (l->>10)::numeric
FROM payroll_payslip s CROSS JOIN LATERAL (SELECT s.basis->'entry' AS l) AS e WHERE s.run_id = %s
"""
LINES_AT_ONCE = 4000


def write_slips(run: PayRun, reckoned: Sequence[tuple[Known, Person, Slip]]) -> None:
    """The payslips of a batch with their lines."""
    keys = take_keys(Payslip, len(reckoned), using="default")
    rows = [row_of(key, known, person, slip) for key, (known, person, slip) in zip(keys, reckoned, strict=True)]
    lines = [
        (key, number, *line)
        for key, (_known, _person, slip) in zip(keys, reckoned, strict=True)
        for number, line in enumerate(slip.lines, start=1)
    ]
    insert(SLIPS, [run.pk, run.month], rows)
    for start in range(0, len(lines), LINES_AT_ONCE):
        insert(LINES, [], lines[start : start + LINES_AT_ONCE])


def row_of(key: int, known: Known, person: Person, slip: Slip) -> tuple[Any, ...]:
    """A payslip as the statement above reads it."""
    place = (known.auxiliary, known.employer, known.unit, known.setting)
    words = (known.name, known.badge_number, known.post, known.grade)
    sums = (slip.gross, slip.insurance, slip.tax, slip.deducted, slip.net, slip.cost)
    basis = {"person": person.as_json(), "entry": entry_of(person.ledger, slip)}
    if slip.owed:
        basis["owed"] = str(slip.owed)
    return (key, *place, *words, *sums, None, None, basis)


def entry_of(before: Entry, slip: Slip) -> list[Any]:
    """The ledger's entry as the statement above reads it: number, sums of this payslip, sums so far."""
    own = (slip.taxed, slip.free, slip.special, ZERO, slip.withheld)
    so_far = (before.income, before.insurance, before.special, before.other, before.withheld)
    return [before.number + 1, *(str(one) for one in own), *(str(a + b) for a, b in zip(so_far, own, strict=True))]


def write_anomalies(run: PayRun, rows: Iterable[Sequence[Any]]) -> None:
    """(auxiliary, code, key, before, now) each; the same twice is one."""
    found = list(rows)
    for start in range(0, len(found), LINES_AT_ONCE):
        insert(ANOMALIES, [run.pk], found[start : start + LINES_AT_ONCE])


def write_ledger(run: PayRun) -> int:
    """An entry of the tax ledger for each payslip of the run."""
    with connection.cursor() as cursor:
        cursor.execute(LEDGER, [run.pay_day.year, run.pay_day, run.pk])
        return int(cursor.rowcount)


def clear(run: PayRun) -> None:
    """Take back what an earlier calculation of an open run wrote."""
    PayslipLine.objects.filter(slip__run=run)._raw_delete("default")
    Payslip.objects.filter(run=run)._raw_delete("default")
    PayAnomaly.objects.filter(run=run)._raw_delete("default")


def insert(statement: str, before: list[Any], rows: Sequence[Any]) -> None:
    """Some rows by one of the statements above; `before` are its values besides the rows."""
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(statement, [*before, json.dumps(rows, default=str, ensure_ascii=False)])


def latest_day(run: PayRun) -> date | None:
    """The last payment of the year to anybody of the run: the ledger only goes forward."""
    rows = TaxLedger.objects.filter(auxiliary__unit__path__startswith=run.unit.path, year=run.pay_day.year)
    found: date | None = rows.order_by("-pay_day").values_list("pay_day", flat=True).first()
    return found
