"""R-40: whoever changes the trail from below, be it the owner of the tables or the superuser, is found and told where."""

import json
import random
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import connections, transaction

from auxpolice.embedded import credentials
from core.models import AuditEntry
from evidence.services import anchor
from evidence.verifying import verify
from tests.assurance import long_form
from tests.evidence import forging

REPETITIONS = 100 if long_form() else 1
ROWS = 40


class Choice:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def __call__(self, low, high):
        return self.random.randint(low, high)

    def among(self, *things):
        return self.random.choice(things)


@pytest.fixture
def forgers(fresh_db):
    """The same database as the owner of the trail and as the superuser of the server."""
    aliases = {"forger-owner": "auxpolice_owner", "forger-superuser": "postgres"}
    secrets = {"auxpolice_owner": credentials().owner_password, "postgres": credentials().postgres_password}
    for alias, user in aliases.items():
        connections.settings[alias] = {**connections.settings["default"], "USER": user, "PASSWORD": secrets[user]}
    yield list(aliases)
    for alias in aliases:
        connections[alias].close()
        del connections.settings[alias]
        del connections[alias]


@contextmanager
def as_forger(alias):
    """Everything inside is taken back at the end."""
    with transaction.atomic(using=alias):
        with connections[alias].cursor() as cursor:
            if alias == "forger-owner":
                cursor.execute("SET LOCAL ROLE auxpolice_audit")
                for table in forging.TABLES:
                    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            else:
                cursor.execute("SET LOCAL session_replication_role = replica")
            yield cursor
        transaction.set_rollback(True, using=alias)


def switch_on_again(cursor, alias, operation):
    if alias == "forger-superuser":
        cursor.execute("SET LOCAL session_replication_role = origin")
    else:
        for table in forging.TABLES if operation is not forging.replace_table else forging.TABLES[1:]:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_all_fourteen_operations_are_found_and_the_first_bad_entry_is_named(assure, anchored, forgers, write):
    write(ROWS)
    anchor()
    newest = AuditEntry.objects.latest("pk").pk
    tried = missed = misnamed = 0
    found = set(forging.OPERATIONS)
    for repetition in range(REPETITIONS):
        for number, variants in forging.OPERATIONS.items():
            for operation in variants:
                for alias in forgers:
                    tried += 1
                    with as_forger(alias) as cursor:
                        expected = operation(cursor, Choice(f"{repetition} {operation.__name__} {alias}"), ROWS)
                        switch_on_again(cursor, alias, operation)
                        first = verify(anchor_file=anchored, using=alias).first_bad
                    if first is None:
                        missed += 1
                        found.discard(number)
                    elif expected is None:
                        misnamed += first.entry is None or first.entry <= newest
                    else:
                        misnamed += first.seq != expected
    assert verify(anchor_file=anchored).intact
    said = f"{len(found)} of 14 operations found, {tried - missed} of {tried} tries, {misnamed} named wrongly"
    assure("R-40", said, ok=len(found) == 14 and not missed and not misnamed)


def test_a_chain_computed_anew_is_found_by_the_anchor_and_by_nothing_else(assure, anchored, forgers, write):
    """The control: without the signed lines outside, this forger would get away."""
    write(ROWS)
    anchor()
    with as_forger("forger-superuser") as cursor:
        forging.recompute_everything(cursor, Choice("once"), ROWS)
        switch_on_again(cursor, "forger-superuser", None)
        without = verify(anchor_file=None, using="forger-superuser")
        with_anchor = verify(anchor_file=anchored, using="forger-superuser")
    assert without.intact
    assure("R-41", "recomputing everything: found with the anchor only", ok=not with_anchor.intact)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("ALTER TABLE core_auditentry DISABLE TRIGGER audit_is_queued", "audit_is_queued of core_auditentry is switched off"),
        ("DROP TRIGGER audit_only_grows ON core_auditentry", "audit_only_grows of core_auditentry is gone"),
        ("GRANT UPDATE ON core_auditentry TO auxpolice_app", "auxpolice_app was given UPDATE"),
        ("GRANT UPDATE (reason) ON core_auditentry TO auxpolice_app", "reason was opened"),
        ("ALTER TABLE core_auditlink OWNER TO auxpolice_app", "belongs to auxpolice_app"),
        ("GRANT auxpolice_audit TO auxpolice_app", "auxpolice_app was made a member"),
        (
            "CREATE OR REPLACE FUNCTION core_audit_link() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
            "core_audit_link is not the one",
        ),
        ("DROP TABLE core_auditqueue", "core_auditqueue is gone"),
    ],
)  # fmt: skip
def test_a_guard_taken_away_is_told_though_every_entry_is_right(forgers, write, sql, said):
    write(2)
    with transaction.atomic(using="forger-superuser"):
        with connections["forger-superuser"].cursor() as cursor:
            cursor.execute(sql)
        report = verify(anchor_file=None, using="forger-superuser")
        transaction.set_rollback(True, using="forger-superuser")
    assert [finding for finding in report.findings if said in finding.what], report.findings


def test_the_command_says_intact_and_names_the_first_bad_entry(anchored, superuser, write, capsys):
    write(5)
    anchor()
    call_command("verify_audit")
    assert "Intact: 5 entries" in capsys.readouterr().out
    with superuser.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "UPDATE core_auditentry SET actor_name = 'x' WHERE id = (SELECT entry_id FROM core_auditlink WHERE seq = 3)"
        )
        cursor.execute("SELECT entry_id FROM core_auditlink WHERE seq = 3")
        entry = cursor.fetchone()[0]
    with pytest.raises(SystemExit) as stopped:
        call_command("verify_audit", json=True)
    assert stopped.value.code == 1
    assert json.loads(capsys.readouterr().out)["first_bad"] == {
        "seq": 3, "entry": entry, "what": "the entry is not what was linked: it was changed afterwards",
    }  # fmt: skip


def test_anchors_that_are_not_there_are_a_wrong_use(anchored, write, tmp_path):
    write(1)
    with pytest.raises(CommandError) as refused:
        call_command("verify_audit", anchor=tmp_path / "nowhere")
    assert refused.value.returncode == 2


def test_the_last_row_taken_away_is_found_once_it_was_anchored(assure, anchored, superuser, write):
    write(3)
    anchor()
    write(1)
    anchor()
    with superuser.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        forging.take_out(cursor, 4, 4)
    report = verify(anchor_file=anchored)
    assure(
        "R-41",
        "last row deleted: found at the next verification",
        ok=report.first_bad is not None and report.first_bad.seq == 4,
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda lines: [lines[0], lines[2]], "does not follow the line before it"),
        (lambda lines: [lines[0], lines[1].replace(b'"seq":2', b'"seq":1'), lines[2]], "wrong signature"),
        (lambda lines: [lines[1], lines[2]], "does not follow the line before it"),
        (lambda lines: [b"{}", *lines], "not known here"),
        (lambda lines: [b"scribble", *lines], "cannot be read"),
    ],
)
def test_anchors_are_themselves_a_signed_chain(anchored, write, change, said):
    for _ in range(3):
        write(1)
        anchor()
    lines = anchored.read_bytes().splitlines()
    anchored.write_bytes(b"".join(line + b"\n" for line in change(lines)))
    assert [finding for finding in verify(anchor_file=anchored).findings if said in finding.what]


def test_anchors_signed_with_an_older_key_still_count(anchored, write, settings):
    write(1)
    anchor()
    settings.AUDIT_ANCHOR_KEY = ["a newer key", *settings.AUDIT_ANCHOR_KEY]
    write(1)
    anchor()
    assert verify(anchor_file=anchored).intact
    settings.AUDIT_ANCHOR_KEY = ["a newer key"]
    assert not verify(anchor_file=anchored).intact
