"""R-48: how long the trail is kept, and that taking away its oldest part is itself in the trail. R-41: the anchors."""

import datetime as dt
import json

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from django.utils import timezone

from core.actors import SYSTEM
from core.audit import record
from core.models import AuditEntry, AuditLink
from evidence.models import SecurityAlarm, Verification
from evidence.services import anchor, ask_verification, prune, verify_waiting
from evidence.verifying import verify

NOW = timezone.now()


def old(months, action="thing.done"):
    """An entry as it was written so many months ago."""
    with transaction.atomic():
        entry = record(action, by=SYSTEM)
        values = {
            field.attname: getattr(entry, field.attname)
            for field in entry._meta.concrete_fields
            if field.attname != "id"
        }
        transaction.set_rollback(True)
    AuditEntry.objects.create(**{**values, "at": NOW - dt.timedelta(days=31 * months)})


def test_only_what_is_older_than_the_policy_goes_and_the_rest_still_verifies(assure, anchored, fresh_db, settings):
    settings.AUDIT_KEEP_MONTHS = 7
    export = "export.requested"
    for months, action in ((50, "a.done"), (40, export), (30, "a.done"), (20, export), (8, "a.done"), (1, "a.done")):
        old(months, action)
    anchor()
    done = prune(now=NOW)
    kept = [(link.seq, AuditEntry.objects.get(pk=link.entry_id).action) for link in AuditLink.objects.order_by("seq")]
    anchor()
    whole = verify(anchor_file=anchored).intact and verify(anchor_file=None).intact
    said = AuditEntry.objects.get(action="audit.pruned").after
    right = kept[0] == (4, "export.requested") and said["first_kept"] == 4 and done.entries == 3
    assure("R-48", f"{done.entries} of 6 pruned, an export of 20 months kept, the rest verifies", ok=right and whole)


def test_the_database_keeps_six_months_whoever_asks(assure, fresh_db):
    old(5)
    old(1)
    owner = connections["owner"]
    with pytest.raises(DatabaseError, match="last six months"), owner.cursor() as cursor:
        cursor.execute("SELECT core_audit_prune(2)")
    with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("SELECT core_audit_prune(1)")
    owner.close()
    assure("R-48", "younger than 6 months: refused by the database", ok=AuditEntry.objects.count() == 2)


def test_settings_below_the_legal_minimum_are_raised_to_it(settings):
    import subprocess
    import sys

    code = "from django.conf import settings as s; print(s.AUDIT_KEEP_MONTHS, s.AUDIT_KEEP_LONGER_MONTHS)"
    import os

    asked = {
        **os.environ,
        "AUDIT_KEEP_MONTHS": "1",
        "AUDIT_KEEP_LONGER_MONTHS": "2",
        "DJANGO_SETTINGS_MODULE": "auxpolice.settings",
    }
    told = subprocess.run([sys.executable, "-c", code], env=asked, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["6", "36"]


def test_a_prefix_taken_away_without_the_job_is_found(anchored, fresh_db, superuser):
    for _ in range(4):
        old(40)
    anchor()
    with superuser.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("DELETE FROM core_auditentry WHERE id IN (SELECT entry_id FROM core_auditlink WHERE seq < 3)")
        cursor.execute("DELETE FROM core_auditlink WHERE seq < 3")
    assert verify(anchor_file=anchored).first_bad.seq == 1


def test_grave_acts_are_said_outside_at_once_and_missed_when_they_are_gone(assure, anchored, fresh_db, superuser):
    with transaction.atomic():
        record("thing.done", by=SYSTEM)
        record("role.granted", by=SYSTEM, label="a grave act")
    lines = [json.loads(line) for line in anchored.read_text().splitlines()]
    assert [(line["kind"], line["action"], line["seq"]) for line in lines] == [("act", "role.granted", 2)]
    with superuser.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("DELETE FROM core_auditentry WHERE action = 'role.granted'")
        cursor.execute("DELETE FROM core_auditlink WHERE seq = 2")
    found = verify(anchor_file=anchored).first_bad
    assure("R-41", "grave act deleted before the next anchor: found", ok=found is not None and found.seq == 2)


def test_the_key_is_made_once_and_is_not_in_the_database(anchored, settings, tmp_path, fresh_db):
    from evidence import keys

    settings.AUDIT_ANCHOR_KEY, settings.DATA = [], tmp_path
    keys._from_file.cache_clear()
    first = keys.newest()
    keys._from_file.cache_clear()
    assert keys.newest() == first
    assert (tmp_path / "anchor.key").stat().st_mode & 0o077 == 0


def test_the_page_asks_and_the_background_answers(anchored, fresh_db, superuser):
    old(1)
    anchor()
    ask_verification()
    found = verify_waiting()
    assert (found.state, found.entries) == (Verification.State.INTACT, 2)
    assert verify_waiting() is None
    with superuser.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE core_auditentry SET reason = 'x' WHERE id = (SELECT min(id) FROM core_auditentry)")
    ask_verification()
    assert verify_waiting().state == Verification.State.TAMPERED
    assert SecurityAlarm.objects.get().kind == "trail.tampered"


def test_the_command_tells_first_and_prunes_only_when_told(anchored, fresh_db, capsys):
    old(50)
    old(1)
    call_command("prune_audit")
    assert "begin at place 2" in capsys.readouterr().out
    assert AuditEntry.objects.count() == 2
    call_command("prune_audit", apply=True)
    assert sorted(AuditEntry.objects.values_list("action", flat=True)) == ["audit.pruned", "thing.done"]
