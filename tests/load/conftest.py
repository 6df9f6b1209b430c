"""One house for all the load tests: filling it takes longer than most of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.faults.conftest import migrate
from tests.load.house import LoadStand, Staff, fill, hire
from tests.load.visitors import visit

WARMING = 20.0  # seconds of visitors before anything is measured: the day's first pages fill caches


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The ordinary day is measured before the storms: what an import of 5,000 leaves behind is no part of it."""
    items.sort(key=lambda item: item.nodeid.startswith("tests/load/") and "test_three_hundred" not in item.nodeid)


@dataclass
class House:
    """The stand at work, and the 300 who know the way."""

    stand: LoadStand
    staff: list[Staff]

    @property
    def port(self) -> int:
        return self.stand.port


@pytest.fixture(scope="package")
def house(django_db_setup: None, django_db_blocker: object) -> Iterator[House]:
    stand = LoadStand()
    try:
        with django_db_blocker.unblock():  # type: ignore[attr-defined]
            stand.open(migrate)
            with stand.inside():
                fill()
                made = House(stand, hire())
                stand.settle()
                stand.start()
                visit(stand.port, made.staff, WARMING, thinking=(5, 15))
                yield made
    finally:
        stand.close()
