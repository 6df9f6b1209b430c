"""A station North under the eyes of an inspector: who puts right, who leads, who does the work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from core import clock, outbox
from discipline.checklists import checklists
from discipline.models import Finding, Inspection
from discipline.services import supervision
from discipline.services.supervision import Plan, Seen
from duties.models import Assignment
from tests.cast import TODAY
from tests.duties.stage import Stage

ON_THE_SPOT = "on_the_spot"


class Beat(Stage):
    """The stage of duties, with short ways to an inspection and a finding."""

    def __init__(self) -> None:
        super().__init__()
        self.today = TODAY
        self.hr = self.cast.user("hr")

    def plan(self, **more: Any) -> Inspection:
        values = {"unit": self.cast["north"], "on": self.today, "by": self.inspector, **more}
        announced, days = values.pop("announced", False), values.pop("days", 3)
        return supervision.plan(plan=Plan(ON_THE_SPOT, self.today + dt.timedelta(days=days), announced), **values)

    def begun(self, **more: Any) -> Inspection:
        return supervision.begin(inspection=self.plan(**more), by=more.get("by", self.inspector))

    def conclude(self, inspection: Inspection, **wrong: Seen) -> list[Finding]:
        """Every item in order but those named."""
        seen = {code: wrong.get(code, Seen("right")) for code in checklists()[ON_THE_SPOT].codes}
        return supervision.conclude(inspection=inspection, seen=seen, on=self.today, by=self.inspector)

    def finding(self, what: str = "两名辅警未佩戴标识", **more: Any) -> Finding:
        due_on = more.pop("due_on", None)
        (found,) = self.conclude(self.begun(**more), uniform=Seen("wrong", what, due_on))
        return found

    def reported(self, **more: Any) -> Finding:
        return supervision.report(finding=self.finding(**more), what="已补发标识", by=self.supervisor)

    def duty(self, **more: Any) -> Assignment:
        return self.approved(**more)

    def sweep(self) -> None:
        """What the outbox holds is done, in this transaction."""
        for event in outbox.OutboxEvent.objects.filter(done_at__isnull=True).order_by("pk"):
            outbox.consumers()[event.kind][event.consumer](event.payload)
            outbox.OutboxEvent.objects.filter(pk=event.pk).update(done_at=clock.now())


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[Beat]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield Beat()
        transaction.set_rollback(True)


@pytest.fixture
def beat(world: Beat, monkeypatch: pytest.MonkeyPatch) -> Iterator[Beat]:
    """The same world for each test, undone after it."""
    monkeypatch.setenv("AUXPOLICE_TODAY", TODAY.isoformat())
    with transaction.atomic():
        yield world
        transaction.set_rollback(True)
