"""The list as an instrument: filters as chips, columns chosen and remembered, views kept, an act for many looked at first."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from core.models import AuditEntry
from roster.models import Posting, Qualification, SavedView
from roster.services import saved
from tests.cast import TODAY, Cast, sign_in


@pytest.fixture
def hr(cast: Cast) -> Client:
    client = sign_in(Client(), cast.user("hr"))
    client.cookies["django_language"] = "en"
    return client


def text(response) -> str:
    return response.content.decode()


def heads(page: str) -> str:
    return page.split("<thead>")[1].split("</thead>")[0]


def test_each_filter_in_force_is_a_chip_that_takes_it_away(cast, hr):
    cast.auxiliary("甲甲", unit="north", category="clerical")
    answer = hr.get("/roster/", {"q": "jj", "unit": "north", "category": "clerical", "page": "1"})
    chips = {chip.label: (chip.value, chip.without) for chip in answer.context["chips"]}
    assert chips["Unit"] == ("north unit", "?q=jj&category=clerical")
    assert chips["Words"] == ("jj", "?unit=north&category=clerical")
    assert chips["Category"][0] == "Clerical"


def test_people_chosen_one_by_one_stand_in_the_address_and_no_others_of_elsewhere(cast, hr):
    one, _two, out = cast.auxiliary("甲甲"), cast.auxiliary("乙乙"), cast.auxiliary("丙丙", unit="west")
    page = text(hr.get("/roster/", {"only": f"{one.pk},{out.pk},x"}))
    assert "甲甲" in page and "乙乙" not in page and "丙丙" not in page


def test_columns_of_the_address_are_shown_and_only_chosen_ones_are_remembered(cast, hr):
    cast.auxiliary("甲甲", education="bachelor")
    assert "Education" in heads(text(hr.get("/roster/", {"columns": "education,age,nonsense"})))
    assert "Education" not in heads(text(hr.get("/roster/")))
    answer = hr.post(reverse("roster:columns"), {"column": ["education", "sex"], "query": "unit=north&evil=1"})
    assert answer["Location"] == "/roster/?unit=north&columns=education%2Csex"
    shown = heads(text(hr.get("/roster/")))
    assert "Education" in shown and "Sex" in shown and "Post" not in shown


def test_a_view_is_kept_under_a_name_without_words_or_people_and_only_its_owner_sees_it(cast, hr):
    cast.auxiliary("甲甲")
    asked = "unit=north&ends=30&q=%E7%94%B2&only=1&sort=hired"
    hr.post(reverse("roster:view-keep"), {"name": " 北所 \x00 到期 ", "query": asked})
    view = SavedView.objects.get()
    assert (view.name, view.query) == ("北所 到期", "unit=north&ends=30&sort=hired")
    assert "北所 到期" in text(hr.get("/roster/"))
    other = sign_in(Client(), cast.user("supervisor"))
    assert "北所 到期" not in text(other.get("/roster/"))
    assert other.post(reverse("roster:view-forget", args=[view.pk])).status_code == 404
    hr.post(reverse("roster:view-forget", args=[view.pk]), {"query": ""})
    assert not SavedView.objects.exists()


def test_the_same_name_takes_the_place_of_the_view_and_twenty_are_enough(cast, hr):
    user = cast.user("hr")
    for number in range(saved.MOST):
        saved.save_view(page="roster:list", name=f"v{number}", asked={"status": "all"}, by=user)
    saved.save_view(page="roster:list", name="v3", asked={"status": "left"}, by=user)
    assert SavedView.objects.get(name="v3").query == "status=left"
    assert "forget one first" in text(hr.post(reverse("roster:view-keep"), {"name": "more"}, follow=True))
    assert SavedView.objects.count() == saved.MOST


def test_the_export_carries_filters_order_and_columns_of_what_is_seen(cast, hr):
    cast.auxiliary("甲甲")
    answer = hr.get("/roster/", {"unit": "north", "sort": "-hired", "columns": "status,education", "page": "1"})
    address = answer.context["exported"]
    assert address == "?unit=north&sort=-hired&columns=name%2Cstatus%2Ceducation"
    form = hr.get(f"/exports/new/roster/{address}").context["options"]
    assert form["columns"].value() == ["name", "status", "education"]


def test_an_empty_list_says_why_and_what_to_do(hr):
    assert "Import the sheet you keep" in text(hr.get("/roster/"))
    assert "Nobody fits these filters" in text(hr.get("/roster/", {"q": "nobody"}))


# --- one act for many -------------------------------------------------------------------------------------------------

MOVE = {"act": "move", "unit": "south", "starts_on": "2026-11-16", "query": "unit=north"}


def ask(client: Client, step: str, rows, **more):
    return client.post(reverse("roster:together"), {**MOVE, "step": step, "row": [one.pk for one in rows], **more})


def test_an_act_for_many_is_looked_at_first_and_changes_nothing(cast, hr):
    people = [cast.auxiliary(name) for name in ("甲甲", "乙乙")]
    entries = AuditEntry.objects.filter(action="auxiliary.moved").count()
    page = text(ask(hr, "look", people))
    assert "It is possible for 2 people." in page and "Do it for 2 people" in page
    assert {one.unit_id for one in type(people[0]).objects.all()} == {cast["north"].pk}
    assert AuditEntry.objects.filter(action="auxiliary.moved").count() == entries


def test_whoever_cannot_is_named_with_the_reason_and_left_out(cast, hr):
    one, there = cast.auxiliary("甲甲"), cast.auxiliary("乙乙", unit="south")
    answer = ask(hr, "look", [one, there])
    assert [outcome.auxiliary for outcome in answer.context["possible"]] == [one]
    assert "1 person cannot and stays as now." in text(answer) and "already serves" in text(answer)


def test_it_is_done_for_all_of_them_each_recorded_by_who_asked(cast, hr):
    people = [cast.auxiliary(name) for name in ("甲甲", "乙乙")]
    answer = ask(hr, "do", people)
    assert (answer.status_code, answer["Location"]) == (302, "/roster/?unit=north")
    assert Posting.objects.filter(unit=cast["south"], ends_on__isnull=True).count() == 2
    moved = AuditEntry.objects.filter(action="auxiliary.moved")
    assert {entry.actor_id for entry in moved} == {cast.user("hr").pk} and moved.count() == 2


def test_when_one_of_them_no_longer_can_nobody_is_changed(cast, hr):
    one, gone = cast.auxiliary("甲甲"), cast.auxiliary("乙乙", unit="south")
    answer = ask(hr, "do", [one, gone])
    assert answer.status_code == 409 and "nothing was done for anybody" in text(answer)
    one.refresh_from_db()
    assert one.unit == cast["north"] and not AuditEntry.objects.filter(action="auxiliary.moved").exists()


def test_a_post_with_one_place_takes_one_of_two(cast, hr):
    people = [cast.auxiliary(name) for name in ("甲甲", "乙乙")]
    post = cast.post("独岗", headcount=1)
    answer = ask(hr, "look", people, unit="north", post=post.pk)
    assert len(answer.context["possible"]) == 1 and "RO-09" in text(answer)


def test_everybody_who_matches_gets_the_training(cast, hr):
    for name in ("甲甲", "乙乙"):
        cast.auxiliary(name, papers=False)
    cast.auxiliary("丙丙", unit="south", papers=False)
    typed = {"act": "train", "subject": "annual", "obtained_on": "2026-11-10", "everybody": "1", "query": "unit=north"}
    files = hr.post(reverse("roster:together"), typed).context["files"]
    assert [file.person.name for file in files] == ["甲甲", "乙乙"]
    del typed["everybody"]
    hr.post(reverse("roster:together"), {**typed, "step": "do", "row": [file.pk for file in files]})
    rows = Qualification.objects.filter(subject="annual", obtained_on=date(2026, 11, 10), kind="training")
    assert {row.auxiliary.person.name for row in rows} == {"甲甲", "乙乙"}


def test_rows_of_elsewhere_too_many_and_none_are_not_taken(cast, hr, monkeypatch):
    away = cast.auxiliary("远远", unit="west")
    assert "Choose at least one person" in text(
        hr.post(reverse("roster:together"), {**MOVE, "row": away.pk}, follow=True)
    )
    assert "Choose what is to be done" in text(hr.post(reverse("roster:together"), {"row": 1}, follow=True))
    monkeypatch.setattr("roster.services.together.MOST", 1)
    people = [cast.auxiliary("甲甲"), cast.auxiliary("乙乙")]
    assert ask(hr, "look", people).status_code == 302
    assert not AuditEntry.objects.filter(action="auxiliary.moved").exists() and TODAY


def test_a_grade_is_given_to_many(cast, hr):
    people = [cast.auxiliary("甲甲"), cast.auxiliary("乙乙")]
    hr.post(
        reverse("roster:together"),
        {"act": "grade", "grade": "三级", "since": "2026-11-16", "step": "do", "row": [one.pk for one in people]},
    )
    assert {row.grade for row in type(people[0]).objects.all()} == {"三级"}
