"""A filter of the API that means nothing is answered 400: silently left out, it would show more than was asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import resolve

from tests.permissions import world
from tests.permissions.stages import stage
from tests.permissions.table import Visitors, rows

TABLE = {name: row for name, row in rows().items() if name.startswith("api-") and "GET" in row.methods and not row.args}
NONSENSE = {"day": ("2026-02-31", "tomorrow", "2026-1-1", ""), "number": ("x", "-1", "1e3", "9" * 30, "")}
SENSE = {"day": "2026-11-16", "number": "1"}


@pytest.fixture(scope="module")
def visitors(django_db_setup: None, django_db_blocker) -> Iterator[Visitors]:
    with django_db_blocker.unblock(), stage() as (cast, objects):
        yield Visitors(world.sessions(cast), objects)


def test_nonsense_is_answered_400_and_sense_200(visitors: Visitors):
    wrong, asked = [], 0
    for name, row in sorted(TABLE.items()):
        address, who = row.address(visitors.objects), sorted(row.methods["GET"].allow)[0]
        filters = getattr(getattr(resolve(address).func, "cls", None), "filters", {})
        for filtered, kind in filters.items():
            words = isinstance(kind, tuple)
            tries = [(value, 400) for value in (("no-such-word",) if words else NONSENSE[kind])]
            for value, status in (*tries, (kind[0] if words else SENSE[kind], 200)):
                asked += 1
                got = visitors.client(who).get(address, {filtered: value}).status_code
                if got != status:
                    wrong.append(f"{name}?{filtered}={value}: {got}, not {status}")
    assert wrong == []
    assert asked > 60, "too few filters are declared for this to mean anything"


@pytest.mark.parametrize("unit", ["no-such-unit", "west"])
@pytest.mark.parametrize("name", ["api-auxiliaries", "api-contracts", "api-documents", "api-posts", "api-assignments"])
def test_a_unit_that_is_not_in_sight_shows_nothing(visitors: Visitors, name: str, unit: str):
    """Unknown and outside look alike, and neither shows everything."""
    answer = visitors.client("hr").get(TABLE[name].address(visitors.objects), {"unit": unit})
    assert answer.status_code == 200 and answer.json()["results"] == []
