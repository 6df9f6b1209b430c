"""One verification from beginning to end."""

from __future__ import annotations

import time
from pathlib import Path

from django.db import connections, transaction

from evidence.verifying import anchored, chain, guards
from evidence.verifying.report import Report

# Rows, operators and functions are PostgreSQL's own; a look-alike in another schema is never taken.
QUIET = "SET LOCAL search_path = pg_catalog; SET LOCAL statement_timeout = '10min'; SET LOCAL jit = off"

AS_BEFORE = "SET LOCAL search_path TO DEFAULT; SET LOCAL statement_timeout TO DEFAULT; SET LOCAL jit TO DEFAULT"


def verify(*, anchor_file: Path | None, using: str = "default") -> Report:
    """Chain, anchors, and the guards of the tables. Raises OSError when the anchors cannot be read."""
    begun, report = time.monotonic(), Report()
    lines = anchored.lines_of(anchor_file, report) if anchor_file is not None else {}
    connection = connections[using]
    with transaction.atomic(using=using):
        with connection.cursor() as cursor:
            if not connection.savepoint_ids:  # a test's own transaction has begun already
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute(QUIET)
        missing = guards.check(connection, report)
        if not missing:
            if anchor_file is None:
                report.first = chain.first_by_its_own_word(connection)
            hashes = chain.walk(connection, report, lines)
            anchored.compare(lines, hashes, report)
        with connection.cursor() as cursor:
            cursor.execute(AS_BEFORE)  # the transaction around may be somebody's who goes on
    report.seconds = time.monotonic() - begun
    return report
