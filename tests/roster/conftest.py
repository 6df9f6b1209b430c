"""The cast, and the day on which everything here happens."""

import pytest

from tests.cast import TODAY, Cast


@pytest.fixture(autouse=True)
def the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages and API ask core.clock: it says the day of the cast."""
    monkeypatch.setenv("AUXPOLICE_TODAY", TODAY.isoformat())


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast()
