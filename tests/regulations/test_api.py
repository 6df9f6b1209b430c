"""GET /api/v1/duties/: the catalogue with the verdict of a place on a day."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import sign_in
from tests.regulations.conftest import Cast

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/duties/"


@pytest.fixture
def reader(cast: Cast, client: Client) -> Client:
    return sign_in(client, cast.wu)


def one(answer: dict, code: str) -> dict:
    (found,) = [duty for duty in answer["results"] if duty["code"] == code]
    return found


def test_without_a_place_the_own_units_rules_are_answered(reader: Client) -> None:
    answer = reader.get(ADDRESS).json()
    assert (answer["jurisdiction"], len(answer["results"])) == ("CN-510000", 120)
    duty = one(answer, "traffic-notice-fill")
    assert (duty["verdict"], duty["contested"], duty["spoken_by"]) == ("permitted_under_command", True, "CN-510000")
    assert duty["cites"][0]["title_zh"] == "四川省公安机关警务辅助人员管理办法"


def test_the_place_and_the_day_decide(reader: Client) -> None:
    words = {"jurisdiction": "CN-440300", "on": "2019-04-25", "search": "escort-suspect-assist"}
    (before,) = reader.get(ADDRESS, words).json()["results"]
    (after,) = reader.get(ADDRESS, words | {"on": "2019-04-26"}).json()["results"]
    assert before["staffing"] == [{"police": 2, "aux": 0}]
    assert after["staffing"] == [{"police": 1, "aux": 0}]


def test_a_day_before_all_law_has_no_verdict(reader: Client) -> None:
    duty = one(reader.get(ADDRESS, {"on": "2010-01-01"}).json(), "patrol-street")
    assert (duty["verdict"], duty["cites"]) == (None, [])


def test_only_one_group_or_verdict(reader: Client) -> None:
    answer = reader.get(ADDRESS, {"group": "custody", "verdict": "prohibited"}).json()["results"]
    assert {duty["group"] for duty in answer} == {"custody"}
    assert {duty["verdict"] for duty in answer} == {"prohibited"}


@pytest.mark.parametrize(
    ("words", "field"),
    [({"jurisdiction": "CN-999999"}, "jurisdiction"), ({"on": "yesterday"}, "on"), ({"on": "2026-13-40"}, "on")],
)
def test_what_is_mistyped_is_named(reader: Client, words: dict[str, str], field: str) -> None:
    answer = reader.get(ADDRESS, words)
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]
