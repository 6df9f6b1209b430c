"""One invented source whose cases a test chooses, and the cast."""

from datetime import date, timedelta

import pytest

from core import deadlines
from core.actors import SYSTEM
from core.deadlines import Due, Source
from reminders import services
from tests.cast import TODAY, Cast

STAGES = (30, 7, 1, 0, -1)


class Cases(dict):
    """Subject → due day: what the invented source finds."""

    def __init__(self, cast: Cast) -> None:
        self.unit = cast["north"]
        self.person_id: int | None = None

    def find(self, day: date, until: date) -> list[Due]:
        found = sorted((subject, due_on) for subject, due_on in self.items() if due_on <= until)
        return [Due(s, due_on, self.unit.pk, f"about {s}", self.person_id, "/there/") for s, due_on in found]

    def run(self, day: date = TODAY):
        return services.run(on=day, by=SYSTEM)


@pytest.fixture
def cast():
    return Cast()


@pytest.fixture
def cases(monkeypatch, cast):
    """The only source: open cases are what the test puts in."""
    chosen = Cases(cast)
    source = Source("test", "Something", STAGES, chosen.find, advice="Do it.", tells_person=True, escalates_after=7)
    monkeypatch.setattr(deadlines, "_sources", {"test": source})
    return chosen


@pytest.fixture
def notice(cases):
    """One notice standing at the station North, due in a week."""
    from reminders.models import Notice

    cases["a"] = TODAY + timedelta(days=7)
    cases.run()
    return Notice.objects.standing().get()
