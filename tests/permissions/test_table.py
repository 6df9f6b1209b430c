"""The table and the addresses are the same; what plays the table finds a wrong one. The playing is in test_matrix_*.py."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test import Client
from django.test.client import ClientHandler
from drf_spectacular.generators import SchemaGenerator

from tests.cast import PRINCIPALS, sign_in
from tests.permissions.stages import stage
from tests.permissions.table import ANONYMOUS, Visitors, names, routes, row, rows

TABLE = rows()
EXEMPT_AT_MOST = 10


@pytest.fixture(scope="module")
def visitors(django_db_setup: None, django_db_blocker) -> Iterator[Visitors]:
    """One world for all rows; each cell stands in a savepoint, the whole in a transaction that is undone."""
    with django_db_blocker.unblock(), stage() as (cast, objects):
        logging.disable(logging.CRITICAL)  # thousands of 403s are what we are here for
        sessions = {name: sign_in(Client(), cast.user(name)).session.session_key for name in PRINCIPALS}
        yield Visitors(sessions, objects)
        logging.disable(logging.NOTSET)


def test_every_address_has_a_row_and_every_row_an_address(assure):
    found = set(names())
    assert sorted(found - set(TABLE)) == [], "addresses without a row"
    assert sorted(set(TABLE) - found) == [], "rows without an address"
    exempt = sum(bool(line.exempt) for line in TABLE.values())
    assure("R-01", f"{len(found)} addresses, 0 without a row, {exempt} exempt", ok=exempt <= EXEMPT_AT_MOST)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"GET": {"allow": ["secadmin", "auxiliary"]}}, "auxiliary GET accounts:list: allowed by the table, 403 (403)"),
        ({"GET": {"allow": []}}, "secadmin GET accounts:list: 403 by the table, allowed (200)"),
        ({"GET": {"allow": ["secadmin"], "outside": ["hr"]}}, "hr GET accounts:list: 404 by the table, 403 (403)"),
        ({"GET": {"allow": ["secadmin"]}, "public": True}, "anonymous GET accounts:list: allowed by the table, sign-in (302)"),
        ({"POST": {"allow": ["secadmin"]}}, "secadmin POST accounts:list: allowed by the table, 405 (405)"),
        ({"GET": {"allow": ["secadmin"]}}, ""),
    ],
)  # fmt: skip
def test_a_wrong_row_is_found(said: dict, told: str, visitors: Visitors):
    """The control: the table is worth something only if a wrong one is red."""
    wrong = row("accounts:list", said)
    cells = [(method, who) for method in wrong.methods for who in (*PRINCIPALS, ANONYMOUS)]
    problems = [found for method, who in cells if (found := visitors.problem(wrong, method, who))]
    assert (told in problems) if told else not problems


def test_an_address_without_a_row_is_found():
    missing = {name: line for name, line in TABLE.items() if name != "desk"}
    assert set(names()) - set(missing) >= {"desk"}


def test_a_cell_changes_nothing(visitors: Visitors):
    """The control of the savepoint: signing out in a cell does not sign the principal out."""
    line = row("accounts:sign-out", {"POST": {"allow": "everyone"}})
    assert visitors.problem(line, "POST", "hr") == ""
    assert visitors.problem(line, "POST", "hr") == ""


UNSAFE = [(name, method) for name, line in sorted(TABLE.items()) for method in line.methods if method != "GET"]


def test_nothing_is_changed_without_the_csrf_token(visitors: Visitors, assure):
    """By pages and by the API with a session. Signing in too; only the token address has no session to abuse."""
    strict = replace(visitors, handler=ClientHandler(enforce_csrf_checks=True))
    accepted = []
    for name, method in UNSAFE:
        who = sorted(TABLE[name].methods[method].allow)[0]
        if name != "api-token" and strict.ask(TABLE[name], method, who).status_code != 403:
            accepted.append(f"{who} {method} {name}")
    assure("R-75", f"{len(accepted)} of {len(UNSAFE)} unsafe acts accepted without the token", ok=not accepted)


def test_the_openapi_document_is_the_table():
    """Every address and method of the API is in the document, and nothing else."""
    apart = {"api-schema", "api-docs", "api-missing"}
    document = SchemaGenerator().get_schema(request=None, public=True)
    said = {(shape(path), method.upper()) for path, methods in document["paths"].items() for method in methods}
    played = set()
    for name, route in routes():
        if route.startswith("api/v1/") and name not in apart:
            played |= {(shape("/" + route), method) for method in TABLE[name].methods}
    assert sorted(played - said) == [], "not in the document"
    assert sorted(said - played) == [], "not in the table"


def shape(address: str) -> str:
    """An address without the names of its parts."""
    return re.sub(r"<[^>]+>|\{[^}]+\}", "*", address)
