"""Every address × method × principal × position as cells, and the run over them: status, canaries, changes, likeness.

The gate plays every cell of one's own position that is allowed or hidden, every third plain refusal (the others on the next
two days), and a seeded sample of 400 others; LONG=1 all.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple
from zlib import crc32

from django.db import connection
from django.http import HttpResponse
from django.test import override_settings

from core import clock
from tests.assurance import every_turn, long_form
from tests.cast import PRINCIPALS
from tests.permissions import canaries, stages, world
from tests.permissions.places import CROSSED, NAMED, OWN, STANDINGS, STATES
from tests.permissions.table import ANONYMOUS, METHODS, Row, Visitors, answer, expected, rows, told

SAMPLE = 300
DAY = 86_400
# How passwords are hashed and how long a session or a step-up lasts is not the question here, however long the run takes.
MEANWHILE = {
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    **dict.fromkeys(
        ("STEP_UP_SECONDS", "SESSION_IDLE_SECONDS", "SESSION_ABSOLUTE_SECONDS", "HALF_SESSION_SECONDS"), DAY
    ),
}
SEED = int(os.environ.get("SEED", "2026"))
TODAY = int(os.environ.get("SEED", clock.today().toordinal()))
TURNS, DAYS = 8, 3  # days until every plain refusal, and every other cell, was asked in the gate
PARTS = 2
EVERYBODY = (*PRINCIPALS, *STATES, ANONYMOUS)
# What a refused request may leave behind: the trail of refusals, sessions, counters of guessing and of rates.
KEPT = re.compile(
    r"^(core_audit|core_outbox|core_anchor|evidence_|django_session|accounts_usersession|axes_|accounts_ratecount)"
)
WRITTEN = "n_tup_ins + n_tup_upd + n_tup_del"
# As pg_stat_xact_user_tables says it, which adds up much else for each table.
CHANGES = f"""SELECT relname, {WRITTEN} FROM (
  SELECT relname, pg_stat_get_xact_tuples_inserted(oid) AS n_tup_ins, pg_stat_get_xact_tuples_updated(oid) AS n_tup_upd,
    pg_stat_get_xact_tuples_deleted(oid) AS n_tup_del
  FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace) there WHERE {WRITTEN} > 0"""
# What differs between any two answers: request id, CSRF token, nonce.
NOISE = re.compile(
    rb'"request_id": ?"[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"|X-CSRFToken[^}]*}|nonce="[^"]*"'
    rb"|[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}"
)


# What was said in a case stays (ADR 0018), also against the words that are looked for: they are put there without this guard.
LOOSE = """DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT tgrelid::regclass AS place, tgname FROM pg_trigger
             WHERE tgname IN ('what_is_sealed_stays', 'objection_is_kept') LOOP
    EXECUTE format('ALTER TABLE %s DISABLE TRIGGER %I', one.place, one.tgname);
  END LOOP;
END $$"""


class Cell(NamedTuple):
    """One question: who asks what of which object."""

    name: str
    method: str
    who: str
    at: str


@dataclass
class Played(Visitors):
    """The visitors of one part, with what they found."""

    table: dict[str, Row] = field(default_factory=rows)
    cells: int = 0
    wrong: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unlike: list[str] = field(default_factory=list)
    refused: int = 0
    hidden: int = 0
    scanned: int = 0
    missing: dict[tuple[str, str, str], tuple[int, bytes]] = field(default_factory=dict)
    before: dict[str, int] = field(default_factory=dict)
    sight: canaries.Sight = field(default_factory=canaries.nobody)

    @cached_property
    def plan(self) -> dict[str, list[Cell]]:
        """The cells to be played, by address."""
        planned: dict[str, list[Cell]] = {}
        for cell in chosen(self, self.table):
            planned.setdefault(cell.name, []).append(cell)
        return planned

    def address(self, name: str) -> list[str]:
        """Play the cells of one address; what was wrong with them, in sentences."""
        lists = (self.wrong, self.leaks, self.changed, self.unlike)
        before = [len(found) for found in lists]
        for cell in self.plan.get(name, ()):
            self.play(cell)
        return [problem for found, start in zip(lists, before, strict=True) for problem in found[start:]]

    def figures(self) -> Iterator[tuple[str, str, bool]]:
        """Number, figure, and whether it is good enough, of what was played so far."""
        yield "R-01", f"{self.cells:,} cells played, {len(self.wrong)} wrong", not self.wrong
        yield (
            "R-02",
            f"{self.scanned:,} answers searched for {len(self.sight.words):,} words, {len(self.leaks)} leaks",
            not self.leaks,
        )
        yield "R-03", f"{self.refused:,} refused, {len(self.changed)} changed a row", not self.changed
        yield "R-04", f"{self.hidden:,} outside the scope, {len(self.unlike)} unlike a missing one", not self.unlike

    def play(self, cell: Cell) -> None:
        """One cell: the status by the table, then what `seen` looked at."""
        self.cells += 1
        row = self.table[cell.name]
        if problem := self.problem(row, cell.method, cell.who, cell.at):
            self.wrong.append(problem)

    def seen(self, row: Row, method: str, who: str, at: str, response: HttpResponse) -> None:
        """Canaries in every answer; after a refusal the tables; what is outside the scope beside what does not exist."""
        cell = told(row, method, who, at)
        self.scanned += 1
        self.leaks += [f"{cell}: {leak}" for leak in self.sight.leaks(row, who, response)]
        got = answer(response)
        now = changes()
        if got in {"403", "404", "405", "sign-in", "step"}:
            self.refused += 1
            did = {name for name, count in now.items() if count != self.before.get(name, 0) and not KEPT.match(name)}
            self.changed += [f"{cell}: {name}" for name in sorted(did)]
        self.before = now
        if got == "404" and at not in (NAMED, "missing") and row.kinds and expected(row, method, who, at) == "404":
            self.hidden += 1
            if (like := self.without(row, method, who)) != (response.status_code, plain(response)):
                self.unlike.append(f"{cell}: {like[0]} for a missing one; {difference(like[1], plain(response))}")

    def without(self, row: Row, method: str, who: str) -> tuple[int, bytes]:
        """The answer for an object that never was."""
        key = (row.name, method, who)
        if key not in self.missing:
            response = self.ask(row, method, who, "missing", nowhere(row, self.objects))
            self.missing[key] = (response.status_code, plain(response))
        return self.missing[key]


def changes() -> dict[str, int]:
    """Rows written in this transaction by table, also those undone since."""
    with connection.cursor() as cursor:
        cursor.execute(CHANGES)
        return dict(cursor.fetchall())


class Nobody:
    """An object whose every number and code is nobody's."""

    def __getattr__(self, name: str) -> Any:
        return 1_999_999_999 if name == "pk" else "no-such-code"


def nowhere(row: Row, objects: dict[str, Any]) -> str:
    """The address of an object that never was; of two objects, the last."""
    last = [kind for kind in row.kinds][-1:]
    return row.address({**objects, **{kind: Nobody() for kind in last}})


def plain(response: Any) -> bytes:
    """The answer without what differs between any two: request id, CSRF token, nonce, and the address itself."""
    asked = response.wsgi_request
    text = NOISE.sub(b"", response.whole).replace(asked.path.encode(), b"")
    query = asked.META.get("QUERY_STRING", "").encode()
    return text.replace(query, b"") if query else text


def difference(one: bytes, other: bytes) -> str:
    for number, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return f"{one[max(0, number - 30) : number + 60]!r} against {other[max(0, number - 30) : number + 60]!r}"
    return f"{len(one)} bytes against {len(other)}"


@contextmanager
def staged() -> Iterator[Played]:
    """The world with everybody in it, in a transaction that is undone."""
    with stages.stage(everywhere=True, prepared=LOOSE) as (cast, objects):
        sight = canaries.plant(cast, objects)
        keys = world.sessions(cast)
        with canaries.listening() as heard, override_settings(**MEANWHILE):
            sight.heard = heard
            yield Played(keys, objects, sight=sight, before=changes())


def every_cell(visitors: Visitors, table: dict[str, Row]) -> Iterator[Cell]:
    """All cells of the table, methods that are not listed by somebody who may use the others."""
    present = [who for who in EVERYBODY if who in visitors.sessions or who == ANONYMOUS]
    for name, row in sorted((name, row) for name, row in table.items() if not row.exempt):
        positions = [NAMED, *(visitors.places(row) if row.args or row.query else ())]
        if len(set(row.kinds)) > 1 and len(positions) > 1:
            positions.append(CROSSED)
        for method in row.methods:
            for who in present:
                own = [OWN] if any(f"{kind}@{OWN}:{who}" in visitors.objects for kind in row.kinds) else []
                yield from (Cell(name, method, who, at) for at in (*positions, *own))
        for method in METHODS:
            if method not in row.methods:
                yield from (Cell(name, method, who, NAMED) for who in somebody(row))


def somebody(row: Row) -> list[str]:
    """For a method that is not listed: one of those who may use the others."""
    return sorted(set().union(*(rule.allow for rule in row.methods.values())))[:1]


def chosen(visitors: Visitors, table: dict[str, Row]) -> list[Cell]:
    """All in the long form; else the duty of the gate and the sample."""
    cells = list(every_cell(visitors, table))
    if long_form():
        return cells
    places = {name: visitors.places(row) for name, row in table.items()}
    duty = [cell for cell in cells if in_gate(cell, table[cell.name], places[cell.name])]
    others = sorted(set(cells) - set(duty))
    duty = [cell for cell in duty if of_today(cell, TURNS if plainly_refused(cell, table[cell.name]) else DAYS)]
    return duty + random.Random(SEED).sample(others, min(SAMPLE, len(others)))


def plainly_refused(cell: Cell, row: Row) -> bool:
    """Refused before anything is looked for: the same few lines say no for every address."""
    return expected(row, cell.method, cell.who, cell.at) in {"403", "405", "sign-in"}


def of_today(cell: Cell, turns: int) -> bool:
    """So that each address has some of its cells every day, all of them within so many."""
    return every_turn() or crc32("/".join(cell).encode()) % turns == TODAY % turns


def in_gate(cell: Cell, row: Row, places: list[str]) -> bool:
    """Anonymous; what is one's own or of the own unit; and what lies outside by the row."""
    if cell.who == ANONYMOUS or not places:
        return cell.at == NAMED and cell.who not in STATES
    rule = row.methods.get(cell.method)
    outside = cell.at == NAMED and (rule is None or cell.who in rule.outside)
    return cell.who not in STATES and (outside or cell.at in (OWN, STANDINGS[cell.who].unit))


def part(number: int) -> list[str]:
    """The addresses of one of the files; every second one, so that long and short rooms are spread."""
    return sorted(name for name, row in rows().items() if not row.exempt)[number - 1 :: PARTS]
