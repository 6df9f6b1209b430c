"""One annual round for a module, undone after each test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from core import clock
from tests.cast import TODAY
from tests.discipline.appraisals.world import Year


@pytest.fixture(scope="module")
def the_year(django_db_setup: None, django_db_blocker: Any) -> Iterator[Year]:
    with pytest.MonkeyPatch.context() as patch, translation.override("en"):
        patch.setattr(clock, "today", lambda: TODAY)
        with django_db_blocker.unblock(), transaction.atomic():
            yield Year()
            transaction.set_rollback(True)


@pytest.fixture
def year(the_year: Year) -> Iterator[Year]:
    """The same round for each test, undone after it."""
    whole, others = the_year.round, list(the_year.others)
    with transaction.atomic():
        yield the_year
        transaction.set_rollback(True)
    the_year.round, the_year.others = whole, others
    the_year.mine.refresh_from_db()
