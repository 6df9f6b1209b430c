"""The cast on its Monday, in English."""

from __future__ import annotations

import pytest
from django.utils import translation

from core import clock
from tests.cast import TODAY


@pytest.fixture(autouse=True)
def monday(settings, monkeypatch):
    settings.LANGUAGE_CODE = "en"
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    with translation.override("en"):
        yield
