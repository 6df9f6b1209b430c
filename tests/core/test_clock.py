"""The day can be moved for trials, never on a server."""

from datetime import date

import pytest

from core import clock


@pytest.mark.parametrize("allowed", [True, False])
def test_the_day_moves_only_where_it_may(settings, monkeypatch, allowed):
    monkeypatch.setenv("AUXPOLICE_TODAY", "2031-02-03")
    settings.DAY_MAY_MOVE = allowed
    assert (clock.today() == date(2031, 2, 3)) is allowed
