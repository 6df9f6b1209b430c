"""What is not in the table is not there: no stray entrances, no other formats, no other methods, no telling headers (R-10)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.assurance import of_today
from tests.cast import PRINCIPALS
from tests.permissions import world
from tests.permissions.stages import stage
from tests.permissions.table import ANONYMOUS, Visitors, rows

TABLE = {name: row for name, row in rows().items() if not row.exempt}
STRAY = (
    "/admin/", "/admin/login/", "/schema/", "/api/", "/api/v1/", "/api/v1/admin/", "/api/v2/units/", "/api/v1/units.json",
    "/api/v1/units/.json", "/__debug__/", "/debug/", "/media/", "/media/documents/", "/media/../secrets.json",
    "/static/../manage.py", "/metrics", "/.env", "/.git/config", "/var/secrets.json", "/silk/", "/rosetta/", "/graphql",
    "/server-status", "/actuator/env", "/phpinfo.php", "/api-auth/login/", "/accounts/login/",
)  # fmt: skip
SENDERS = ("hr", "sysadmin", "secadmin", "auditor")


@pytest.fixture(scope="module")
def visitors(django_db_setup: None, django_db_blocker) -> Iterator[Visitors]:
    with django_db_blocker.unblock(), stage() as (cast, objects):
        yield Visitors(world.sessions(cast), objects)


def test_there_are_no_stray_entrances(visitors: Visitors, assure):
    found = []
    for who in (*SENDERS, ANONYMOUS):
        for address in STRAY:
            response = visitors.client(who).get(address)
            if response.status_code not in {400, 401, 404} and not to_sign_in(response):
                found.append(f"{who} {address} {response.status_code}")
    assert found == []
    assure("R-10", f"{len(STRAY)} stray addresses × {len(SENDERS) + 1}, 0 answered", ok=True)


def to_sign_in(response) -> bool:
    return response.status_code in {301, 302} and "sign-in" in response.headers.get("Location", "")


@pytest.mark.parametrize("query", ["format=api", "format=json", "format=html", "format=xml"])
def test_the_api_answers_in_json_whatever_is_asked(visitors: Visitors, query: str):
    """By the address or by the head; never a page to click in."""
    client = visitors.client("hr")
    for answer in (
        client.get(f"/api/v1/units/?{query}"),
        client.get("/api/v1/units/", headers={"accept": "text/html"}),
    ):
        assert "html" not in answer.headers["Content-Type"], answer.headers["Content-Type"]


def test_other_methods_are_answered_405_by_all_who_may_use_the_address(visitors: Visitors, assure):
    """PUT, DELETE, TRACE and made-up ones; HEAD is GET without a body, or not taken."""
    wrong, asked = [], 0
    for name, row in sorted(TABLE.items()):
        who = sorted(set().union(*(rule.allow for rule in row.methods.values())))[0]
        address, client = row.address(visitors.objects), visitors.client(who)
        for method in of_today(("TRACE", "CONNECT", "PROPFIND", "SEARCH"), name, 4):
            asked += 1
            with transaction.atomic():
                status = client.generic(method, address).status_code
                transaction.set_rollback(True)
            if status not in {405, 404, 400}:
                wrong.append(f"{who} {method} {name} {status}")
        for _method in of_today(("GET",) if "GET" in row.methods else (), name):
            asked += 1
            with transaction.atomic():
                head = client.head(address)
                body = b"".join(head.streaming_content) if head.streaming else head.content
                transaction.set_rollback(True)
            if head.status_code >= 500 or body:
                wrong.append(f"{who} HEAD {name} {head.status_code} with {len(body)} bytes")
    assert wrong == []
    assure("R-10", f"{asked:,} other methods, 0 let through", ok=True)


def test_options_opens_nothing(visitors: Visitors):
    """No fields and no choices for anybody: the document of the API tells them to those who signed in."""
    wrong = []
    for name, row in sorted(TABLE.items()):
        for who in of_today(("auxiliary", "hr", ANONYMOUS), name, 3):
            with transaction.atomic():
                answer = visitors.client(who).options(row.address(visitors.objects))
                transaction.set_rollback(True)
            if answer.status_code not in {302, 401, 403, 404, 405} and answer.content:
                wrong.append(f"{who} {name} {answer.status_code} {answer.content[:80]!r}")
    assert wrong == []


def test_no_header_tells_what_runs_here(visitors: Visitors):
    for who in ("hr", ANONYMOUS):
        for address in ("/", "/healthz", "/api/v1/units/", "/no-such-page/"):
            heads = visitors.client(who).get(address).headers
            assert not {"Server", "X-Powered-By", "Via", "X-Django-Version", "X-Runtime"} & set(heads), address
            assert not any("django" in value.lower() or "python" in value.lower() for value in heads.values()), address
    assert set(PRINCIPALS) >= set(SENDERS)
