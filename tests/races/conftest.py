"""One committed world for the races of a file: what one test leaves behind the next does not touch."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests import servers
from tests.cast import TODAY
from tests.conftest import WORKER, connected_to
from tests.duties.stage import Stage


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker) -> Iterator[Stage]:
    name = f"races_{WORKER}"
    servers.clone(name)
    before = os.environ.get("AUXPOLICE_TODAY")
    os.environ["AUXPOLICE_TODAY"] = TODAY.isoformat()
    with django_db_blocker.unblock(), connected_to(name):
        yield Stage()
    os.environ.pop("AUXPOLICE_TODAY") if before is None else os.environ.update(AUXPOLICE_TODAY=before)
    servers.drop(name)
