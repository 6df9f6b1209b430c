"""The API of units and officers; and what every address of the API answers when it says no."""

from __future__ import annotations

import json

import pytest
import yaml
from django.test import Client

from accounts import services as accounts
from accounts.models import ApiToken
from core.models import AuditEntry
from organisation.models import Officer, Unit
from tests.accounts import factor
from tests.cast import Cast, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return Cast()


def api(cast: Cast, name: str, scope: str = "full") -> Client:
    """A program that holds a token of this principal."""
    token, _row = accounts.make_token(user=cast.user(name), scope=scope, proved=True)
    return Client(headers={"Authorization": f"Token {token}"})


def without_number(response) -> bytes:
    body = response.json()
    assert body.pop("request_id")
    return json.dumps(body).encode()


def test_a_token_is_made_by_name_and_password(cast):
    factor.with_app(factor.with_password(cast.user("hr")))
    body = {"username": "HR", "password": factor.PASSWORD, "otp": factor.code()}
    answer = Client().post("/api/v1/token/", body, content_type="application/json")
    assert answer.status_code == 200 and set(answer.json()) == {"token", "expires_at"}
    me = Client(headers={"Authorization": f"Token {answer.json()['token']}"}).get("/api/v1/me/").json()
    assert (me["username"], me["groups"]) == ("hr", ["hr"])
    assert [role["unit"] for role in me["roles"]] == ["first"]


def test_guessing_at_the_token_address_is_throttled_with_a_problem_document(cast):
    cast.user("hr")
    for _time in range(6):
        body = {"username": "hr", "password": "wrong-wrong-wrong"}
        answer = Client().post("/api/v1/token/", body, content_type="application/json")
    assert answer.status_code == 429 and answer["Retry-After"] == "900"
    assert answer["Content-Type"] == "application/problem+json" and answer.json()["request_id"]


def test_a_wrong_password_and_an_unknown_name_look_alike(cast):
    cast.user("hr")
    bodies = [{"username": name, "password": "wrong-wrong-wrong"} for name in ("hr", "nobody")]
    answers = [Client().post("/api/v1/token/", body, content_type="application/json") for body in bodies]
    assert [a.status_code for a in answers] == [401, 401]
    assert without_number(answers[0]) == without_number(answers[1])


@pytest.mark.parametrize("state", ["revoked", "ended", "closed", "made up"])
def test_a_token_that_is_no_longer_good_opens_nothing(cast, state):
    client = api(cast, "hr")
    row = ApiToken.objects.get()
    if state == "revoked":
        accounts.revoke_token(token=row, by=row.user)
    elif state == "ended":
        ApiToken.objects.update(expires_at=row.made_at)
    elif state == "closed":
        accounts.disable_user(user=row.user, by=cast.user("secadmin"), reason="left")
    else:
        client = Client(headers={"Authorization": "Token made-up"})
    assert client.get("/api/v1/me/").status_code == 401


def test_a_token_for_reading_changes_nothing(cast):
    reader = api(cast, "hr", scope="read")
    unit = cast["north"]
    assert reader.get(f"/api/v1/units/{unit.pk}/").status_code == 200
    answer = reader.patch(f"/api/v1/units/{unit.pk}/", {"residents": 5}, content_type="application/json")
    assert answer.status_code == 403
    unit.refresh_from_db()
    assert unit.residents is None


def test_outside_the_units_and_missing_are_alike_to_the_byte(cast):
    client = api(cast, "hr2")
    outside = client.get(f"/api/v1/units/{cast['north'].pk}/")
    missing = client.get("/api/v1/units/987654321/")
    unknown = client.get("/api/v1/no-such-thing/")
    assert outside.status_code == missing.status_code == unknown.status_code == 404
    assert without_number(outside) == without_number(missing) == without_number(unknown)


def test_lists_hold_only_what_is_in_sight_and_unit_asks_for_a_subtree(cast):
    client = api(cast, "higher")
    codes = {row["code"] for row in client.get("/api/v1/units/").json()["results"]}
    assert codes == set(cast.units)
    codes = [row["code"] for row in client.get("/api/v1/units/?unit=first").json()["results"]]
    assert codes == ["first", "north", "south"]
    assert api(cast, "hr2").get("/api/v1/units/?unit=first").json()["results"] == []


def test_officers_are_found_by_characters_pinyin_and_initials(cast):
    cast.officer("白晓明")
    cast.officer("赵青")
    client = api(cast, "hr")
    for words in ("白晓", "baixiao", "bxm"):
        found = [row["name"] for row in client.get("/api/v1/officers/", {"search": words}).json()["results"]]
        assert found == ["白晓明"], words


def test_hr_enters_an_officer_and_sending_it_twice_enters_one(cast):
    client = api(cast, "hr")
    body = {"name": "白晓明", "police_number": "041234", "unit": "north", "starts_on": "2020-01-01"}
    more = {"content_type": "application/json", "headers": {"Idempotency-Key": "one"}}
    first, second = (client.post("/api/v1/officers/", body, **more) for _time in range(2))
    assert first.status_code == second.status_code == 201 and first.json() == second.json()
    assert Officer.objects.get().person.name == "白晓明"
    other = client.post("/api/v1/officers/", {**body, "name": "别人"}, **more)
    assert other.status_code == 422
    assert AuditEntry.objects.filter(action="officer.added").count() == 1


def test_an_officer_cannot_be_entered_or_moved_into_a_foreign_unit(cast):
    client = api(cast, "hr")
    officer = cast.officer("白晓明")
    body = {"name": "赵青", "police_number": "041235", "unit": "west", "starts_on": "2020-01-01"}
    entered = client.post("/api/v1/officers/", body, content_type="application/json")
    moved = client.patch(f"/api/v1/officers/{officer.pk}/", {"unit": "west"}, content_type="application/json")
    assert entered.status_code == moved.status_code == 400
    assert entered.json()["errors"]["unit"] and moved.json()["errors"]["unit"]
    officer.refresh_from_db()
    assert officer.unit == cast["north"] and Officer.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"residents": -1}, "residents"),
        ({"residents": 10**12}, "residents"),
        ({"level": "village"}, "level"),
        ({"name": ""}, "name"),
    ],
)
def test_bad_values_are_named_by_field(cast, body, field):
    unit = cast["north"]
    answer = api(cast, "hr").patch(f"/api/v1/units/{unit.pk}/", body, content_type="application/json")
    assert answer.status_code == 400 and answer.json()["errors"][field]


def test_a_unit_is_opened_below_another(cast):
    body = {"code": "east", "name": "东街派出所", "level": "station", "parent": "first", "starts_on": "2026-01-01"}
    answer = api(cast, "hr").post("/api/v1/units/", body, content_type="application/json")
    assert answer.status_code == 201
    assert Unit.objects.get(code="east").path.startswith(cast["first"].path)


def test_what_is_not_json_is_a_kind_400(cast):
    answer = api(cast, "hr").post("/api/v1/officers/", b"{not json", content_type="application/json")
    assert answer.status_code == 400 and answer["Content-Type"] == "application/problem+json"


def test_a_session_needs_the_csrf_token_on_the_api_too(cast):
    client = sign_in(Client(enforce_csrf_checks=True), cast.user("hr"))
    assert client.get("/api/v1/me/").status_code == 200
    answer = client.patch(f"/api/v1/units/{cast['north'].pk}/", {"residents": 1}, content_type="application/json")
    assert answer.status_code == 403


def test_the_document_and_its_reading_page_need_a_sign_in_and_name_every_address(cast):
    assert Client().get("/api/v1/schema/").status_code == 401
    assert Client().get("/api/v1/docs/").status_code == 302
    client = sign_in(Client(), cast.user("requester"))
    document = client.get("/api/v1/schema/?format=json").json()
    page = client.get("/api/v1/docs/").content.decode()
    assert "/api/v1/units/{id}/" in document["paths"]
    assert all(address in page for address in document["paths"])


@pytest.mark.parametrize(("form", "kind", "suffix"), [("json", "json", "json"), ("yaml", "openapi", "yaml")])
def test_the_document_is_written_once_for_each_language_and_form(cast, form, kind, suffix):
    client = sign_in(Client(), cast.user("hr"))
    texts = {}
    for language in ("zh-hans", "en", "zh-hans"):
        answer = client.get(f"/api/v1/schema/?format={form}&lang={language}")
        assert kind in answer["Content-Type"] and answer["Content-Disposition"].endswith(f'.{suffix}"')
        assert texts.setdefault(language, answer.content) == answer.content
    assert texts["zh-hans"] != texts["en"] and "单位".encode() in texts["zh-hans"]
    read = yaml.safe_load(texts["en"])
    assert read["openapi"].startswith("3.") and len(read["paths"]) > 30


def test_the_list_of_officers_takes_a_fixed_number_of_queries(cast, django_assert_max_num_queries):
    for number in range(30):
        cast.officer(f"警官{number}")
    client = api(cast, "hr")
    with django_assert_max_num_queries(8):
        client.get("/api/v1/officers/")
