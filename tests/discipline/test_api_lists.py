"""Lists of the API read nothing of what was said: the same queries for one row and for many, and no sealed word in them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from discipline.services import complaints
from discipline.services.complaints import Told, Who
from tests.cast import TODAY, sign_in
from tests.discipline.cases.court import Court
from tests.discipline.supervision.conftest import Beat

pytestmark = pytest.mark.django_db
SAID = ("收了商户的钱", "处分过重", "两名辅警未佩戴标识")


@pytest.fixture
def beat(monkeypatch: pytest.MonkeyPatch) -> Beat:
    monkeypatch.setenv("AUXPOLICE_TODAY", TODAY.isoformat())
    return Beat()


def asked(client: Client, address: str) -> tuple[int, int, str]:
    """Queries, rows and the answer."""
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(address)
    return len(caught), len(answer.json()["results"]), answer.content.decode()


def test_lists_of_appeals_complaints_and_findings_open_nothing(beat: Beat) -> None:
    court = Court(beat.cast)
    told, who = Told(beat.cast["north"], "favour", SAID[0]), Who("public", "某市民", "")

    def complain() -> None:
        complaints.receive(told=told, who=who, channel="page", on=TODAY)

    def appeal() -> None:
        court.appealed(auxiliary=beat.another("申诉人"))

    acts: dict[str, Callable[[], object]] = {"complaints": complain, "appeals": appeal, "findings": beat.finding}
    client = sign_in(Client(), beat.inspector)
    for name, act in acts.items():
        act()
        few, rows, _body = asked(client, f"/api/v1/{name}/")
        act()
        act()
        many, more, body = asked(client, f"/api/v1/{name}/")
        assert (rows, more) == (1, 3), name
        assert many == few, f"{name}: {few} queries for one row, {many} for three"
        assert not any(word in body for word in SAID), name
