"""The second half of the permission matrix; see matrix.py and README.md."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.permissions import matrix

NAMES = matrix.part(2)


@pytest.fixture(scope="module")
def played(django_db_setup: None, django_db_blocker) -> Iterator[matrix.Played]:
    with django_db_blocker.unblock(), matrix.staged() as visitors:
        yield visitors


@pytest.mark.parametrize("name", NAMES)
def test_everybody_gets_what_the_table_says_and_no_more(name: str, played: matrix.Played):
    assert not played.address(name)


def test_the_second_half_holds(played: matrix.Played, assure):
    for number, figure, ok in played.figures():
        assure(number, figure, ok=ok)
