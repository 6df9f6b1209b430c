"""A kind of deadline may name whose it is: then nobody else is told of it, and nobody else reads it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core import deadlines
from core.perms import Perms
from reminders.models import Delivery, Notice
from tests.cast import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(cast, cases, monkeypatch):
    """The same cases told twice: as usual, and as the business of whoever approves assignments, with HR to be told of silence."""
    named = replace(
        deadlines.source("test"),
        code="conduct",
        tells_person=False,
        right=Perms.APPROVE_ASSIGNMENT,
        above=Perms.MANAGE_QUOTA,
    )
    monkeypatch.setitem(deadlines._sources, "conduct", named)
    for name in ("hr", "supervisor", "higher", "supervisor2"):
        cast.user(name)
    cases["a"] = TODAY
    cases.run()
    return cases


def told(source, **which):
    rows = Delivery.objects.filter(notice__source=source, **which)
    return sorted(set(rows.values_list("user__username", "why")))


def test_only_the_holders_of_the_right_are_told(both):
    assert told("conduct") == [("supervisor", "charge")]
    assert told("test") == [("hr", "charge")]  # the control: the usual kind still goes to whoever keeps the files


def test_silence_goes_to_the_right_that_is_named_for_it(both):
    both.run(TODAY + timedelta(days=7))
    assert told("conduct", why="escalated") == [("hr", "escalated")]
    assert told("test", why="escalated") == [("supervisor", "escalated")]


def test_whoever_keeps_the_files_does_not_read_it(cast, both):
    seen = {
        name: set(Notice.objects.visible_to(cast.user(name)).values_list("source", flat=True))
        for name in ("hr", "supervisor", "higher", "supervisor2")
    }
    assert seen == {"hr": {"test"}, "supervisor": {"test", "conduct"}, "higher": {"test"}, "supervisor2": set()}
