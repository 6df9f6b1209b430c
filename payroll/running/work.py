"""The calculation of a run: gather → reckon → write, batch by batch in one transaction. Done again it replaces its own rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from core import faults
from core.errors import NotNow
from payroll.models import PayRun, Payslip
from payroll.running.facts import ZERO
from payroll.running.gather import Known, gather
from payroll.running.places import places_for
from payroll.running.slip import reckon
from payroll.running.standing_out import gone, of_person, over_budget, sums
from payroll.running.write import clear, latest_day, write_anomalies, write_slips

Tick = Callable[[int], None]
PATIENCE = (
    "SET LOCAL lock_timeout = '60s'; SET LOCAL statement_timeout = '120s'; "
    "SET LOCAL idle_in_transaction_session_timeout = '300s'"
)


def silent(done: int) -> None:
    """Nobody waits to hear."""


def be_patient() -> None:
    """A run of a hundred thousand takes longer than one page may."""
    with connection.cursor() as cursor:
        cursor.execute(PATIENCE)


def calculate(run: PayRun, tick: Tick = silent) -> dict[str, Any]:
    """Write the payslips of an open run anew; answers its sums and basis. The caller holds the run's lock.

    Raises NotNow when somebody of the unit was already paid on a later day: the tax ledger goes forward only.
    """
    be_patient()
    if (latest := latest_day(run)) is not None and latest > run.pay_day:
        raise NotNow(_("Somebody of the unit was paid on %(day)s already: choose a later payday.") % {"day": latest})
    clear(run)
    places = places_for(run.unit, run.month, run.pay_day)
    before = month_before(run.month)
    compares = Payslip.objects.valid().filter(month=before, unit__path__startswith=run.unit.path).exists()
    done = 0
    for batch in gather(run, places):
        done += len(batch)
        _batch(run, places.found, batch, compares=compares)
        faults.point("mid-pay-run")
        tick(done)
    write_anomalies(run, gone(run, before))
    write_anomalies(run, over_budget(run))
    faults.point("pay-before-commit")
    return {**sums(run), "basis": {"places": [place.as_json() for place in places.found]}}


def _batch(run: PayRun, places: list[Any], batch: list[Known], *, compares: bool) -> None:
    reckoned = []
    for known in batch:
        if known.facts is not None:
            slip = reckon(known.facts, places[known.facts.place], run.month, run.pay_day)
            reckoned.append((known, known.facts, slip))
    write_slips(run, reckoned)
    write_anomalies(run, _said(reckoned, batch, compares=compares))


def _said(reckoned: list[Any], batch: list[Known], *, compares: bool) -> Iterator[Any]:
    for known in batch:
        if known.facts is None:
            yield known.auxiliary, known.why_not, "", None, None
    gross: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for known, _person, slip in reckoned:
        gross[known.auxiliary] += slip.gross
    once = set()  # what is said of the run and not of a person
    for known, _person, slip in reckoned:
        for row in of_person(known, slip, compares=compares, gross=gross[known.auxiliary]):
            if row[0] is None:
                if row in once:
                    continue
                once.add(row)
            yield row


def month_before(month: date) -> date:
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)
