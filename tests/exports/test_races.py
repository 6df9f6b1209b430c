"""Five downloads at the same moment are one; two second persons decide once. With the control that breaks."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from core.errors import DomainError
from core.models import AuditEntry
from exports import services
from exports.models import Export
from exports.services import downloading
from tests.assurance import long_form
from tests.exports.conftest import Stage

THREADS = 5


def at_once(act: Callable[[], Any]) -> int:
    """How many of the threads got through."""
    start, through = threading.Barrier(THREADS), []

    def run() -> None:
        start.wait()
        try:
            through.append(act())
        except DomainError:
            return
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(through)


@pytest.fixture
def stage(fresh_db) -> Stage:
    return Stage()


def test_five_downloads_at_once_are_one(stage: Stage, assure):
    rounds, through = (20 if long_form() else 1), []
    for _ in range(rounds):
        export = stage.made(format="csv")
        through.append(at_once(lambda export=export: services.take_export(export=export, by=stage.hr)))
    taken = AuditEntry.objects.filter(action="export.downloaded", success=True).count()
    assert settings.MEDIA_ROOT
    assure(
        "R-77",
        f"{max(through)} of {THREADS} downloads at once, {rounds} rounds",
        ok=set(through) == {1} and taken == rounds,
    )


def test_without_the_lock_more_than_one_gets_through(stage: Stage, monkeypatch):
    """The control: the row is read without being held, and everybody sees it ready."""
    export = stage.made(format="csv")
    inside = threading.Barrier(THREADS, timeout=20)

    def unlocked(export: Export) -> Export:
        found = Export.objects.select_related("by__person", "unit").get(pk=export.pk)
        inside.wait()
        return found

    monkeypatch.setattr(downloading, "locked", unlocked)
    assert at_once(lambda: services.take_export(export=export, by=stage.hr)) > 1


def test_two_second_persons_decide_once(stage: Stage):
    export = stage.ask(columns=("name", "medical_on"))
    decided = at_once(lambda: services.approve_export(export=export, by=stage.supervisor))
    assert decided == 1
    assert AuditEntry.objects.filter(action="export.approved").count() == 1
