"""Every lock of the house is waited at. The list of locks is read from the source: a new one without a case is red."""

from __future__ import annotations

import pytest

from organisation.models import Unit
from tests.duties.stage import Stage
from tests.guards.cases import LOCKS
from tests.guards.waiting import Lock, held, where_it_waits
from tests.mutants.guards import ROOMS, ROOT, of_rooms

# Locks that do not wait but pass over what somebody else holds; each is tried by the test named.
PASS_OVER = {
    "core/outbox.py:_claim": "tests/guards/test_passing_over.py",
    "duties/services/clockwork.py:_expire_batch": "tests/guards/test_passing_over.py",
    "duties/services/clockwork.py:flag_unled": "tests/guards/test_passing_over.py",
    "evidence/services/verifications.py:verify_waiting": "tests/guards/test_passing_over.py",
    "exports/services/ending.py:_held": "tests/guards/test_passing_over.py",
    "payroll/services/runs.py:end_stuck": "tests/guards/test_passing_over.py",
    "roster/importing/runs.py:end_stuck": "tests/guards/test_passing_over.py",
}


def known() -> set[str]:
    found = (guard.name for guard in of_rooms(ROOMS) if ":select_for_update" in guard.name)
    return {name.replace(":select_for_update", "") for name in found}


def test_every_lock_has_a_case_and_every_case_a_lock():
    told = {lock.name for lock in LOCKS} | set(PASS_OVER)
    assert sorted(known() - told) == [], "locks without a case"
    assert sorted(told - known()) == [], "cases without a lock"


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_the_act_waits_at_its_lock(lock: Lock, stage: Stage):
    row, act = lock.stage(stage)
    file, _, function = lock.guard.partition(":")
    with held(row):
        waited = where_it_waits(act)
    assert waited.at_lock(row, f"{ROOT / file}:{function}"), waited.sql or "it did not wait at all"


def test_an_act_without_its_lock_is_found(stage: Stage):
    """The control: without the lock it reads on and waits at its UPDATE, or nowhere."""
    row = stage.cast["south"]

    def careless() -> None:
        Unit.objects.filter(pk=row.pk).update(name="南所")

    with held(row):
        waited = where_it_waits(careless)
        reading = where_it_waits(lambda: Unit.objects.get(pk=row.pk))
    assert waited.sql.startswith("UPDATE") and not waited.at_lock(row, f"{__file__}:careless")
    assert reading.sql == ""
