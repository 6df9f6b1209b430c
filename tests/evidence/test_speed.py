"""R-46: what the chain costs. The real thresholds count in the long form; the gate only looks that nothing is far off."""

import statistics
import threading
import time

from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from auxpolice.embedded.postgres import Postgres
from core.actors import SYSTEM
from core.audit import record, record_many
from core.models import AuditEntry, AuditLink, Heartbeat
from evidence import selectors
from evidence.services import anchor
from evidence.verifying import verify
from tests.assurance import long_form
from tests.cast import Cast

LONG = long_form()
ROWS = 1_000_000 if LONG else 20_000
COLUMNS = (
    "at, action, success, actor_id, actor_name, object_type, object_id, object_label, unit_path, before, after, reason,"
    " request_id, address, entrance, roles, utc_offset"
)
FILL = f"""
INSERT INTO core_auditentry ({COLUMNS})
SELECT now() - make_interval(secs => ({{rows}} - n) * 30),
    (ARRAY['auxiliary.changed', 'auxiliary.viewed', 'assignment.approved', 'user.signed_in', 'contract.signed'])[n %% 5 + 1],
    n %% 97 > 0, n %% 400 + 1, 'user ' || n %% 400, 'roster.Auxiliary', (n %% 9000)::text, 'person ' || n %% 9000,
    '1.' || n %% 16 + 2 || '.' || n %% 60 + 20 || '.', jsonb_build_object('grade', n), jsonb_build_object('grade', n + 1),
    '', md5((n / 2)::text), '10.0.0.1', 'page', 'hr', 480
FROM generate_series(1, {{rows}}) n
"""  # noqa: S608


def fill(rows):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '30min'")
        cursor.execute(FILL.format(rows=rows), [])
    Postgres().execute(connection.settings_dict["NAME"], "ANALYZE")


def test_writers_side_by_side_are_fast_and_hardly_wait(assure, fresh_db):
    """Four threads; the wait is what a commit takes beyond the commit of the same entry written alone."""
    number, threads = (500, 8) if LONG else (60, 4)
    alone, together = [], []

    def write(times, into):
        for _ in range(times):
            act = transaction.atomic()
            act.__enter__()
            record("thing.done", by=SYSTEM)
            begun = time.perf_counter()
            act.__exit__(None, None, None)
            into.append(time.perf_counter() - begun)

    def work():
        try:
            write(number, together)
        finally:
            connections.close_all()

    write(100, alone)
    begun = time.perf_counter()
    workers = [threading.Thread(target=work) for _ in range(threads)]
    [worker.start() for worker in workers]
    [worker.join() for worker in workers]
    rate = number * threads / (time.perf_counter() - begun)
    wait = (statistics.quantiles(together, n=20)[18] - statistics.median(alone)) * 1000
    assert AuditLink.objects.count() == AuditEntry.objects.count() == 100 + number * threads
    fast, short = (200, 20) if LONG else (50, 200)
    said = f"{rate:.0f} audited writes/s by {threads} threads, lock wait p95 {max(wait, 0):.1f} ms"
    assure("R-46", said, ok=rate >= fast and wait <= short)


def test_a_long_trail_is_verified_and_searched_in_time(assure, anchored, fresh_db):
    """Filled, linked, verified; then the searches of the auditor's page, each within its queries and its time."""
    fill(ROWS)
    anchor()
    report = verify(anchor_file=anchored)
    assert report.intact and report.entries == ROWS
    assure("R-46", f"{ROWS:,} entries verified in {report.seconds:.1f} s", ok=report.seconds <= 60)
    auditor = Cast().user("auditor")
    searches = {
        "newest": {},
        "who": {"who": "hr"},
        "act": {"act": "contract.signed"},
        "rare act": {"act": "role."},
        "record": {"object_type": "roster.Auxiliary", "object_id": "17"},
        "request": {"request_id": "0" * 16},
        "refused": {"outcome": "refused"},
        "unit": {"unit": auditor.roles.get().unit},
    }
    slow = {}
    for name, asked in searches.items():
        with CaptureQueriesContext(connection) as queries:
            begun = time.perf_counter()
            selectors.page(selectors.search(auditor, asked), "")
            slow[name] = time.perf_counter() - begun
        assert len(queries) <= 4, name
    worst = max(slow, key=slow.get)
    assert slow[worst] <= 1.0, f"{worst}: {slow}"


def test_linking_many_entries_of_one_act_costs_little(fresh_db):
    """An import of 5,000 rows must not feel the chain: the commit takes a fraction of the writing."""
    beat, number = Heartbeat(name="x", at=timezone.now()), 5000 if LONG else 1000
    act = transaction.atomic()
    act.__enter__()
    begun = time.perf_counter()
    record_many("thing.made", [(beat, {}, {"n": n}) for n in range(number)], by=SYSTEM)
    written = time.perf_counter()
    act.__exit__(None, None, None)
    committed = time.perf_counter()
    assert AuditLink.objects.count() == number
    assert committed - written < (written - begun) + 0.5


def test_a_session_that_met_a_young_trail_links_as_fast_when_it_has_grown(fresh_db):
    """Its plans are kept: made while there were fifty links, they must not read all of them for each entry later."""
    fill(50)
    took = []
    for _again in range(3):
        begun = time.perf_counter()
        fill(8_000)
        took.append(time.perf_counter() - begun)
    assert took[-1] < 3 * took[0] + 0.5, took
