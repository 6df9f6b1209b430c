"""An auxiliary with a full file among others, HR, and a folder for files."""

from __future__ import annotations

import pytest
from django.conf import settings

from tests.cast import TODAY, Cast


@pytest.fixture(autouse=True)
def the_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("AUXPOLICE_TODAY", TODAY.isoformat())
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path / "media")


@pytest.fixture
def cast(db) -> Cast:
    return Cast()
