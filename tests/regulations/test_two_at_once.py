"""Two people decide the same proposal at the same moment: one wins, the other is told who."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection

from core.actors import SYSTEM
from core.errors import NotNow
from core.models import AuditEntry
from organisation.services.units import open_unit
from regulations import services
from regulations.models import LocalBan
from regulations.services import two_persons
from tests.regulations.conftest import DAY, START, person


def both(*acts: Callable[[], object]) -> list[object]:
    """Run the acts in threads that start together; answers each result or error."""
    gate, found = threading.Barrier(len(acts)), [object()] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        gate.wait()
        try:
            found[place] = act()
        except (NotNow, DatabaseError) as error:
            found[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.fixture
def proposal(fresh_db: str) -> tuple[LocalBan, list[object]]:
    unit = open_unit(code="E", name="East Bureau", level="county", parent=None, starts_on=START, by=SYSTEM)
    lin, chen, zhou = (person(name, name, "legal", unit) for name in ("lin", "chen", "zhou"))
    row = services.propose_ban(unit=unit, code="patrol-street", since=DAY, reason="Why.", by=lin)
    return row, [chen, zhou]


def decide_at_once(row: LocalBan, people: list[object]) -> list[object]:
    chen, zhou = people
    return both(
        lambda: services.approve(row=row, by=chen),
        lambda: services.decline(row=row, because="No need.", by=zhou),
    )


@pytest.mark.parametrize("attempt", range(3))
def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(proposal: tuple, attempt: int) -> None:
    row, people = proposal
    found = decide_at_once(row, people)
    assert sorted(type(one).__name__ for one in found) == ["LocalBan", "NotNow"]
    row.refresh_from_db()
    assert (row.approved_at is None) != (row.declined_at is None)
    assert AuditEntry.objects.filter(action__in=["ban.approved", "ban.declined"]).count() == 1


def test_without_the_lock_the_database_still_lets_only_one_through(
    proposal: tuple, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, people = proposal
    seen = threading.Barrier(2, timeout=10)

    def unlocked(row: LocalBan) -> LocalBan:
        fresh = LocalBan.objects.get(pk=row.pk)
        seen.wait()  # both have seen it waiting
        return fresh

    monkeypatch.setattr(two_persons, "_open", unlocked)
    found = decide_at_once(row, people)
    assert sum(isinstance(one, DatabaseError) for one in found) == 1
    row.refresh_from_db()
    assert (row.approved_at is None) != (row.declined_at is None)
