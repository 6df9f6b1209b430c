"""What a phone may keep: one nameless card until midnight, and files that speak of nobody."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from core import clock
from duties.models import Assignment
from duties.selectors import own
from tests.duties.stage import Stage

TYPED = "张三家门口巡逻，联系电话13800138000"


def words_that_do_not_belong(stage: Stage, assignment: Assignment, text: str) -> list[str]:
    """Names, numbers, places and typed words that stand in a text."""
    people = [stage.lin, stage.wu]
    words = [assignment.place, assignment.text, assignment.number, "13800138000", "张三", "ZF-001"]
    words += [word for one in people for word in (one.person.name, one.badge_number, one.person.identity_number)]
    words += [str(officer) for officer in (stage.bai, stage.gao, stage.chief)]
    words += [officer.police_number for officer in (stage.bai, stage.gao, stage.chief)]
    words += [unit.name for unit in stage.cast.units.values()]
    return [word for word in words if word in text]


def test_the_card_tells_hours_kinds_and_what_is_forbidden_and_names_nobody(stage: Stage, lin):
    assignment = stage.approved(text=TYPED, place="解放路12号李四家")
    answer = lin.get("/me/card/")
    text = answer.content.decode()
    starts = dt.datetime.fromisoformat(assignment.starts_at.isoformat()).astimezone(dt.timezone(dt.timedelta(hours=8)))
    assert f"{starts:%H:%M}" in text and "巡逻" in text and text.count("<li>") > 5
    assert words_that_do_not_belong(stage, assignment, text) == []
    assert "csrf" not in text and "<script" not in text


def test_a_name_on_the_card_would_be_found(stage: Stage, lin, monkeypatch: pytest.MonkeyPatch):
    """The control."""
    assignment = stage.approved()
    told = [{"says": {"en": "led by 白警官", "zh-hans": "由白警官带班"}, "cites": []}]
    monkeypatch.setattr(own, "own_assignments", lambda *_: [own.OwnAssignment(assignment, (), (), told, ())])
    text = lin.get("/me/card/").content.decode()
    assert words_that_do_not_belong(stage, assignment, text) == ["白警官"]


def test_the_card_ends_at_midnight_in_china_and_other_caches_ask_again(stage: Stage, lin):
    answer = lin.get("/me/card/")
    until = dt.datetime.fromtimestamp(int(answer["Card-Until"]) / 1000, dt.UTC)
    assert until == clock.start_of(stage.day + dt.timedelta(days=1))
    assert until.astimezone(dt.timezone(dt.timedelta(hours=8))).time() == dt.time(0)
    assert abs(int(answer["Card-Made"]) / 1000 - clock.now().timestamp()) < 60
    assert answer["Cache-Control"] == "private, no-cache"


def test_tomorrows_duty_is_not_on_the_card_of_today(stage: Stage, lin, monkeypatch: pytest.MonkeyPatch):
    stage.approved()
    monkeypatch.setenv("AUXPOLICE_TODAY", (stage.day - dt.timedelta(days=1)).isoformat())
    text = lin.get("/me/card/").content.decode()
    assert "今日没有安排您的任务" in text and "<li>" not in text


def test_signing_out_over_https_clears_what_the_phone_kept(stage: Stage, lin):
    assert "Clear-Site-Data" not in lin.post("/sign-out/")
    client = Client()
    client.force_login(stage.user_of_auxiliary(stage.wu), backend="accounts.backends.PasswordBackend")
    assert client.post("/sign-out/", secure=True)["Clear-Site-Data"] == '"storage"'


@pytest.mark.django_db
def test_the_worker_keeps_only_files_of_the_house_and_pages_without_anybody():
    answer = Client().get("/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    house = json.loads(re.match(r"const HOUSE = (.*);\n", answer.content.decode())[1])
    assert house["card"] == "/me/card/" and house["offline"] == "/offline/"
    for kept in house["kept"]:
        assert kept.startswith("/static/") and finders.find(kept.removeprefix("/static/")), kept
    linked = re.findall(r'(?:href)="(/static/[^"#]+\.css)"', Client().get("/offline/").content.decode())
    assert linked and set(linked) <= set(house["kept"])


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "name"), [("zh-hans", "辅警"), ("en", "Auxiliar")])
def test_the_manifest_speaks_both_languages_and_its_icons_are_there(language: str, name: str):
    answer = Client().get(f"/{language}.webmanifest")
    said: dict[str, Any] = json.loads(answer.content)
    assert answer["Content-Type"] == "application/manifest+json"
    assert name in said["name"] and said["lang"] == language and said["start_url"] == "/me/"
    for icon in said["icons"]:
        file = finders.find(icon["src"].removeprefix("/static/"))
        assert file, icon
        if icon["type"] == "image/png":
            with open(file, "rb") as png:
                head = png.read(24)
            side = int.from_bytes(head[16:20], "big")
            assert icon["sizes"] == f"{side}x{side}" and head[20:24] == head[16:20]
    assert {icon.get("purpose", "any") for icon in said["icons"]} == {"any", "maskable"}
    assert Client().get("/fr.webmanifest").status_code == 404
