"""The first page, the own page and search: each role gets its own, and nobody another's."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from accounts.services import grant_role
from core import clock
from core.actors import SYSTEM
from core.registries import desk_cards, navigation
from tests.cast import PRINCIPALS, Cast, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return Cast()


def test_an_auxiliary_goes_to_the_own_page_and_nobody_else_does(cast):
    assert sign_in(Client(), cast.user("auxiliary")).get("/")["Location"] == "/me/"
    assert sign_in(Client(), cast.user("hr")).get("/").status_code == 200


def test_the_own_page_is_about_the_person_who_signed_in(cast):
    page = sign_in(Client(), cast.user("auxiliary")).get("/me/")
    own, other = cast.user("auxiliary").person, cast.user("auxiliary2").person
    assert page.context["auxiliary"] == own.auxiliary
    text = page.content.decode()
    assert own.auxiliary.badge_number in text and other.auxiliary.badge_number not in text
    assert own.identity_number not in text


def test_an_auxiliary_without_a_file_is_told_whom_to_ask(cast):
    user = User.objects.create_user("lost", None, person=cast.person("无档"))
    day = clock.today()
    grant_role(user=user, group="auxiliary", unit=cast["north"], starts_on=day, by=SYSTEM, today=day)
    page = sign_in(Client(), user).get("/me/")
    assert page.status_code == 200 and "人事干部" in page.content.decode()


def test_a_card_is_shown_only_to_those_who_hold_its_right(cast):
    for name in PRINCIPALS:
        user = cast.user(name)
        if user.group_codes == ("auxiliary",):
            continue
        shown = {card.key for card in sign_in(Client(), user).get("/").context["cards"]}
        allowed = {card.key for card in desk_cards.all() if user.may(card.permission)}
        assert shown <= allowed, name


def test_the_navigation_leads_only_where_its_reader_may_go(cast):
    for name in PRINCIPALS:
        client = sign_in(Client(), cast.user(name))
        for entry in client.get("/account/").context["navigation"]:
            assert client.get(entry.url).status_code in {200, 302}, (name, entry.url)


def test_the_navigation_marks_where_one_is(cast):
    entries = sign_in(Client(), cast.user("hr")).get(f"/units/{cast['north'].pk}/").context["navigation"]
    assert [entry.url for entry in entries if entry.current] == ["/units/"]


def test_a_role_that_was_taken_away_leaves_an_empty_house(cast):
    user = User.objects.create_user("nobody", None, person=cast.person("无权"))
    client = sign_in(Client(), user)
    page = client.get("/")
    assert page.status_code == 200 and page.context["cards"] == [] and page.context["navigation"] == []
    assert client.get("/search/", {"q": "a"}).context["found"] == []


@pytest.mark.parametrize("words", ["", " ", "x" * 5000, "%", "\\", "'; --", "<script>", "𠮷·", "%s %(x)s {0}"])
def test_search_takes_anything(cast, words):
    page = sign_in(Client(), cast.user("hr")).get("/search/", {"q": words})
    assert page.status_code == 200 and b"<script>" not in page.content.split(b"</head>")[1]


def test_a_unit_is_found_by_its_code(cast):
    found = sign_in(Client(), cast.user("hr")).get("/search/", {"q": "north"}).context["found"]
    assert (cast["north"].name, "north", f"/units/{cast['north'].pk}/") in [
        row for group in found for row in group.rows
    ]


def test_every_navigation_key_is_there_once():
    keys = [item.key for item in navigation.all()]
    assert len(keys) == len(set(keys))
