"""An auxiliary with a duty today: the day is that of the stage's assignments."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.cast import sign_in
from tests.duties.stage import Stage


@pytest.fixture
def stage(db: None, monkeypatch: pytest.MonkeyPatch) -> Stage:
    stage = Stage()
    monkeypatch.setenv("AUXPOLICE_TODAY", stage.day.isoformat())
    return stage


@pytest.fixture
def lin(stage: Stage) -> Any:
    """A client signed in as 林晓."""
    return sign_in(Client(headers={"Accept-Language": "zh-hans"}), stage.user_of_auxiliary(stage.lin))
