"""The chain: every committed entry gets exactly one link, at the very end of the transaction, whoever writes beside it."""

import hashlib
import threading

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from auxpolice.embedded.postgres import Postgres
from core.actors import SYSTEM
from core.audit import record, record_many
from core.models import AuditEntry, AuditLink, Heartbeat
from organisation.models import Person
from tests import servers
from tests.conftest import WORKER, connected_to

TRAIL = ("core_auditentry", "core_auditlink", "core_auditqueue")
EVERY = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
ALLOWED = {(table, "SELECT") for table in TRAIL} | {("core_auditentry", "INSERT")}


def write(action="thing.done", times=1):
    for _ in range(times):
        with transaction.atomic():
            record(action, by=SYSTEM)


def rows(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def links():
    return [
        (link.seq, link.entry_id, bytes(link.previous), bytes(link.hash)) for link in AuditLink.objects.order_by("seq")
    ]


def assert_one_chain():
    found, head = links(), b""
    assert sorted(entry for _, entry, _, _ in found) == sorted(AuditEntry.objects.values_list("pk", flat=True))
    for number, (seq, _, previous, digest) in enumerate(found, 1):
        assert (seq, previous) == (number, head)
        head = digest


def test_entries_are_linked_when_the_act_commits_and_not_before(fresh_db):
    with transaction.atomic():
        record("first.done", by=SYSTEM)
        record("second.done", by=SYSTEM)
        assert links() == []
    with pytest.raises(RuntimeError), transaction.atomic():
        record("never.done", by=SYSTEM)
        raise RuntimeError
    write("third.done")
    assert len(links()) == AuditEntry.objects.count() == 3
    assert_one_chain()


def test_the_hash_is_over_the_link_before_and_every_column(fresh_db):
    write(times=2)
    columns = {field.column for field in AuditEntry._meta.concrete_fields}
    source = rows("SELECT prosrc FROM pg_proc WHERE proname = 'core_audit_link'")[0][0]
    assert {column for column in columns if f"e.{column}" in source} == columns
    (first, second) = links()
    told = rows(
        "SELECT jsonb_build_array(id, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US'), action, success,"
        " actor_id, actor_name, person_id, object_type, object_id, object_label, unit_path, before, after, reason,"
        " request_id, address, entrance, roles, utc_offset)::text FROM core_auditentry ORDER BY id"
    )
    assert first[3] == hashlib.sha256(told[0][0].encode()).digest()
    assert second[3] == hashlib.sha256(first[3] + told[1][0].encode()).digest()


def test_many_entries_of_one_act_and_rolled_back_parts_leave_no_gap(fresh_db):
    beat = Heartbeat(name="x", at=timezone.now())
    with transaction.atomic():
        record_many("thing.made", [(beat, {}, {"n": n}) for n in range(300)], by=SYSTEM)
        with pytest.raises(RuntimeError), transaction.atomic():
            record("inner.lost", by=SYSTEM)
            raise RuntimeError
        record("thing.finished", by=SYSTEM)
    assert len(links()) == 301
    assert_one_chain()


def test_writers_side_by_side_make_no_fork(fresh_db):
    def work():
        try:
            write(times=25)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(links()) == 200
    assert_one_chain()


def test_the_lock_is_taken_after_every_other_check_of_the_commit(fresh_db):
    """A foreign key checked after the lock would wait for a row while others wait for the lock: a deadlock."""
    write()
    held = threading.Event()
    seen = []

    def holder():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(40, 1)")
            held.set()
            seen.append(waiting())
        connections.close_all()

    def waiting():
        with connection.cursor() as cursor:
            for _ in range(200):
                cursor.execute(
                    "SELECT (SELECT count(*) FROM pg_locks k WHERE k.pid = w.pid AND k.locktype = 'relation' AND k.granted"
                    " AND k.relation = 'organisation_person'::regclass AND k.mode = 'RowShareLock')"
                    " FROM pg_locks w WHERE w.locktype = 'advisory' AND NOT w.granted"
                )
                if found := cursor.fetchone():
                    return found[0]
                cursor.execute("SELECT pg_sleep(0.02)")
        return "nobody waited"

    person = Person.objects.create(name="林晓")
    thread = threading.Thread(target=holder)
    thread.start()
    held.wait(10)
    with transaction.atomic():
        record("user.added", by=SYSTEM)
        make_user_of(person)
    thread.join()
    assert seen == [1], "the foreign key to the person was not yet checked when the lock was asked for"


def make_user_of(person):
    from accounts.models import User

    User.objects.create(username="after-the-entry", person=person)


def test_the_application_has_no_right_on_the_trail_but_to_add_and_read(fresh_db, assure):
    app = settings.DATABASE_ROLES["app"]
    extra = [
        (table, right)
        for table in TRAIL
        for right in EVERY
        if rows("SELECT has_table_privilege(%s, %s, %s)", app, table, right)[0][0] and (table, right) not in ALLOWED
    ]
    owners = rows("SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relowner = %s::regrole", [*TRAIL], app)
    member = rows("SELECT pg_has_role(%s, 'auxpolice_audit', 'MEMBER')", app)[0][0]
    powers = rows("SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = %s", app)[0][0]
    callable_ = rows(
        "SELECT proname FROM pg_proc WHERE proowner = 'auxpolice_audit'::regrole AND has_function_privilege(%s, oid, 'EXECUTE')",
        app,
    )
    found = [*extra, *owners, *callable_] + ["member"] * member + ["powers"] * powers
    assure("R-42", f"{len(found)} extra rights on {len(TRAIL)} tables", ok=not found)


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO core_auditlink (seq, entry_id, previous, hash, form) VALUES (99, 99, '', '', 1)",
        "DELETE FROM core_auditlink",
        "UPDATE core_auditlink SET hash = ''",
        "TRUNCATE core_auditentry",
        "DELETE FROM core_auditqueue",
        "ALTER TABLE core_auditentry DISABLE TRIGGER ALL",
        "SET ROLE auxpolice_audit",
        "SET session_replication_role = replica",
    ],
)
def test_the_database_refuses_what_only_a_forger_would_do(fresh_db, sql):
    write()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert len(links()) == AuditEntry.objects.count()


def test_the_owner_of_the_tables_reaches_the_trail_only_by_saying_so(fresh_db):
    owner = connections["owner"]
    with owner.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('core_auditentry', 'INSERT,UPDATE,DELETE,TRUNCATE,TRIGGER')")
        assert cursor.fetchone() == (False,)
        with pytest.raises(DatabaseError):
            cursor.execute("ALTER TABLE core_auditentry DISABLE TRIGGER ALL")
    owner.close()


def migrate_core(name):
    MigrationExecutor(connections["owner"]).migrate([("core", name)])


@pytest.fixture
def of_the_release_before(django_db_setup, django_db_blocker):
    """A database migrated up to where the trail was a plain table."""
    name = f"before_the_chain_{WORKER}"
    Postgres().set_up(name)
    with django_db_blocker.unblock(), connected_to(name):
        migrate_core("0002_rights_of_the_roles")
        yield name
    servers.drop(name)


def test_entries_from_before_the_chain_become_its_first_links(of_the_release_before):
    old = (
        "INSERT INTO core_auditentry (at, action, success, actor_name, object_type, object_id, object_label, unit_path,"
        " before, after, reason, request_id, address, entrance)"
        " VALUES (now(), 'old.done', true, 'x', '', '', '', '', '{}', '{\"n\": 1}', '', '', '', '')"
    )
    with connection.cursor() as cursor:
        cursor.execute(old)
        cursor.execute(old)
    migrate_core("0003_the_trail_is_a_chain")
    assert len(links()) == 2
    write()
    with connection.cursor() as cursor:  # the release before still writes after the step
        cursor.execute(old)
    assert len(links()) == 4
    assert_one_chain()
