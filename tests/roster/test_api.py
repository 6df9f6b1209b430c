"""The API of the roster: same acts, versions, idempotency, scope."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts import services as accounts
from core.models import AuditEntry
from roster.models import Auxiliary, Contract, Quota
from tests.cast import Cast, identity

JSON = "application/json"


@pytest.fixture
def hr(cast: Cast) -> Client:
    return client(cast, "hr")


def client(cast: Cast, name: str) -> Client:
    token, _row = accounts.make_token(user=cast.user(name), proved=True)
    return Client(headers={"Authorization": f"Token {token}"})


def newcomer(**more: Any) -> dict[str, Any]:
    person = {"name": "王小明", "identity_number": identity(born=date(2000, 5, 4)), "phone": "13800001234"}
    return {**person, "unit": "north", "category": "service", "starts_on": "2026-12-01", **more}


def terms(cast: Cast, **more: Any) -> dict[str, Any]:
    dates = {"starts_on": "2026-12-01", "ends_on": "2029-11-30"}
    return {"employer": cast.employer().pk, "kind": "fixed", "monthly_wage": "3500.00", **dates, **more}


def test_hiring_with_contract_answers_the_file_with_masked_numbers(cast, hr):
    sent = newcomer(contract=terms(cast), badge_number="F1")
    answer = hr.post("/api/v1/auxiliaries/", sent, content_type=JSON)
    assert answer.status_code == 201, answer.content
    assert sent["identity_number"] not in answer.content.decode()
    assert answer.json()["identity_number"].startswith("999999********")
    assert Contract.objects.get().auxiliary_id == answer.json()["id"]


def test_the_same_key_hires_once(cast, hr):
    sent, key = newcomer(), {"Idempotency-Key": "k1"}
    answers = [hr.post("/api/v1/auxiliaries/", sent, content_type=JSON, headers=key) for _ in range(2)]
    assert [a.status_code for a in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert Auxiliary.objects.count() == 1
    other = hr.post("/api/v1/auxiliaries/", newcomer(name="李四"), content_type=JSON, headers=key)
    assert other.status_code == 422


def test_a_full_quota_is_a_409_with_findings(cast, hr):
    Quota.objects.update(number=0)
    answer = hr.post("/api/v1/auxiliaries/", newcomer(), content_type=JSON)
    assert answer.status_code == 409
    assert answer.json()["findings"][0]["code"] == "RO-08"
    assert not Auxiliary.objects.exists()


def test_a_unit_or_post_outside_the_scope_is_no_unit_or_post(cast, hr):
    foreign = cast.post(unit="west")
    for wrong in ({"unit": "west"}, {"post": foreign.pk}, {"post": 999_999}):
        answer = hr.post("/api/v1/auxiliaries/", newcomer(**wrong), content_type=JSON)
        assert answer.status_code == 400 and set(answer.json()["errors"]) == set(wrong)


def test_a_stale_version_is_refused(cast, hr):
    one = cast.auxiliary()
    address = f"/api/v1/auxiliaries/{one.pk}/"
    tag = hr.get(address)["ETag"]
    first = hr.patch(address, {"education": "bachelor"}, content_type=JSON, headers={"If-Match": tag})
    assert first.status_code == 200 and first["ETag"] != tag
    stale = hr.patch(address, {"education": "master"}, content_type=JSON, headers={"If-Match": tag})
    assert stale.status_code == 409
    one.refresh_from_db()
    assert one.education == "bachelor"
    assert hr.patch(address, {}, content_type=JSON, headers={"If-Match": "x"}).status_code == 400


def test_changed_numbers_are_masked_in_the_trail(cast, hr):
    one = cast.auxiliary()
    body = {"bank_card": "6222000011112222", "phone": "13900005678"}
    assert hr.patch(f"/api/v1/auxiliaries/{one.pk}/", body, content_type=JSON).status_code == 200
    entry = AuditEntry.objects.get(action="auxiliary.changed")
    assert entry.after == {"bank_card": "************2222", "phone": "139****5678"}
    one.refresh_from_db()
    assert one.bank_card == "6222000011112222"


def test_a_contract_is_signed_extended_and_ended(cast, hr):
    one = cast.auxiliary(papers=False)
    body = {**terms(cast), "auxiliary": one.pk, "ends_on": "2028-11-30"}
    made = hr.post("/api/v1/contracts/", body, content_type=JSON)
    assert made.status_code == 201, made.content
    address = f"/api/v1/contracts/{made.json()['id']}/"
    assert hr.patch(address, {"signed_on": "2026-12-01"}, content_type=JSON).json()["signed_on"] == "2026-12-01"
    longer = {"ground": "medical_period", "until": "2029-01-31"}
    assert hr.post(f"{address}extend/", longer, content_type=JSON).json()["last_day"] == "2029-01-31"
    local = {"ended_on": "2027-01-31", "ground": "local_rule"}
    refused = hr.post(f"{address}end/", local, content_type=JSON)
    assert refused.status_code == 409 and [f["code"] for f in refused.json()["findings"]] == ["RO-21"]
    ended = hr.post(f"{address}end/", {**local, "ground": "resigned"}, content_type=JSON)
    assert ended.json()["end_ground"] == "resigned"
    again = hr.post(f"{address}end/", {**local, "ground": "resigned"}, content_type=JSON)
    assert again.status_code == 409


def test_a_move_is_a_new_posting(cast, hr):
    one = cast.auxiliary()
    body = {"auxiliary": one.pk, "unit": "south", "starts_on": "2026-11-16"}
    answer = hr.post("/api/v1/postings/", body, content_type=JSON)
    assert answer.status_code == 201 and answer.json()["unit"] == "south"
    listed = hr.get("/api/v1/postings/", {"auxiliary": one.pk}).json()["results"]
    assert [(row["unit"], row["ends_on"]) for row in listed] == [("south", None), ("north", "2026-11-15")]


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("报告.pdf", b"%PDF-1.7 text %%EOF", 201),
        ("报告.pdf", b"<html>not a pdf", 400),
        ("run.exe", b"MZ", 400),
        ("sheet.xlsx", b"PK\x03\x04 word/document.xml", 400),
        ("empty.pdf", b"", 400),
    ],
)
def test_a_paper_is_taken_only_when_it_is_what_its_name_says(cast, hr, name, content, status):
    one = cast.auxiliary()
    body = {"auxiliary": one.pk, "kind": "medical", "title": "体检", "file": SimpleUploadedFile(name, content)}
    answer = hr.post("/api/v1/documents/", body)
    assert answer.status_code == status, answer.content
    if status == 201:
        got = hr.get(f"/api/v1/documents/{answer.json()['id']}/content/")
        assert b"".join(got.streaming_content) == content
        assert got["Content-Disposition"].startswith("attachment")
        assert AuditEntry.objects.filter(action="document.read").count() == 1


def test_the_other_bureau_finds_and_changes_nothing(cast, hr):
    one, other = cast.auxiliary(), client(cast, "hr2")
    contract = one.contracts.get()
    assert other.get("/api/v1/auxiliaries/").json()["results"] == []
    assert other.get("/api/v1/auxiliaries/", {"unit": "first"}).json()["results"] == []
    missing = other.get("/api/v1/auxiliaries/999999/").json() | {"request_id": ""}
    assert other.get(f"/api/v1/auxiliaries/{one.pk}/").json() | {"request_id": ""} == missing
    for address in (f"auxiliaries/{one.pk}/", f"contracts/{contract.pk}/"):
        assert other.patch(f"/api/v1/{address}", {}, content_type=JSON).status_code == 404
    body = {"auxiliary": one.pk, "unit": "west", "starts_on": "2026-11-16"}
    assert other.post("/api/v1/postings/", body, content_type=JSON).status_code == 400


@pytest.mark.parametrize("address", ["auxiliaries", "contracts", "postings", "posts", "quotas", "documents"])
def test_lists_answer_pages_by_cursor(cast, hr, address):
    for number in range(3):
        cast.auxiliary(f"号{number}", post=cast.post(f"岗{number}"))
    answer = hr.get(f"/api/v1/{address}/", {"page_size": 2}).json()
    assert set(answer) == {"next", "previous", "results"}
    if address in {"auxiliaries", "contracts", "postings", "posts"}:
        assert len(answer["results"]) == 2
        assert len(hr.get(answer["next"]).json()["results"]) == 1


def test_search_by_initials_and_subtree(cast, hr):
    cast.auxiliary("王小明")
    cast.auxiliary("李四", unit="south")

    def names(**query: str) -> list[str]:
        return [row["name"] for row in hr.get("/api/v1/auxiliaries/", query).json()["results"]]

    assert names(search="wxm") == ["王小明"]
    assert names(unit="south") == ["李四"]
    assert sorted(names(unit="first")) == ["李四", "王小明"]


def test_a_full_post_and_a_second_contract_tell_the_way_out(cast, hr):
    post = cast.post("值班", headcount=1)
    person = {"name": "阿依古丽·𠮷", "unit": "north", "category": "service", "starts_on": "2026-11-16", "post": post.pk}
    first = hr.post("/api/v1/auxiliaries/", {**person, "identity_number": identity()}, "application/json")
    assert first.status_code == 201
    full = hr.post("/api/v1/auxiliaries/", {**person, "identity_number": identity()}, "application/json")
    assert full.status_code == 409
    assert full.json()["findings"][0]["cure"] == "请选择其他岗位，或申请增加该岗位数。"
    contract = {
        "auxiliary": first.json()["id"],
        "employer": cast.employer().pk,
        "kind": "fixed",
        "starts_on": "2026-11-16",
    }
    contract |= {"ends_on": "2028-11-15", "signed_on": "2026-11-16", "monthly_wage": "3500.00"}
    assert hr.post("/api/v1/contracts/", contract, "application/json").status_code == 201
    again = hr.post("/api/v1/contracts/", {**contract, "starts_on": "2027-01-01"}, "application/json")
    assert again.status_code == 409
    assert "起始日" in again.json()["detail"]
