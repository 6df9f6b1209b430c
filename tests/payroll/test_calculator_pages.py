"""The calculators' pages and API: everybody signed in calculates, nothing is kept, errors stand beside their boxes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from payroll.calculating.topics.registry import topics
from payroll.calculator_forms import CalculatorForm, questions_of
from payroll.calculator_words import GROUPS, OWN, TITLES
from tests.cast import TODAY, Cast, sign_in
from tests.face import markup, words

pytestmark = pytest.mark.django_db
# An answer, or an error, of each kind of calculator.
ANSWERED: dict[str, dict[str, str]] = {
    "severance/": {"start": "2019-03-15", "last_day": "2025-09-14", "avg_wage_12m": "4200", "ground": "illness"},
    "net_pay/": {"gross": "8000", "si": "1000", "month": "2026-05", "place": "CN-510000"},
    "annual_leave/?question=year": {"first_worked": "2016-07-01", "year": "2026"},
    "maternity/?question=leave": {
        "case": "birth",
        "place": "CN-510000",
        "unit_average": "5000",
        "starts_on": "2026-03-01",
    },
    "expiry/?question=runs_to": {"end": "2026-06-30", "state": "injury_grade", "grade": "6"},
    "retirement/": {"born": "1970-06-15", "kind": "men"},
    "work_injury/?question=benefit": {"grade": "5", "wage": "4000"},
    "open_ended/": {"started": "2012-01-01", "fixed_terms": "2"},
    "medical_period/": {"total_years": "3", "unit_years": "4"},
    "overtime/?question=hours": {"monthly": "5000", "h150": "10"},
    "iit/": {},
}


@pytest.fixture
def mine(cast: Cast, client: Client) -> Client:
    """An auxiliary, in English."""
    return signed(client, cast, "auxiliary", "en")


def signed(client: Client, cast: Cast, who: str, language: str) -> Client:
    sign_in(client, cast.user(who))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    client.cookies["django_language"] = language
    return client


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_every_topic_has_a_title_and_stands_on_the_list(mine: Client) -> None:
    assert topics().keys() <= TITLES.keys()
    page = text(mine.get("/payroll/calculators/"))
    for topic in topics():
        assert f'href="/payroll/calculators/{topic}/"' in page
    assert {topic for _heading, entries in GROUPS for topic, _title in entries} == TITLES.keys()


def test_every_question_of_every_topic_has_a_form_that_names_its_inputs() -> None:
    for topic in topics():
        assert questions_of(topic), topic
        for one in questions_of(topic):
            form = CalculatorForm(one, {})
            assert all(box.label for box in form.visible_fields()), (topic, one.name)
            assert {box.name for box in (*form.needed(), *form.further())} == set(form.fields)
            form.answer(today=TODAY)
            assert "".join(str(box) for box in form.visible_fields())


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_question_is_a_page(cast: Cast, client: Client, language: str) -> None:
    signed(client, cast, "auxiliary", language)
    for topic in topics():
        for one in questions_of(topic):
            address = f"/payroll/calculators/{topic}/?question={one.name}"
            assert client.get(address).status_code == 200, address
            assert client.post(address, {}).status_code in {200, 422}, address


def test_what_people_live_in_stands_on_the_list(mine: Client) -> None:
    wanted = "net_pay iit overtime severance annual_leave medical_period maternity probation written_contract open_ended expiry"
    assert set(wanted.split()) | {"notice", "retirement", *OWN} <= topics().keys()


def test_an_answer_shows_its_steps_and_articles_and_can_be_printed(mine: Client) -> None:
    typed = {
        "start": "2019-03-15", "last_day": "2025-09-14", "avg_wage_12m": "4200", "local_monthly_average": "7646",
        "min_wage": "2200", "last_month_wage": "4650", "ground": "illness", "place": "CN-510000",
    }  # fmt: skip
    answer = mine.post("/payroll/calculators/severance/", typed)
    page = text(answer)
    assert answer.status_code == 200
    assert "29,400.00" in page
    assert "34,050.00" in page  # N+1
    assert "58,800.00" in page  # 2N
    assert "Labour Contract Law (2012) article 47" in page
    assert 'href="/law/instruments/LCL/#art-47"' in page
    assert "data-print" in page
    assert 'value="4200"' in page  # what was typed stays


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_answers_and_errors_are_well_formed_and_in_the_language_of_the_page(
    cast: Cast, client: Client, language: str
) -> None:
    signed(client, cast, "auxiliary", language)
    known = words.known()
    for topic, typed in ANSWERED.items():
        page = client.post(f"/payroll/calculators/{topic}", typed).content.decode()
        assert markup.faults(page, whole=True) == [], topic
        assert list(words.strangers(page, language, known)) == [], topic


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_form_is_well_formed_and_in_the_language_of_the_page(cast: Cast, client: Client, language: str) -> None:
    signed(client, cast, "auxiliary", language)
    known = words.known()
    for topic in topics():
        for one in questions_of(topic):
            page = client.get(f"/payroll/calculators/{topic}/?question={one.name}").content.decode()
            assert markup.faults(page, whole=True) == [], (topic, one.name)
            assert list(words.strangers(page, language, known)) == [], (topic, one.name)


def test_what_is_wrong_stands_beside_its_box_and_nothing_typed_is_lost(mine: Client) -> None:
    answer = mine.post(
        "/payroll/calculators/severance/", {"start": "2025-01-01", "last_day": "2024-01-01", "avg_wage_12m": "abc"}
    )
    page = text(answer)
    assert answer.status_code == 422
    assert "The last day is before the first." in page
    answer = mine.post(
        "/payroll/calculators/severance/", {"start": "2024-01-01", "last_day": "2025-01-01", "avg_wage_12m": "abc"}
    )
    assert "Write an amount in yuan" in text(answer)
    assert 'value="abc"' in text(answer)


def test_a_value_the_rules_lack_is_asked_for_kindly(mine: Client) -> None:
    typed = {"monthly_income": "abc", "declared_wage": "5000", "place": "CN-510000", "on": "2026-03-01"}
    answer = mine.post("/payroll/calculators/social_insurance/?question=lines", typed)
    assert answer.status_code in {200, 422}
    assert "suppl" in text(answer)


def test_days_are_typed_as_offices_type_them(mine: Client) -> None:
    answer = mine.post("/payroll/calculators/resignation/", {"given_on": "2026年1月31日"})
    assert answer.status_code == 200
    assert "2 March 2026" in text(answer)


def test_several_values_stand_in_one_box(mine: Client) -> None:
    answer = mine.post("/payroll/calculators/annual_leave/?question=tier", {"total_months": "119 120\n240"})
    assert "5, 10, 15" in text(answer)


def test_an_unknown_topic_or_question_is_not_found(mine: Client) -> None:
    assert mine.get("/payroll/calculators/nothing/").status_code == 404
    assert mine.get("/payroll/calculators/severance/?question=nothing").status_code == 404


def test_nothing_is_written_and_nothing_typed_stands_in_an_address(
    mine: Client, django_assert_max_num_queries: Any
) -> None:
    page = text(mine.get("/payroll/calculators/severance/"))
    assert 'method="post"' in page
    with django_assert_max_num_queries(12) as queries:
        mine.post("/payroll/calculators/resignation/", {"given_on": "2026-01-31"})
    changes = [one["sql"] for one in queries if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert [sql for sql in changes if "session" not in sql.lower()] == []


def test_rows_are_asked_where_a_question_is_about_several() -> None:
    one = next(one for one in questions_of("iit") if one.name == "settlement")
    form = CalculatorForm(one, {"persons-0-income": "150000", "persons-0-due": "400.01", "persons-2-income": "9"})
    assert form.is_valid()
    assert form.inputs() == {"persons": [{"income": "150000", "due": "400.01"}, {"income": "9"}]}


def test_an_auxiliary_finds_the_calculators_on_the_own_page(mine: Client) -> None:
    assert "/payroll/calculators/severance/" in text(mine.get("/me/file/"))


def test_the_api_describes_every_topic_and_answers_like_the_page(mine: Client) -> None:
    listed = mine.get("/api/v1/calculators/").json()
    assert {one["topic"] for one in listed["results"]} == topics().keys()
    one = mine.get("/api/v1/calculators/severance/").json()
    question = next(one for one in one["questions"] if one["name"] == "severance")
    assert {field["name"] for field in question["inputs"]} >= {"start", "last_day", "ground", "place"}
    inputs = {
        "start": "2019-03-15",
        "last_day": "2025-09-14",
        "avg_wage_12m": "4200.00",
        "local_monthly_average": "7646",
        "min_wage": "2200",
    }
    answer = posted(mine, "severance", {"inputs": inputs})
    assert answer.status_code == 200
    found = answer.json()
    assert (found["value"]["amount"], found["value"]["months_of_pay"], found["confidence"]) == ("29400.00", "7", "high")
    assert found["steps"][0]["words"].keys() == {"en", "zh-hans"}
    assert found["cites"][0]["url"].startswith("/law/instruments/")


def test_the_api_names_the_input_that_is_wrong(mine: Client) -> None:
    answer = posted(mine, "severance", {"inputs": {"start": "x", "last_day": "2025-01-01", "avg_wage_12m": 1}})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["start"])
    assert posted(mine, "severance", {"inputs": [1]}).status_code == 400
    assert posted(mine, "severance", {}).status_code == 400
    assert posted(mine, "nothing", {"inputs": {}}).status_code == 404
    assert mine.get("/api/v1/calculators/nothing/").status_code == 404


def test_nobody_calculates_without_signing_in(client: Client) -> None:
    assert client.get("/payroll/calculators/").status_code == 302
    assert posted(client, "severance", {"inputs": {}}).status_code == 401


def posted(client: Client, topic: str, body: Any) -> Any:
    return client.post(f"/api/v1/calculators/{topic}/", json.dumps(body), content_type="application/json")
