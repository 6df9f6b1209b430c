"""The list of what falls due, one case, answering it, the desk, the own page, the API."""

from datetime import timedelta

import pytest
from django.utils import translation

from core import clock
from reminders.models import Delivery, Notice
from tests.cast import TODAY, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(settings, monkeypatch):
    settings.LANGUAGE_CODE = "en"
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    with translation.override("en"):
        yield


def test_hr_sees_what_falls_due_below_and_the_other_bureau_sees_nothing(client, cast, notice):
    page = sign_in(client, cast.user("hr")).get("/reminders/").content.decode()
    assert "about a" in page
    assert f"/reminders/{notice.pk}/" in page
    other = sign_in(client, cast.user("hr2")).get("/reminders/").content.decode()
    assert "about a" not in other
    assert "Nothing falls due here" in other


def test_outside_the_scope_is_404_and_without_the_right_403(client, cast, notice):
    address = f"/reminders/{notice.pk}/"
    assert sign_in(client, cast.user("hr2")).get(address).status_code == 404
    assert sign_in(client, cast.user("hr2")).post(address, {"answer": "mine"}).status_code == 404
    assert sign_in(client, cast.user("pay-clerk")).get(address).status_code == 403
    assert not Notice.objects.filter(answered_at__isnull=False).exists()


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("kind=test", True), ("kind=other", False), ("unit=north", True), ("unit=south", False), ("unit=first", True),
        ("q=about", True), ("q=nobody", False), ("state=overdue", False), ("state=unanswered", True),
        ("state=answered", False), ("state=closed", False), ("page=999", True),
    ],
)  # fmt: skip
def test_filters_stand_in_the_address(client, cast, notice, query, shown):
    answer = sign_in(client, cast.user("hr")).get(f"/reminders/?{query}")
    assert answer.status_code == 200
    assert (f"/reminders/{notice.pk}/" in answer.content.decode()) is shown


def test_an_answer_is_noted_with_its_author_and_cannot_be_given_twice(client, cast, notice):
    sign_in(client, cast.user("hr"))
    address = f"/reminders/{notice.pk}/"
    assert client.post(address, {"answer": "  "}).status_code == 422
    assert client.post(address, {"answer": "Renewal is being signed"}).status_code == 302
    notice.refresh_from_db()
    assert (notice.answer, notice.answered_by.username) == ("Renewal is being signed", "hr")
    assert "Renewal is being signed" in client.get("/reminders/?state=answered").content.decode()
    assert client.post(address, {"answer": "Again"}).status_code == 409


def test_marking_as_read_is_mine_alone(client, cast, notice):
    sign_in(client, cast.user("hr")).post("/reminders/seen/", {"notice": [notice.pk, "x"], "filters": "kind=test"})
    assert "new</span>" not in client.get("/reminders/").content.decode()
    assert "new</span>" in sign_in(client, cast.user("supervisor")).get("/reminders/").content.decode()
    sign_in(client, cast.user("hr2")).post("/reminders/seen/", {"notice": [notice.pk]})
    assert Delivery.objects.filter(seen_at__isnull=False).count() == 1


def test_the_desk_and_the_badge_count_what_nobody_answered(client, cast, notice):
    desk = sign_in(client, cast.user("hr")).get("/").content.decode()
    assert "What falls due" in desk
    assert '<span class="count">1</span>' in desk
    client.post(f"/reminders/{notice.pk}/", {"answer": "Done soon"})
    assert "What falls due" not in client.get("/").content.decode()


def test_an_auxiliary_reads_only_what_is_about_them(client, cast, cases):
    me, other = cast.user("auxiliary"), cast.user("auxiliary2")
    cases.person_id = me.person_id
    cases["a"] = TODAY + timedelta(days=7)
    cases.run()
    assert "Something" in sign_in(client, me).get("/me/").content.decode()
    assert "Something" not in sign_in(client, other).get("/me/").content.decode()
    assert client.get("/reminders/").status_code == 403


def test_the_api_lists_reads_and_answers_within_the_scope(client, cast, notice):
    sign_in(client, cast.user("hr"))
    (row,) = client.get("/api/v1/reminders/?kind=test").json()["results"]
    assert (row["subject"], row["stage"], row["unit"]) == ("a", 7, "north")
    answered = client.post(f"/api/v1/reminders/{notice.pk}/answer/", {"answer": "Soon"}, "application/json")
    assert answered.json()["answered_by"] == "hr"
    sign_in(client, cast.user("hr2"))
    assert client.get(f"/api/v1/reminders/{notice.pk}/").status_code == 404
    assert client.get("/api/v1/reminders/").json()["results"] == []


@pytest.mark.parametrize("size", [50, 200])
def test_the_list_takes_at_most_twelve_queries(client, cast, cases, size, django_assert_max_num_queries):
    cases.update({f"case{n}": TODAY + timedelta(days=n % 30) for n in range(210)})
    cases.run()
    sign_in(client, cast.user("hr")).get("/reminders/")
    with django_assert_max_num_queries(12):
        client.get(f"/reminders/?size={size}")
