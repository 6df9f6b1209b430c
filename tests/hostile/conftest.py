"""The world the attackers look at: every principal signed in, every object there, and nothing they do remains."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client

from tests.cast import PRINCIPALS, sign_in
from tests.permissions import world
from tests.permissions.table import Visitors


@pytest.fixture(scope="module")
def visitors(django_db_setup: None, django_db_blocker) -> Iterator[Visitors]:
    """One world for all requests of a file, in a transaction that is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast, objects = world.build()
        logging.disable(logging.CRITICAL)
        sessions = {name: sign_in(Client(), cast.user(name)).session.session_key for name in PRINCIPALS}
        yield Visitors(sessions, objects)
        transaction.set_rollback(True)
        logging.disable(logging.NOTSET)


@pytest.fixture(autouse=True)
def no_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rate that is used up would answer 429 and hide the rest."""
    monkeypatch.setattr("core.api.UserRate.allow_request", lambda *_: True)
