"""One source of deadlines against its notices: make what is missing, close what was put right, reopen what fell back.

Rows are written in bulk by plain SQL, a few hundred cases a transaction: a process may die anywhere, or two may run at
once, and the unique key of the notices still leaves exactly one for each stage.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction

from core import clock
from core.deadlines import Due, Source
from reminders.models import Notice
from reminders.rules import stages

CASES_A_TRANSACTION = 1000
Key = tuple[str, date]  # subject, due_on

_LOCK = "SELECT pg_advisory_xact_lock(hashtext('reminders'), hashtext(%s))"
_MAKE = """
INSERT INTO reminders_notice (source, subject, due_on, stage, unit_id, person_id, label, url,
    made_on, made_at, overtaken, escalates_on, answer, closed_why)
SELECT %(source)s, want.subject, want.due_on, want.stage, want.unit_id, want.person_id, want.label, want.url,
    %(day)s, %(now)s, false, want.due_on + %(after)s, '', ''
FROM unnest(%(subjects)s::text[], %(due_ons)s::date[], %(stages)s::smallint[], %(units)s::bigint[],
    %(persons)s::bigint[], %(labels)s::text[], %(urls)s::text[])
    AS want (subject, due_on, stage, unit_id, person_id, label, url)
ON CONFLICT DO NOTHING
"""
_CASES = "unnest(%(subjects)s::text[], %(due_ons)s::date[]) AS given (subject, due_on)"
_SAME = "n.source = %(source)s AND n.subject = given.subject AND n.due_on = given.due_on"
_REOPEN = f"UPDATE reminders_notice n SET closed_at = NULL, closed_why = '' FROM {_CASES} WHERE {_SAME} AND n.closed_at IS NOT NULL"  # noqa: E501, S608 - constants
_CLOSE = f"UPDATE reminders_notice n SET closed_at = %(now)s, closed_why = 'put_right' FROM {_CASES} WHERE {_SAME} AND n.closed_at IS NULL"  # noqa: E501, S608 - constants
_OVERTAKE = f"""
UPDATE reminders_notice n SET overtaken = true FROM {_CASES}
WHERE {_SAME} AND NOT n.overtaken AND EXISTS (SELECT FROM reminders_notice newer
    WHERE newer.source = n.source AND newer.subject = n.subject AND newer.due_on = n.due_on AND newer.stage < n.stage)
"""  # noqa: S608 - constants
_CORRECT = f"""
UPDATE reminders_notice n SET unit_id = want.unit_id, person_id = want.person_id, label = want.label, url = want.url
FROM unnest(%(subjects)s::text[], %(due_ons)s::date[], %(units)s::bigint[], %(persons)s::bigint[],
    %(labels)s::text[], %(urls)s::text[]) AS want (subject, due_on, unit_id, person_id, label, url)
WHERE {_SAME.replace("given.", "want.")} AND n.closed_at IS NULL AND (n.unit_id, n.person_id, n.label, n.url)
    IS DISTINCT FROM (want.unit_id, want.person_id, want.label, want.url)
"""  # noqa: S608 - constants


@dataclass
class Counts:
    """What a scan did."""

    made: int = 0
    closed: int = 0
    reopened: int = 0

    def add(self, other: Counts) -> None:
        self.made += other.made
        self.closed += other.closed
        self.reopened += other.reopened


@dataclass
class Known:
    """An open case as its notices show it."""

    shown: tuple[Any, ...]  # unit, person, label, url
    stages: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Change:
    """A case that needs something written: stages to make, notices to reopen, or what they show to correct."""

    due: Due
    person_id: int | None
    missing: tuple[int, ...]

    @property
    def key(self) -> Key:
        return self.due.subject, self.due.due_on


def scan(source: Source, day: date) -> Counts:
    """Bring the notices of one source up to the day; a fixed number of queries and a few for each thousand changes."""
    until = stages.horizon(source.stages, day)
    known = _open_cases(source.code)
    given: set[Key] = set()
    changes = _changes(source, source.find(day, until), known, given, day)
    done = Counts()
    while batch := sorted(islice(changes, CASES_A_TRANSACTION), key=lambda change: change.key):
        done.add(_write(source, day, batch))
    gone = sorted(key for key in known if key not in given and key[1] <= until)
    for start in range(0, len(gone), CASES_A_TRANSACTION):
        done.closed += _close(source, gone[start : start + CASES_A_TRANSACTION])
    return done


def _open_cases(code: str) -> dict[Key, Known]:
    rows = Notice.objects.filter(source=code, closed_at__isnull=True).values_list(
        "subject", "due_on", "stage", "unit_id", "person_id", "label", "url"
    )
    cases: dict[Key, Known] = {}
    for subject, due_on, stage, *shown in rows.iterator():
        cases.setdefault((subject, due_on), Known(tuple(shown))).stages.add(stage)
    return cases


def _changes(source: Source, found: Any, known: dict[Key, Known], given: set[Key], day: date) -> Iterator[Change]:
    """The cases that need something written; `given` collects every case that is open."""
    for due in found:
        key = (due.subject, due.due_on)
        come = stages.passed(source.stages, due.due_on, day)
        if key in given or not come:
            continue
        given.add(key)
        person_id = due.person_id if source.tells_person else None
        case = known.get(key)
        if case is None:
            yield Change(due, person_id, come)
            continue
        missing = tuple(stage for stage in come if stage not in case.stages)
        is_moved = case.shown != (due.unit_id, person_id, due.label[:200], due.url[:200])
        if missing or is_moved:
            yield Change(due, person_id, missing)


def _write(source: Source, day: date, batch: Sequence[Change]) -> Counts:
    """One transaction: what a case needs is written whole or not at all."""
    keys = {"source": source.code, **_columns(batch)}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LOCK, [source.code])
        cursor.execute(_REOPEN, keys)
        reopened = cursor.rowcount
        cursor.execute(_MAKE, {**keys, **_rows(batch), **_when(source, day)})
        made = cursor.rowcount
        cursor.execute(_CORRECT, keys)
        cursor.execute(_OVERTAKE, keys)
    return Counts(made=made, reopened=reopened)


def _close(source: Source, keys: Sequence[Key]) -> int:
    values = {"source": source.code, "now": clock.now()}
    values |= {"subjects": [subject for subject, _due in keys], "due_ons": [due for _subject, due in keys]}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LOCK, [source.code])
        cursor.execute(_CLOSE, values)
        return int(cursor.rowcount)


def _when(source: Source, day: date) -> dict[str, date | datetime | int]:
    return {"day": day, "now": clock.now(), "after": source.escalates_after}


def _columns(batch: Sequence[Change]) -> dict[str, list[Any]]:
    """The cases column by column, as PostgreSQL unnests them."""
    return {
        "subjects": [change.due.subject for change in batch],
        "due_ons": [change.due.due_on for change in batch],
        "units": [change.due.unit_id for change in batch],
        "persons": [change.person_id for change in batch],
        "labels": [change.due.label[:200] for change in batch],
        "urls": [change.due.url[:200] for change in batch],
    }


def _rows(batch: Sequence[Change]) -> dict[str, list[Any]]:
    """The same, one row for each missing stage."""
    repeated = [change for change in batch for _stage in change.missing]
    return {**_columns(repeated), "stages": [stage for change in batch for stage in change.missing]}
