"""Sealed columns in the database: bound to their row, opened when looked at, never told as ciphertext (R-50)."""

import pytest
from django.core.exceptions import FieldError
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from core import crypto
from core.crypto import Sealed
from core.models import SealedIndex
from organisation.models import Person
from organisation.services.people import people_by_identity, person_by_identity

pytestmark = pytest.mark.django_db
ONE, OTHER = "999999199001010014", "999999198503020027"


def person(number=ONE, phone="13900000001", name="张三"):
    return Person.objects.create(name=name, identity_number=number, phone=phone)


def stored(row, column="identity_number"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM organisation_person WHERE id = %s", [row.pk])
        return bytes(cursor.fetchone()[0])


def put(row, value, column="identity_number"):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE organisation_person SET {column} = %s WHERE id = %s", [value, row.pk])


def test_a_number_lies_sealed_and_reads_plain():
    row = person()
    assert ONE.encode() not in stored(row)
    assert Person.objects.get(pk=row.pk).identity_number == ONE


def test_a_number_moved_to_another_row_or_column_does_not_open(assure):
    one, other = person(), person(OTHER, "", "李四")
    moves = [(other, "identity_number"), (one, "phone"), (other, "phone")]
    refused = 0
    for row, column in moves:
        with transaction.atomic():
            put(row, stored(one), column)
            with pytest.raises(ValueError, match="changed or moved"):
                getattr(Person.objects.get(pk=row.pk), column)
            refused += 1
            transaction.set_rollback(True)
    with transaction.atomic():
        put(one, stored(one))
    assert Person.objects.get(pk=one.pk).identity_number == ONE  # the control: in its own place it opens
    assure("R-50", f"{refused} of {len(moves)} ciphertexts moved by SQL do not open", ok=refused == len(moves))


def test_a_list_that_does_not_look_never_decrypts(monkeypatch):
    pk = person().pk
    asked = []
    monkeypatch.setattr(Sealed, "opened", lambda self, row: asked.append(row) or "opened")
    row = Person.objects.get(pk=pk)
    assert row.name == "张三" and asked == []
    assert (row.phone, row.phone, asked) == ("opened", "opened", [pk])


def test_values_give_no_ciphertext_as_text():
    row = person()
    pk, sealed = Person.objects.values_list("pk", "identity_number").get()
    assert sealed.opened(pk) == ONE
    assert repr(sealed) == "<sealed person.identity_number>"
    for use in (str, len, bool, list, "{}".format, lambda value: value == ONE, lambda value: {value}):
        with pytest.raises(RuntimeError, match="sealed"):
            use(sealed)
    assert Person.objects.values("phone").get(pk=row.pk)["phone"].opened(row.pk) == "13900000001"


@pytest.mark.parametrize("value", ["13911111111", F("identity_number")])
def test_update_of_a_sealed_column_is_refused(value):
    person()
    with pytest.raises(RuntimeError, match="cannot be written by update"):
        Person.objects.update(phone=value)
    with pytest.raises(RuntimeError, match="cannot be written by update"):
        Person._base_manager.update(phone="13911111111")


def test_an_expression_is_not_saved_into_a_sealed_column():
    row = person()
    row.phone = F("identity_number")
    with pytest.raises(RuntimeError, match="cannot be written"):
        row.save()


@pytest.mark.parametrize("lookup", ["phone", "phone__contains", "phone__isnull", "phone__in"])
def test_a_sealed_column_cannot_be_filtered(lookup):
    with pytest.raises(FieldError, match="sealed"):
        list(Person.objects.filter(**{lookup: "1"}))


def test_one_query_takes_the_keys_of_many_rows(django_assert_num_queries):
    rows = [Person(name=f"张{n}", identity_number="", phone=f"1390000{n:04d}") for n in range(300)]
    with django_assert_num_queries(5):  # savepoint, keys, rows, entries, release
        Person.objects.bulk_create(rows)
    assert [p.phone for p in Person.objects.order_by("pk")] == [p.phone for p in rows]


def test_rows_written_behind_the_manager_must_bring_their_key():
    with pytest.raises(RuntimeError, match="no key yet"):
        Person._base_manager.bulk_create([Person(name="张三", phone="13900000001")])


def test_many_rows_changed_at_once_are_sealed_each_for_itself():
    rows = [person("", f"1390000000{n}") for n in range(3)]
    for n, row in enumerate(rows):
        row.phone = f"1380000000{n}"
    Person.objects.bulk_update(rows, ["phone"])
    assert [p.phone for p in Person.objects.order_by("pk")] == [row.phone for row in rows]
    assert crypto.find(Person, "phone", ["13800000002", "13900000002"]) == {"13800000002": rows[2].pk}


def test_a_row_that_failed_to_save_has_no_key():
    person()
    twin = Person(name="王五", identity_number=ONE)
    with pytest.raises(IntegrityError, match="sealed_value_once"), transaction.atomic():
        twin.save()
    assert twin.pk is None
    assert Person.objects.count() == 1


def test_a_person_is_found_by_the_number_in_any_case():
    row = person("99999919900101001X")
    assert person_by_identity("99999919900101001x") == row
    assert person_by_identity(OTHER) is None
    assert set(people_by_identity([OTHER, "99999919900101001X"])) == {"99999919900101001X"}


def test_a_number_given_up_is_free_and_no_longer_found():
    row = person()
    row.identity_number = OTHER
    row.save(update_fields=["identity_number"])
    assert person_by_identity(ONE) is None
    assert person(ONE, "", "李四").pk
    row.identity_number = ""
    row.save()
    assert not SealedIndex.objects.filter(place="person.identity_number", row=row.pk).exists()
