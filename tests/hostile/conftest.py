"""The world the attackers look at: every principal signed in, every object there, and nothing they do remains."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client

from tests.cast import PRINCIPALS, Cast, sign_in
from tests.permissions import stages
from tests.permissions.table import Visitors


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker) -> Iterator[tuple[Cast, dict[str, Any]]]:
    """One world for all requests of a file, in a transaction that is undone."""
    with django_db_blocker.unblock(), stages.stage() as world:
        yield world


@pytest.fixture(scope="module")
def cast(stage: tuple[Cast, dict[str, Any]]) -> Cast:
    return stage[0]


@pytest.fixture(scope="module")
def visitors(stage: tuple[Cast, dict[str, Any]]) -> Iterator[Visitors]:
    """Everybody signed in; the log is quiet, because refusals are what we are here for."""
    cast, objects = stage
    logging.disable(logging.CRITICAL)
    yield Visitors({name: sign_in(Client(), cast.user(name)).session.session_key for name in PRINCIPALS}, objects)
    logging.disable(logging.NOTSET)


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """As Django's own test client does it: a request neither opens nor closes the connection of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(autouse=True)
def no_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rate that is used up would answer 429 and hide the rest."""
    monkeypatch.setattr("core.api.UserRate.allow_request", lambda *_: True)
