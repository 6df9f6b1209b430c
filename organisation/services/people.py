"""Persons and officers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from unicodedata import category

from django.db import transaction
from django.utils.translation import gettext as _

from core.actors import Actor
from core.audit import record
from core.crypto import find
from core.errors import BadInput
from core.outbox import emit
from core.versions import bump, check_version
from organisation.identity import BadIdentity, parse
from organisation.models import Officer, Person, Unit
from organisation.pinyin import grams, initials, pinyin

LONGEST_NAME = 60
NO_LETTERS = frozenset({"Cc", "Cs", "Cn"})  # control characters, halves, none at all
FORMULA_STARTS = "=+-@＝＋－＠"


def prepare_person(
    *, name: str, identity_number: str = "", phone: str = "", email: str = "", day: date | None = None
) -> Person:
    """A person ready to be saved: search keys, birth date, sex and region from the identity number. Raises BadInput."""
    person = Person(email=email.strip())
    set_name(person, name)
    if identity_number:
        try:
            identity = parse(identity_number, day=day)
        except BadIdentity as error:
            raise BadInput({"identity_number": str(error.message)}) from error
        person.identity_number = identity.number
        person.born_on, person.sex, person.region = identity.born_on, identity.sex, identity.region
    person.phone = phone.strip()
    return person


def set_name(person: Person, name: str) -> None:
    """The name with its search keys. Raises BadInput for none, and for one that a spreadsheet would run.

    What cannot be seen is left out; rare characters stay, also those of the private area that name systems use.
    """
    person.name = " ".join("".join(letter for letter in name if category(letter) != "Cf").split())
    if not person.name:
        raise BadInput({"name": _("The name is missing.")})
    if len(person.name) > LONGEST_NAME or any(category(letter) in NO_LETTERS for letter in person.name):
        raise BadInput({"name": _("A name has at most 60 characters, all of them to be seen: type it anew.")})
    if person.name[0] in FORMULA_STARTS:
        raise BadInput({"name": _("A name does not begin like a formula: write it as on the identity card.")})
    set_name_keys(person)


def set_name_keys(person: Person) -> None:
    person.pinyin = pinyin(person.name)[:160]
    person.initials = initials(person.name)[:30]
    person.search = grams(person.name)


def people_by_identity(numbers: Iterable[str]) -> dict[str, Person]:
    """Identity number → person, of those on file; found without decrypting."""
    found = find(Person, "identity_number", numbers)
    people = Person.objects.in_bulk(list(found.values()))
    return {number: people[key] for number, key in found.items()}


def person_by_identity(number: str) -> Person | None:
    return people_by_identity([number]).get(number)


@transaction.atomic
def add_person(*, by: Actor, **values: Any) -> Person:
    """Enter a natural person. Raises BadInput when the identity number is wrong or already on file."""
    person = prepare_person(**values)
    if person_by_identity(person.identity_number) is not None:
        raise BadInput({"identity_number": _("A person with this identity number is already on file.")})
    person.full_clean(exclude=["search"])
    person.save()
    record("person.added", person, by=by, after={"name": person.name, "identity_number": person.identity_number})
    return person


@transaction.atomic
def change_contacts(*, person: Person, by: Actor, phone: str | None = None, email: str | None = None) -> Person:
    person = Person.objects.select_for_update().get(pk=person.pk)
    before = {"phone": person.phone, "email": person.email}
    if phone is not None:
        person.phone = phone.strip()
    if email is not None:
        person.email = email.strip()
    person.full_clean(exclude=["search"])
    person.save(update_fields=["phone", "email"])
    record(
        "person.contacts_changed", person, by=by, before=before, after={"phone": person.phone, "email": person.email}
    )
    return person


@transaction.atomic
def add_officer(
    *,
    person: Person,
    police_number: str,
    unit: Unit,
    starts_on: date,
    by: Actor,
    rank: str = "",
    status: str = "serving",
) -> Officer:
    """Enter a police officer. An auxiliary, intern or retired officer is not one."""
    officer = Officer(
        person=person, police_number=police_number.strip(), unit=unit, rank=rank, status=status, starts_on=starts_on
    )
    officer.full_clean()
    officer.save()
    record("officer.added", officer, by=by, after={"police_number": officer.police_number, "status": status})
    return officer


@transaction.atomic
def enter_officer(
    *, name: str, police_number: str, unit: Unit, starts_on: date, by: Actor, identity_number: str = "", **more: Any
) -> Officer:
    """Enter an officer together with the person; a person already on file under the identity number is the same one."""
    person = person_by_identity(identity_number) if identity_number else None
    if person is None:
        person = add_person(name=name, identity_number=identity_number, by=by)
    elif person.name != " ".join(name.split()):
        raise BadInput({"identity_number": _("A person of another name is on file with this identity number.")})
    return add_officer(person=person, police_number=police_number, unit=unit, starts_on=starts_on, by=by, **more)


@transaction.atomic
def change_officer(*, officer: Officer, by: Actor, version: int | None = None, **changes: Any) -> Officer:
    """Move an officer, change rank or status (serving, trainee, retired, left) or end the service. Raises NotNow when
    somebody changed the record since the version that was read."""
    if wrong := set(changes) - {"unit", "rank", "status", "ends_on"}:
        raise BadInput({name: _("This cannot be changed here.") for name in wrong})
    officer = Officer.objects.select_for_update().get(pk=officer.pk)
    check_version(officer, version)
    before = {name: getattr(officer, name) for name in changes}
    for name, value in changes.items():
        setattr(officer, name, value)
    officer.full_clean()
    officer.save(update_fields=[*changes, *bump(officer)])
    record("officer.changed", officer, by=by, before=before, after=changes)
    emit("officer.changed", {"officer": officer.pk})
    return officer
