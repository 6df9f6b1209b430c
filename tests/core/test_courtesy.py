"""Pages before imports: what a process of the background asks of the database is done with what time is left."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection
from django.db.backends.signals import connection_created

from core import courtesy

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    """A session of its own, as a process of the background opens one."""
    mine = connection.copy()
    yield mine
    mine.close()
    connection_created.disconnect(dispatch_uid="core.courtesy")


def niceness(opened) -> int:
    return os.getpriority(os.PRIO_PROCESS, opened.connection.info.backend_pid)


def test_a_session_of_the_background_yields_to_those_of_pages(session, monkeypatch):
    steps: list[int] = []
    monkeypatch.setattr(os, "nice", steps.append)
    monkeypatch.setattr(os, "getpid", lambda: 0)  # the tests themselves stay as quick as they are
    courtesy.come_second()
    session.connect()
    assert steps == [courtesy.NICENESS]
    assert niceness(session) == courtesy.NICENESS
    group = Path(f"/proc/{session.connection.info.backend_pid}/autogroup")
    if group.exists():
        assert group.read_text().split("nice")[1].strip() == str(courtesy.NICENESS)


def test_a_session_of_a_page_does_not(session):
    session.connect()
    assert niceness(session) < courtesy.NICENESS


def test_a_server_elsewhere_is_left_alone(monkeypatch):
    told: list[int] = []
    monkeypatch.setattr(courtesy, "_set", told.append)
    away = SimpleNamespace(connection=SimpleNamespace(info=SimpleNamespace(host="10.0.0.7", backend_pid=os.getpid())))
    here = SimpleNamespace(
        connection=SimpleNamespace(info=SimpleNamespace(host="/run/postgresql", backend_pid=os.getpid()))
    )
    courtesy._lower(away)
    courtesy._lower(here)  # this process is not a session of PostgreSQL
    assert told == []


def test_a_session_that_has_ended_harms_nobody(monkeypatch):
    def gone(*words: int) -> None:
        raise ProcessLookupError

    monkeypatch.setattr(os, "setpriority", gone)
    courtesy._set(1)
