"""Pages and API: ask, wait, agree, download, without any script."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts import second_factor
from accounts.services import grant_role
from core import outbox
from core.actors import SYSTEM
from exports.models import Export
from exports.services import requesting
from tests.cast import LONG_AGO, TODAY, sign_in

ASK = {"purpose": "yearly review", "format": "csv", "token": "a", "columns": ["name"]}


@pytest.fixture
def hr(stage) -> Client:
    return sign_in(Client(), stage.hr)


def test_the_page_asks_and_the_file_comes(stage, hr):
    shown = hr.get("/exports/new/roster/?unit=north")
    assert shown.context["people"] == 3
    answer = hr.post("/exports/new/roster/?unit=north", ASK)
    export = Export.objects.get()
    assert answer["Location"] == f"/exports/{export.pk}/" and export.filters["unit"] == "north"
    assert hr.get(answer["Location"])["Refresh"] == "3"
    outbox.sweep()
    ready = hr.get(answer["Location"])
    assert not ready.has_header("Refresh")
    content = hr.post(f"/exports/{export.pk}/download/")
    assert "attachment" in content["Content-Disposition"] and export.serial in content["Content-Disposition"]
    assert len(content.content.decode("utf-8-sig").splitlines()) == 5
    assert hr.post(f"/exports/{export.pk}/download/").status_code == 410


@pytest.mark.parametrize("missing", ["purpose", "format", "columns"])
def test_what_is_missing_is_said_beside_its_field(stage, hr, missing):
    answer = hr.post("/exports/new/roster/", {name: value for name, value in ASK.items() if name != missing})
    form = answer.context["options" if missing == "columns" else "form"]
    assert answer.status_code == 422 and missing in form.errors


def test_an_empty_list_is_not_exported(stage, hr):
    answer = hr.post("/exports/new/roster/?q=nobodyatall", ASK)
    assert answer.status_code == 422 and not Export.objects.exists()


def test_the_second_person_finds_it_and_agrees(stage, hr):
    hr.post("/exports/new/roster/?unit=north", {**ASK, "columns": ["name", "medical_on"]})
    export = Export.objects.get()
    chief = sign_in(Client(), stage.supervisor)
    assert export.serial in chief.get("/exports/?show=waiting").content.decode()
    assert stage.hr.display_name in chief.get("/").content.decode()
    assert chief.post(f"/exports/{export.pk}/approve/").status_code == 302
    assert chief.post(f"/exports/{export.pk}/download/").status_code == 404


def test_the_api_makes_one_export_a_key_and_gives_the_link_to_its_user_only(stage, hr):
    body = {"kind": "roster", "format": "csv", "purpose": "yearly review", "filters": {"columns": ["name"]}}
    first, again = (
        hr.post("/api/v1/exports/", body, content_type="application/json", headers={"Idempotency-Key": "k"})
        for _ in range(2)
    )
    assert first.status_code == again.status_code == 201 and first.json() == again.json()
    assert Export.objects.count() == 1
    outbox.sweep()
    address = f"/api/v1/exports/{first.json()['id']}/"
    link = hr.get(address).json()["download"]
    assert sign_in(Client(), stage.supervisor).get(address).json()["download"] is None
    path = link.partition("testserver")[2]
    assert hr.get(path).content.startswith(b"\xef\xbb\xbf")
    assert hr.get(path).status_code == 410


@pytest.mark.parametrize(
    "filters", [{"columns": ["nothing"]}, {"columns": "name", "unit": ["x"]}, {"unit": {"a": 1}, "columns": ["name"]}]
)
def test_the_api_says_what_is_wrong_with_the_filters(stage, hr, filters):
    body = {"kind": "roster", "purpose": "yearly review", "filters": filters}
    assert hr.post("/api/v1/exports/", body, content_type="application/json").status_code == 400


def test_the_file_of_a_person_tells_who_took_the_data(stage, hr):
    stage.taken()
    page = sign_in(Client(), stage.supervisor).get(f"/roster/{stage.people[0].pk}/").content.decode()
    assert "yearly review of the station" in page


def test_asking_needs_a_fresh_proof_and_five_an_hour_are_enough(stage, hr, assure):
    answers = [hr.post("/exports/new/roster/?unit=north", {**ASK, "token": str(n)}).status_code for n in range(6)]
    stale = Client()
    stale.force_login(stage.hr, backend="accounts.backends.PasswordBackend")
    session = stale.session
    second_factor.mark(session, "test")
    session[second_factor.CONFIRMED] = 0
    session.save()
    unproved = stale.post("/exports/new/roster/?unit=north", {**ASK, "token": "stale"})
    assert unproved.status_code == 403 and not Export.objects.filter(token="stale").exists()
    assure("R-77", f"{answers.count(302)} of 6 an hour, then {answers[-1]}", ok=answers == [302] * 5 + [429])


def test_where_nobody_may_agree_to_all_units_the_page_says_so_before_anything_is_typed(stage, hr, monkeypatch):
    """Whoever keeps two bureaus is led to a file of each, as long as somebody may agree to it."""
    grant_role(user=stage.hr, group="hr", unit=stage.cast["second"], starts_on=LONG_AGO, by=SYSTEM, today=TODAY)
    assert hr.get("/exports/new/roster/").context["instead"] == []  # few people: nobody need agree
    monkeypatch.setattr(requesting, "MANY", 2)
    asked = hr.get("/exports/new/roster/?status=active")
    assert [unit.code for unit in asked.context["instead"]] == ["first"]
    assert 'href="?status=active&amp;unit=first"' in asked.content.decode()
    assert hr.get("/exports/new/roster/?unit=first").context["instead"] == []
