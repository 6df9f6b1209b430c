"""Every desk in a full world: each number opens a page that its reader may open, and no desk asks more than its share."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import PRINCIPALS, sign_in
from tests.permissions.stages import stage

VISITOR = re.compile(r'"django_session"|"accounts_|"guardian_|SAVEPOINT|set_config|^SET ', re.I)


@pytest.fixture(scope="module")
def staff(django_db_setup: None, django_db_blocker) -> Iterator[dict[str, Client]]:
    """Everybody who has a desk, signed in, in the full world of the permission table."""
    with django_db_blocker.unblock(), stage() as (cast, _objects):
        people = [name for name, (group, _unit) in PRINCIPALS.items() if group != "auxiliary"]
        yield {name: sign_in(Client(), cast.user(name)) for name in people}


def test_every_number_opens_a_page_that_its_reader_may_open(staff):
    shown = 0
    for name, client in staff.items():
        for card in client.get("/").context["cards"]:
            if url := card.content.get("url"):
                assert client.get(url).status_code == 200, (name, card.key, url)
                shown += 1
    assert shown > 30


def test_no_desk_asks_more_than_its_share(staff):
    told = {}
    for name, client in staff.items():
        with CaptureQueriesContext(connection) as caught:
            client.get("/")
        told[name] = len([q for q in caught.captured_queries if not VISITOR.search(q["sql"])])
    assert max(told.values()) <= 26, told
    assert told["hr"] <= 24, told
