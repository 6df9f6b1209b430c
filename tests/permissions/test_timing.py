"""R-04, the time: who asks for what lies outside the scope waits as long as who asks for what never was."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator

import pytest
from django.http import Http404

from roster.selectors import files
from tests.cast import PRINCIPALS
from tests.permissions import matrix
from tests.permissions.places import NAMED
from tests.permissions.table import Row, Visitors, expected, rows

ROUNDS = 500
ALIKE = 0.005  # seconds between the medians
TABLE = rows()
pytestmark = pytest.mark.long  # times are judged on a quiet machine; the gate compares status and body


@pytest.fixture(scope="module")
def played(django_db_setup: None, django_db_blocker) -> Iterator[matrix.Played]:
    with django_db_blocker.unblock(), matrix.staged() as visitors:
        yield visitors


@pytest.fixture(autouse=True)
def no_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rate that is used up would answer 429."""
    monkeypatch.setattr("core.api.UserRate.allow_request", lambda *_: True)


def asked(row: Row, visitors: Visitors) -> tuple[str, str] | None:
    """Somebody who holds the right, and a place that lies outside their units; None if the address has no such thing."""
    for who in sorted(PRINCIPALS):
        for at in (NAMED, *visitors.places(row)):
            if expected(row, "GET", who, at) == "404":
                return who, at
    return None


def seconds(visitors: Visitors, row: Row, who: str, address: str) -> float:
    began = time.perf_counter()
    assert Visitors.ask(visitors, row, "GET", who, NAMED, address).status_code == 404
    return time.perf_counter() - began


def apart(played: matrix.Played, row: Row, who: str, at: str, rounds: int) -> float:
    """The difference of the medians, asked in turn so that a noisy machine disturbs both alike."""
    plain = Visitors(played.sessions, played.objects, played.handler)
    addresses = row.address(plain.found(row, who, at)), matrix.nowhere(row, played.objects)
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds):
        for which in (0, 1) if number % 2 else (1, 0):
            times[which].append(seconds(plain, row, who, addresses[which]))
    return abs(statistics.median(times[0]) - statistics.median(times[1]))


WITH_OBJECTS = sorted(
    name for name, row in TABLE.items() if row.kinds and "GET" in row.methods and not (row.exempt or row.public)
)


@pytest.mark.parametrize("name", WITH_OBJECTS)
def test_what_lies_outside_answers_as_fast_as_what_never_was(name: str, played: matrix.Played, assure):
    row = TABLE[name]
    found = asked(row, played)
    if found is None:
        return  # nobody holds the right without holding it here
    took = apart(played, row, *found, ROUNDS)
    figure = f"{name}: {took * 1000:.1f} ms apart at {ROUNDS} times"
    assure("R-04", figure, ok=took < ALIKE)


def test_control_a_look_that_takes_longer_is_found(played: matrix.Played, monkeypatch: pytest.MonkeyPatch):
    """A selector that opens the file first and asks for the right afterwards."""

    def slow(user, pk, permission=""):
        if files.Auxiliary.objects.filter(pk=pk).exists():
            time.sleep(2 * ALIKE)
        raise Http404

    row = TABLE["api-auxiliary"]
    found = asked(row, played)
    assert found
    monkeypatch.setattr(files, "auxiliary", slow)
    assert apart(played, row, *found, 15) > ALIKE
