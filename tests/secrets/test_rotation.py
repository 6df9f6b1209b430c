"""Keys and ciphers change while the house works; nothing becomes unreadable and no number is entered twice (R-51)."""

import base64
import json
import threading
import time
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from core.actors import SYSTEM
from core.crypto import keys, rotation, starting
from core.crypto.sealing import header
from core.models import AuditEntry, SealedIndex
from organisation.models import Person
from organisation.services.people import change_contacts, person_by_identity
from tests.assurance import long_form

OLD, NEW, OTHER = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2, 3))
AES, SM4 = "AES-256-GCM", "SM4-GCM"


def number(n):
    return f"999999{n:011d}X"


def people(count):
    rows = [Person(name=f"张{n}", identity_number=number(n), phone=f"138{n:08d}") for n in range(count)]
    return Person.objects.bulk_create(rows, batch_size=2000)


def rotated(*arguments):
    out = StringIO()
    call_command("rotate_keys", "--json", *arguments, stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture
def old_key(settings):
    settings.FIELD_KEYS = [OLD]
    settings.FIELD_CIPHER = AES
    return settings


@pytest.mark.django_db
class TestOneAfterTheOther:
    def test_a_new_key_takes_over_and_the_old_one_may_go(self, old_key):
        rows = people(3)
        old_key.FIELD_KEYS = [NEW, OLD]
        report = rotated("--batch", "2")
        old, new = (key.hex() for key in reversed(keys()))
        assert report["keys"] == {new: 6, old: 0}
        assert report["removable"] == [old]
        old_key.FIELD_KEYS = [NEW]
        assert [p.phone for p in Person.objects.order_by("pk")] == [p.phone for p in rows]
        assert person_by_identity(number(1)) == rows[1]
        rotated()
        assert {bytes(g).hex() for g in SealedIndex.objects.values_list("generation", flat=True)} == {new}

    def test_before_the_rotation_the_old_key_may_not_go(self, old_key):
        people(3)
        old_key.FIELD_KEYS = [NEW, OLD]
        assert rotated("--count")["removable"] == []

    @pytest.mark.parametrize(("first", "second"), [(AES, SM4), (SM4, AES)])
    def test_one_cipher_takes_over_from_the_other(self, old_key, first, second):
        old_key.FIELD_CIPHER = first
        rows = people(3)
        old_key.FIELD_CIPHER = second
        assert set(rotated()["columns"]["person.phone"]) == {f"{next(iter(keys())).hex()} {second}"}
        assert [p.phone for p in Person.objects.order_by("pk")] == [p.phone for p in rows]

    def test_what_0_1_0_sealed_is_bound_to_its_row(self, old_key):
        from core.crypto.sealing import AESGCM

        row, (key_id, key) = people(1)[0], next(iter(keys().items()))
        old = bytes([1]) + key_id + bytes(12) + AESGCM(key.secret).encrypt(bytes(12), b"1", b"person.phone")
        with connection.cursor() as cursor:
            cursor.execute("UPDATE organisation_person SET phone = %s", [old])
        assert Person.objects.get().phone == "1"
        rotated()
        with connection.cursor() as cursor:
            cursor.execute("SELECT phone FROM organisation_person")
            assert bytes(cursor.fetchone()[0]).startswith(header())
        assert Person.objects.get(pk=row.pk).phone == "1"

    def test_a_number_is_forbidden_twice_at_every_step_of_the_change(self, old_key):
        """Programs that know other keys run beside each other: each pair shares one."""
        steps = [[OLD], [OLD, NEW], [NEW, OLD], [NEW]]
        for before, after in zip(steps, steps[1:], strict=False):
            old_key.FIELD_KEYS = before
            made = people(1)
            old_key.FIELD_KEYS = after
            if before == [NEW, OLD]:
                rotated()
            assert person_by_identity(number(0)) == made[0]
            with pytest.raises(IntegrityError, match="sealed_value_once"), transaction.atomic():
                people(1)
            SealedIndex.objects.all().delete()
            Person.objects.all().delete()

    def test_each_table_leaves_one_entry_in_the_trail(self, old_key):
        people(2)
        old_key.FIELD_KEYS = [NEW, OLD]
        rotated()
        entries = AuditEntry.objects.filter(action="keys.rotated", object_label="organisation_person")
        assert entries.get().after["rows"] == 2

    def test_a_value_no_key_opens_is_told_and_left(self, old_key):
        rows = people(3)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE organisation_person SET phone = %s WHERE id = %s", [b"\x02lost" * 9, rows[1].pk])
        old_key.FIELD_KEYS = [NEW, OLD]
        with pytest.raises(SystemExit):
            rotated()
        assert Person.objects.get(pk=rows[2].pk).phone == rows[2].phone

    def test_entries_of_rows_that_are_gone_go_too(self, old_key):
        row = people(2)[0]
        Person.objects.filter(pk=row.pk).delete()
        rotated()
        assert not SealedIndex.objects.filter(row=row.pk).exists()

    def test_a_start_with_the_wrong_key_is_refused_in_a_sentence(self, old_key):
        assert starting.wrong_keys() == ""
        people(1)
        assert starting.wrong_keys() == ""
        old_key.FIELD_KEYS = [NEW]
        assert "FIELD_KEYS" in starting.wrong_keys() and "person.identity_number" in starting.wrong_keys()


class Crowd:
    """Readers, finders, writers and newcomers at work; every wrong answer is kept."""

    def __init__(self, rows):
        self.rows, self.wrong, self.acts = rows, [], 0
        self.stopping = threading.Event()
        works = (self.read, self.find, self.write, self.enter, self.twice)
        self.threads = [threading.Thread(target=self.run, args=(n, work)) for n, work in enumerate(works)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stopping.set()
        for thread in self.threads:
            thread.join(60)

    def run(self, seed, work):
        step = 0
        try:
            while not self.stopping.is_set():
                step += 1
                if said := work(self.rows[(seed * 7919 + step * 104729) % len(self.rows)], step):
                    self.wrong.append(said)
                self.acts += 1
        except Exception as error:  # whatever it is, it is what the crowd is there to find
            self.wrong.append(f"{work.__name__}: {error!r}")
        finally:
            connection.close()

    def read(self, row, step):
        seen = Person.objects.get(pk=row.pk)
        return "" if (seen.identity_number, seen.phone[:3]) == (row.identity_number, "138") else f"read {seen.pk}"

    def find(self, row, step):
        return "" if person_by_identity(row.identity_number) == row else f"not found {row.pk}"

    def write(self, row, step):
        change_contacts(person=row, by=SYSTEM, phone=f"138{step:08d}")

    def enter(self, row, step):
        Person(name="李", identity_number=number(500_000 + step), phone=f"138{step:08d}").save()

    def twice(self, row, step):
        try:
            Person(name="王", identity_number=row.identity_number).save()
        except IntegrityError:
            return ""
        return f"twice {row.pk}"


def test_keys_and_ciphers_change_under_a_crowd(fresh_db, old_key, assure):
    """AES → SM4 under a new key → AES under a third: nobody meets an error, nothing is lost, the old keys may go."""
    count = 50_000 if long_form() else 300
    rows = people(count)
    longest = 0.0
    with Crowd(rows) as crowd:
        for known, cipher in (([OLD, NEW], AES), ([NEW, OLD], SM4), ([OTHER, NEW, OLD], AES)):
            old_key.FIELD_KEYS, old_key.FIELD_CIPHER = known, cipher
            time.sleep(0.2)
            started = time.monotonic()
            report = rotated()
            longest = max(longest, time.monotonic() - started)
        time.sleep(0.2)
    report = rotated()
    old_key.FIELD_KEYS = [OTHER]
    unreadable = sum(len(p.identity_number) != 18 or len(p.phone) not in (0, 11) for p in Person.objects.iterator())
    missing = sum(person_by_identity(row.identity_number) != row for row in rows[:: max(count // 300, 1)])
    assert crowd.acts > 20
    assert len(report["removable"]) == 2
    said = (
        f"{count} people, {crowd.acts} acts meanwhile: {len(crowd.wrong)} errors, {unreadable + missing} unreadable, "
        f"longest change {longest:.1f} s, {len(report['removable'])} of 2 old keys removable"
    )
    good = not crowd.wrong and not unreadable and not missing and longest <= 600
    assert crowd.wrong == []
    assure("R-51", said, ok=good)


def test_without_the_entries_under_every_key_the_crowd_would_enter_a_number_twice(fresh_db, old_key, monkeypatch):
    """The control: an index under the newest key only, and the same person is entered again."""
    people(1)
    monkeypatch.setattr("core.crypto.indexes.keys", lambda: dict([next(iter(keys().items()))]))
    old_key.FIELD_KEYS = [NEW, OLD]
    people(1)
    assert Person.objects.count() == 2


def test_a_row_that_somebody_holds_is_taken_in_a_later_pass(fresh_db, old_key):
    rows = people(3)
    old_key.FIELD_KEYS = [NEW, OLD]
    held, go = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            Person.objects.select_for_update().get(pk=rows[1].pk)
            held.set()
            go.wait(20)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(20)
    rotating = threading.Thread(target=lambda: (rotation.rotate(by=SYSTEM), connection.close()))
    rotating.start()
    deadline = time.monotonic() + 20
    while rotation.waiting(Person) > 1 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert rotation.waiting(Person) == 1  # the others did not wait for it
    go.set()
    holder.join(20)
    rotating.join(30)
    assert rotation.waiting(Person) == 0
