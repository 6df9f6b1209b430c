"""Every constraint, unique index, exclusion and trigger of the database refuses something that nothing else refuses (R-05).

The statements are typed as the application's role, past every service. The control stands beside each: with the guard
taken away the very same statements go through. A guard without an attack is red, so a new one joins by itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing

import psycopg2
import pytest
from django.apps import apps
from django.db import transaction
from psycopg2.extensions import cursor as Cursor

from auxpolice.embedded.postgres import Postgres
from tests import servers
from tests.cast import TODAY
from tests.conftest import WORKER, connected_to
from tests.guards.attacks import (
    appraisals,
    cases,
    commendations,
    complaints,
    grades,
    pay,
    people,
    protection,
    sealed,
    supervision,
    warnings,
    work,
)
from tests.guards.attacks.by_hand import Attack
from tests.guards.attacks.generic import generic
from tests.guards.attacks.typing import Table, read
from tests.guards.attacks.world import ROWS
from tests.mutants.constraints import Built, of_database
from tests.mutants.guards import ROOMS
from tests.mutants.instrument import switch
from tests.permissions import world

DONE = "what it does"
ATTACKS = people.ATTACKS | work.ATTACKS | pay.ATTACKS | cases.ATTACKS | supervision.ATTACKS | complaints.ATTACKS
ATTACKS |= commendations.ATTACKS | grades.ATTACKS | sealed.ATTACKS | warnings.ATTACKS | protection.ATTACKS
ATTACKS |= appraisals.ATTACKS
# Who types: the application; where it may not even try, the owner of the tables; of the trail, the owner of the trail.
ROLES = ("auxpolice_app", "auxpolice_owner", "auxpolice_audit")
TABLES = sorted(
    {model._meta.db_table for model in apps.get_models() if model._meta.app_label in ROOMS} | {"core_auditqueue"}
)


@pytest.fixture(scope="module")
def prompt(django_db_setup: None, django_db_blocker) -> Iterator[Cursor]:
    """A superuser who types as somebody else, in a committed world with a row in every table."""
    name = f"constraints_{WORKER}"
    servers.clone(name)
    before = os.environ.get("AUXPOLICE_TODAY")
    os.environ["AUXPOLICE_TODAY"] = TODAY.isoformat()
    with django_db_blocker.unblock(), connected_to(name):
        with transaction.atomic():
            world.build()
    os.environ.pop("AUXPOLICE_TODAY") if before is None else os.environ.update(AUXPOLICE_TODAY=before)
    with closing(Postgres().connect(name)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        tables = read(cursor)
        for table, rows in ROWS.items():
            cursor.execute(f'SELECT NOT EXISTS (SELECT FROM "{table}")')
            for row in rows if cursor.fetchone()[0] else ():
                cursor.execute(tables[table].more(**row))
        yield cursor
    servers.drop(name)


@pytest.fixture(scope="module")
def tables(prompt: Cursor) -> dict[str, Table]:
    found = read(prompt)
    for guard in of_database(ROOMS):
        if guard.columns:
            found[guard.table].unique.append(guard.columns)
    return found


@pytest.mark.parametrize("table", TABLES)
def test_each_guard_of_the_table_refuses_what_nothing_else_does(table: str, prompt: Cursor, tables: dict[str, Table]):
    guards = [guard for guard in of_database(ROOMS) if guard.table == table]
    for guard in guards:
        switch.asked.add(guard.guard)
    problems = [problem for guard in guards if (problem := wrong(prompt, guard, attack_on(guard, tables)))]
    assert not problems, "\n".join(problems)


def test_every_guard_is_attacked_and_every_attack_has_its_guard(tables: dict[str, Table], assure):
    guards = of_database(ROOMS)
    without = [guard.guard for guard in guards if not attack_on(guard, tables).statements or guard.table not in TABLES]
    left_over = set(ATTACKS) - {guard.guard for guard in guards}
    assert not without and not left_over
    assure("R-05", f"{len(guards)} constraints and triggers, each attacked with and without it", ok=len(guards) > 200)


def attack_on(guard: Built, tables: dict[str, Table]) -> Attack:
    by_hand = ATTACKS.get(guard.guard)
    if by_hand:
        return by_hand(tables)
    # A day before the first is no range of days: exclusions over it would refuse the same.
    ranges = [one.name for one in of_database(ROOMS) if one.table == guard.table and "EXCLUDE" in one.back]
    return Attack(generic(guard, tables[guard.table]), () if guard.columns else tuple(ranges))


def wrong(cursor: Cursor, guard: Built, attack: Attack) -> str:
    """A sentence about the guard, unless it refuses and nothing else does."""
    if not attack.statements:
        return f"{guard.guard}: nobody attacks it: {guard.back}"
    stricter = [one for one in of_database(ROOMS) if one.table == guard.table and one.name in attack.behind]
    found = refusal(cursor, attack, stricter)
    if found != DONE and guard.name not in found and (not guard.function or f"{guard.function}()" not in found):
        return f"{guard.guard}: {'refused by ' + found if found else 'not refused'}: {attack.statements}"
    found = refusal(cursor, attack, [*stricter, guard])
    return f"{guard.guard}: refused without it by {found}: {attack.statements}" if found else ""


def refusal(cursor: Cursor, attack: Attack, gone: list[Built]) -> str:
    """What refuses the statements while some guards are gone; "" when they go through."""
    found = ""
    for role in ROLES:
        cursor.execute("BEGIN")
        away(cursor, gone)
        try:
            found = typed(cursor, role, attack)
        except psycopg2.Error as error:
            found = " ".join(filter(None, (error.diag.constraint_name, error.diag.message_primary, error.diag.context)))
            if not isinstance(error, psycopg2.errors.InsufficientPrivilege):
                return found
        else:
            return found
        finally:
            cursor.execute("ROLLBACK")
    return found


def typed(cursor: Cursor, role: str, attack: Attack) -> str:
    """Type the statements as this role; what a guard that refuses nothing did, or a statement that met no row."""
    cursor.execute(f"SET LOCAL ROLE {role}")
    for statement in attack.statements:
        cursor.execute(statement)
        if not cursor.rowcount:
            return f"nothing: no row fits {statement}"
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    if attack.want:
        cursor.execute("RESET ROLE")
        cursor.execute(attack.want)
        return DONE if cursor.fetchone()[0] else ""
    return ""


def away(cursor: Cursor, guards: list[Built]) -> None:
    for guard in guards:
        cursor.execute("SAVEPOINT away")
        try:
            cursor.execute(guard.away)
        except psycopg2.errors.UndefinedObject:  # the mutants took it away already
            cursor.execute("ROLLBACK TO away")
