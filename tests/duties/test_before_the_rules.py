"""A request of a day on which no rule known here counted yet: said kindly beside the day, by page, checker, API and service."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.http import QueryDict
from django.test import Client

from core import clock
from core.errors import BadInput
from duties import services
from duties.decision import from_json
from duties.forms import RequestForm
from regulations import packs
from tests.cast import sign_in
from tests.duties.stage import Stage

pytestmark = pytest.mark.django_db
LAST_SILENT = packs.load().speaks_from - dt.timedelta(days=1)


@pytest.fixture
def stage() -> Stage:
    return Stage()


def typed(stage: Stage, day: dt.date) -> dict[str, object]:
    return {
        "text": "人民广场治安巡逻", "place": "人民广场", "duties": ["patrol-street"], "unit": stage.cast["north"].pk,
        "starts_at": f"{day}T08:00", "ends_at": f"{day}T12:00", "auxiliaries": [stage.lin.pk],
        "leads": [stage.bai.pk], "commander": stage.gao.pk,
    }  # fmt: skip


@pytest.mark.parametrize("act", ["", "save", "submit"])
def test_the_form_names_the_first_day_it_knows(stage, act):
    client = sign_in(Client(), stage.requester)
    answer = client.post("/duties/assignments/new/", {**typed(stage, LAST_SILENT), "act": act})
    assert answer.status_code == 422
    assert packs.load().speaks_from.isoformat() in str(answer.context["form"].errors["starts_at"])
    first = client.post("/duties/assignments/new/", typed(stage, packs.load().speaks_from))
    assert first.status_code == 200


def test_the_card_beside_the_form_and_the_checker_do_not_break(stage):
    client = sign_in(Client(), stage.requester)
    assert client.post("/duties/assignments/preview/", typed(stage, dt.date(1983, 7, 1))).status_code == 200
    asked = client.get("/duties/check/", {"text": "治安巡逻", "day": "1983-07-01", "unit": stage.cast["north"].pk})
    assert asked.status_code == 422 and packs.load().speaks_from.isoformat() in asked.content.decode()


def test_a_document_of_such_a_day_is_told_which_field_is_wrong():
    with pytest.raises(BadInput) as told:
        from_json({"text_zh": "治安巡逻", "on": LAST_SILENT.isoformat()}, today=clock.today(), packs=packs.load())
    assert set(told.value.errors) == {"on"}


def test_the_service_refuses_it_too(stage):
    sent = QueryDict(mutable=True)
    for name, value in typed(stage, clock.today()).items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    form = RequestForm(sent, user=stage.requester, unit=stage.cast["north"])
    form.is_valid()
    content = form.proposal()
    assert content is not None
    early = dt.datetime.combine(LAST_SILENT, dt.time(4, 0), tzinfo=dt.UTC)
    with pytest.raises(BadInput) as told:
        services.save_draft(
            content=replace(content, starts_at=early, ends_at=early + dt.timedelta(hours=2)), by=stage.requester
        )
    assert "starts_at" in told.value.errors
