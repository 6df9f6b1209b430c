"""A bureau with two who deal with complaints, a supervisor who is complained of, and an auxiliary who reports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from discipline.models import Complaint
from discipline.services import complaints
from discipline.services.complaints import Told, Who
from tests.cast import TODAY
from tests.discipline.supervision.conftest import Beat

NAME, CONTACT = "举报人Zqcanary", "139Zqcanary"


class Office(Beat):
    """The stage, with short ways to a complaint."""

    def __init__(self) -> None:
        super().__init__()
        self.second_officer = self.cast.officer("另一督察")
        self.second = self.user_of(self.second_officer, group="inspector", unit="first")
        self.auxiliary = self.user_of_auxiliary(self.lin)

    def received(self, **more: Any) -> Complaint:
        unit, subjects = more.pop("unit", self.cast["north"]), more.pop("subjects", ())
        who = more.pop("who", Who("public", NAME, CONTACT))
        told = Told(unit, more.pop("about", "favour"), more.pop("what", "收了商户的钱"))
        row, self.token = complaints.receive(
            told=told, who=who, channel=more.pop("channel", "page"), on=TODAY, subjects=subjects, **more
        )
        return row

    def by_lin(self, **more: Any) -> Complaint:
        return self.received(who=Who("auxiliary", NAME, "", self.lin.person_id), channel="own", **more)

    def in_hand(self, row: Complaint | None = None) -> Complaint:
        row = complaints.acknowledge(complaint=row or self.received(), by=self.inspector)
        return complaints.assign(complaint=row, handler=self.inspector, on=TODAY, by=self.inspector)


@pytest.fixture(scope="module")
def the_office(django_db_setup: None, django_db_blocker: Any) -> Iterator[Office]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield Office()
        transaction.set_rollback(True)


@pytest.fixture
def office(the_office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setenv("AUXPOLICE_TODAY", TODAY.isoformat())
    with transaction.atomic():
        yield the_office
        transaction.set_rollback(True)
