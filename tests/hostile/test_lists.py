"""Every list of the house, found in the permission table: few queries, no more with more rows, and never a page too large."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver

from tests.assurance import long_form
from tests.cast import PRINCIPALS, Cast
from tests.permissions.table import Row, Visitors, rows

MOST = 12
# No lists: they gather a little from many rooms; what they may ask is fixed, too.
GATHERING = {"desk": 25, "discipline:index": 20, "me": 15, "me-mine": 20, "me-duties": 15, "privacy:kept": 15,
             "duties:new": 31, "payroll:equal-pay": 37, "payroll:everybody": 36, "api-equal-pay": 36,
             "api-equal-pay-insurance": 35}  # fmt: skip
TABLE = {name: line for name, line in rows().items() if not line.exempt and "GET" in line.methods}
# What asks who is asking is the same on every page and counted apart: session, user, roles, scope, locks of the session.
OF_THE_VISITOR = re.compile(
    r'"django_session"|"accounts_|"guardian_|SAVEPOINT|"auth_|"reminders_message"|set_config|^SET ', re.I
)
LISTS = sorted(
    name
    for name, line in TABLE.items()
    if not any(key in line.args for key in ("pk",)) and not name.startswith(("api-schema", "api-docs", "api-missing"))
)


def ask(visitors: Visitors, line: Row, query: str) -> tuple[HttpResponse, int, list[str]]:
    """The answer with the number of its own queries, warm: what is remembered between requests has been."""
    who = next(name for name in PRINCIPALS if name in line.methods["GET"].allow)
    client = Client()
    client.handler = visitors.handler
    if not line.public:
        client.cookies[settings.SESSION_COOKIE_NAME] = visitors.sessions[who]
    address = line.address(visitors.objects).partition("?")[0] + query
    with (
        transaction.atomic(),
        CaptureQueriesContext(
            connection,
        ) as caught,
    ):
        response = client.get(address)
        if response.streaming:
            b"".join(response.streaming_content)
        transaction.set_rollback(True)
    own = [one["sql"] for one in caught.captured_queries if not OF_THE_VISITOR.search(one["sql"])]
    return response, len(own), own


def more_rows(cast: Cast, number: int) -> None:
    """People with contracts, cards and trainings: what most lists are made of."""
    for place in range(number):
        born = date(1980, 1, 1) + timedelta(days=place)
        cast.auxiliary(f"增员{place}", unit="south", born=born)
        cast.officer(unit="north", person=cast.person(f"增警{place}", born=born, sex="F"))


def test_lists_ask_little_and_no_more_with_more_rows(visitors: Visitors, cast: Cast, assure):
    few, many = {}, {}
    for name in LISTS:
        ask(visitors, TABLE[name], "")
        response, number, _own = ask(visitors, TABLE[name], "?size=10&page_size=10")
        if response.status_code == 200:
            few[name] = number
    with transaction.atomic():
        more_rows(cast, 25)
        for name in few:
            _response, number, own = ask(visitors, TABLE[name], "?size=200&page_size=200")
            many[name] = number
        transaction.set_rollback(True)
    above = {name: number for name, number in many.items() if number > GATHERING.get(name, MOST)}
    grown = {name: (few[name], many[name]) for name in few if many[name] > few[name] + 1}
    worst = max(set(many) - set(GATHERING), key=lambda name: many[name])
    assure("R-65", f"{len(few)} lists at 10 and 200 rows a page: most queries {many[worst]} ({worst}); above {MOST}: {above}; "
           f"growing with rows: {grown}", ok=not above and not grown)  # fmt: skip


def paged(visitors: Visitors) -> Iterator[tuple[str, Row]]:
    for name in LISTS:
        if name.startswith("api-"):
            response, _number, _own = ask(visitors, TABLE[name], "?page_size=2")
            if response.status_code == 200 and "results" in (
                response.json() if "json" in response["Content-Type"] else {}
            ):
                yield name, TABLE[name]


def test_every_list_of_the_api_is_cut_into_pages(assure):
    """By their code; the long form asks for them."""
    views = [pattern.callback.cls for pattern in _patterns() if hasattr(pattern.callback, "cls")]
    paged_by = [view for view in views if getattr(view, "pagination_class", None) is not None]
    largest = {view.pagination_class.max_page_size for view in paged_by}
    assure("R-65", f"{len(paged_by)} views of the API: at most {max(largest)} rows a page, by their code",
           ok=largest == {200} and len(paged_by) >= 8)  # fmt: skip


def _patterns(resolver: Any = None) -> Iterator[Any]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern)
        else:
            yield pattern


@pytest.mark.long
def test_no_page_is_larger_than_two_hundred(visitors: Visitors, cast: Cast, assure):
    seen = 0
    with transaction.atomic():
        more_rows(cast, 205)
        for name, line in paged(visitors):
            response, _number, _own = ask(visitors, line, "?page_size=100000")
            assert len(response.json()["results"]) <= 200 or name == "api-duties", name
            seen += 1
        transaction.set_rollback(True)
    assure("R-65", f"{seen} lists of the API: at most 200 rows a page, whatever is asked for", ok=seen >= 8)


def test_deep_pages_and_foreign_sorts_are_harmless(visitors: Visitors):
    """Names of columns and of relations in the address choose nothing."""
    odd = "page=99999999&sort=-person__identity_number&ordering=user__password&person__name=x&id__gt=0"
    for name in LISTS:
        for query in (
            (f"?{odd}", f"?{odd}&cursor=cD05OTk5OTk5OTk5") if long_form() else (f"?{odd}&cursor=cD05OTk5OTk5OTk5",)
        ):
            response, _number, own = ask(visitors, TABLE[name], query)
            assert response.status_code < 500, name
            assert not any("password" in re.sub(r"SELECT .*? FROM", "", sql, flags=re.S).lower() for sql in own), name


def test_a_query_for_each_row_is_found(visitors: Visitors, cast: Cast, monkeypatch: pytest.MonkeyPatch):
    """The control: a list that asks once more for each row."""
    from organisation.api import OfficerOut
    from organisation.models import Unit

    line = TABLE["api-officers"]
    _response, before, _own = ask(visitors, line, "?page_size=200")
    plain = OfficerOut.to_representation

    def curious(self: Any, officer: Any) -> Any:
        Unit.objects.get(pk=officer.unit_id)
        return plain(self, officer)

    monkeypatch.setattr(OfficerOut, "to_representation", curious)
    _response, after, _own = ask(visitors, line, "?page_size=200")
    assert after > before + 1
