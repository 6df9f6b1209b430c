"""Walks the chain from its first link to its head and computes every hash again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from evidence.verifying.report import MOST, Report

AT_ONCE = 20_000
# How an entry is told, by the form written into its link. Never changed once released: another form gets a number.
FORMS = {
    1: """jsonb_build_array(
        e.id, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.action, e.success, e.actor_id,
        e.actor_name, e.person_id, e.object_type, e.object_id, e.object_label, e.unit_path, e.before, e.after, e.reason,
        e.request_id, e.address, e.entrance, e.roles, e.utc_offset)::text"""
}
ROWS = f"""
DECLARE trail NO SCROLL CURSOR FOR
SELECT l.seq, l.entry_id, l.previous, l.hash, l.form, e.id, {FORMS[1]}
FROM public.core_auditlink l LEFT JOIN public.core_auditentry e ON e.id = l.entry_id
WHERE l.seq >= %s ORDER BY l.seq
"""  # noqa: S608 - constants only
UNLINKED = f"""
SELECT e.id FROM public.core_auditentry e
WHERE NOT EXISTS (SELECT FROM public.core_auditlink l WHERE l.entry_id = e.id) ORDER BY e.id LIMIT {MOST}
"""  # noqa: S608 - constants only


PRUNED = """
SELECT max((e.after ->> 'first_kept')::bigint) FROM public.core_auditentry e WHERE e.action = 'audit.pruned' AND e.success
"""


def first_by_its_own_word(connection: BaseDatabaseWrapper) -> int:
    """Without anchors: where the chain begins as its own entries about pruning say."""
    with connection.cursor() as cursor:
        cursor.execute(PRUNED)
        return int(cursor.fetchone()[0] or 1)


def walk(connection: BaseDatabaseWrapper, report: Report, wanted: Mapping[int, Any]) -> dict[int, bytes]:
    """Compute every hash again; answers the hash at each place of `wanted`. What is wrong goes into the report."""
    seen: dict[int, bytes] = {}
    place, head, entries = report.first - 1, b"", set[int]()
    for seq, entry, previous, digest, form, found, told in _rows(connection, report.first):
        if place == report.first - 1 and seq == report.first and seq > 1:
            head = bytes(previous)  # what was before was pruned; the signed line of the pruning vouches for its hash
            seen[seq - 1] = head
        if seq != place + 1:
            report.add(_gap(place, seq), place + 1 if seq > place + 1 else seq, entry)
        place, problem = seq, _wrong(head, previous, digest, form, found, told)
        if entry in entries:
            problem = problem or "the entry has a second place in the chain"
        entries.add(entry)
        if problem:
            report.add(problem, seq, entry)
        head = bytes(digest)
        if seq in wanted:
            seen[seq] = head
        if len(report.findings) >= MOST:
            break
    report.seq, report.head, report.entries = place, head.hex(), len(entries)
    seen[0] = b""
    with connection.cursor() as cursor:
        cursor.execute("CLOSE trail")
        cursor.execute(UNLINKED)
        for (number,) in cursor.fetchall():
            report.add("the entry has no place in the chain: it was put in past the trigger", None, number)
    return seen


def _rows(connection: BaseDatabaseWrapper, first: int) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(ROWS, [first])
        while True:
            cursor.execute(f"FETCH {AT_ONCE} FROM trail")
            if not (rows := cursor.fetchall()):
                return
            yield from rows


def _gap(place: int, seq: int) -> str:
    return f"links {place + 1} to {seq - 1} are missing" if seq > place + 1 else "the place is taken twice: a fork"


def _wrong(head: bytes, previous: Any, digest: Any, form: int, found: int | None, told: str | None) -> str:
    """What is wrong with one link, the gravest first; "" for nothing."""
    if form not in FORMS:
        return f"form {form} of an entry is not known here"
    if found is None or told is None:
        return "the entry is missing"
    if bytes(previous) != head:
        return "the link does not follow the one before it"
    if hashlib.sha256(head + told.encode()).digest() != bytes(digest):
        return "the entry is not what was linked: it was changed afterwards"
    return ""
