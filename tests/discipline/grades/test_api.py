"""Does the API lead from who is due to the grade on file, by the same rules as the pages?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from core import clock
from discipline.models import GradeProposal
from discipline.services import grades as services
from tests.cast import TODAY, sign_in
from tests.discipline.grades.test_scenarios import DECISION_DAY, RESULTS, Climb

pytestmark = pytest.mark.django_db
PLACE = "/api/v1/grade-proposals/"


@pytest.fixture
def climb() -> Climb:
    return Climb()


class Caller:
    """Somebody who uses the API."""

    def __init__(self, climb: Climb, name: str) -> None:
        self.client = sign_in(Client(), climb.cast.user(name))

    def get(self, address: str, **asked: str) -> Any:
        return self.client.get(address, asked).json()

    def post(self, address: str, **said: Any) -> Any:
        return self.client.post(address, said, content_type="application/json", HTTP_ACCEPT_LANGUAGE="en")


def test_from_who_is_due_to_the_grade_on_the_file(climb: Climb, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk, head = Caller(climb, "hr"), Caller(climb, "supervisor")
    (due,) = clerk.get("/api/v1/grades/")["results"]
    assert (due["name"], due["next_grade"], due["due_on"], due["lacks"]) == ("林晓", "六级", "2026-09-01", [])
    assert clerk.get("/api/v1/grades/", state="held")["results"] == []

    made = clerk.post(PLACE, auxiliary=climb.lin.pk, to="六级", appraisal=RESULTS)
    assert (made.status_code, made.json()["status"]) == (201, "proposed")
    one = f"{PLACE}{made.json()['id']}/"
    assert clerk.post(f"{one}publish/").json()["published_until"] == "2026-11-25"
    said = clerk.post(f"{one}objections/", text="任职年限不足")
    assert (said.status_code, clerk.get(one)["status"]) == (201, "contested")
    assert "entered_by" not in said.json(), "who entered it is told to nobody"

    again = {"document_number": "云公政12号", "effective_on": "2026-09-01"}
    monkeypatch.setattr(clock, "today", lambda: DECISION_DAY)
    assert head.post(f"{one}decide/", **again).status_code == 409, "an objection waits"
    settled = head.post(f"/api/v1/grade-objections/{said.json()['id']}/settle/", upheld=False, answer="年限已满")
    assert settled.json()["outcome"] == "dismissed"
    assert head.post(f"{one}decide/", **again).json()["status"] == "decided"
    climb.lin.refresh_from_db()
    assert climb.lin.grade == "六级"
    assert [row["status"] for row in clerk.get(PLACE, state="decided")["results"]] == ["decided"]


def test_what_stands_against_it_is_told_with_its_rule(climb: Climb) -> None:
    climb.holds_since(date(2023, 11, 17))
    refused = Caller(climb, "hr").post(PLACE, auxiliary=climb.lin.pk, to="六级", appraisal=RESULTS)
    assert (refused.status_code, [one["code"] for one in refused.json()["findings"]]) == (409, ["GR-02"])
    assert not GradeProposal.objects.exists()


def test_whoever_proposed_does_not_decide_and_who_is_elsewhere_finds_nothing(
    climb: Climb, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = services.publish(proposal=climb.proposed(), by=climb.clerk, on=TODAY)
    monkeypatch.setattr(clock, "today", lambda: DECISION_DAY)
    words = {"document_number": "云公政12号", "effective_on": "2026-09-01"}
    refused = Caller(climb, "hr").post(f"{PLACE}{row.pk}/decide/", **words)
    assert (refused.status_code, [one["code"] for one in refused.json()["findings"]]) == (409, ["GR-08"])
    stranger = Caller(climb, "hr2")
    assert stranger.post(f"{PLACE}{row.pk}/decide/", **words).status_code == 404
    assert stranger.get("/api/v1/grades/")["results"] == [] == stranger.get(PLACE)["results"]
