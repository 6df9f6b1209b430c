"""Changing a file, and recording who looked at it and at its masked numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.actors import Actor
from core.audit import record
from core.errors import BadInput
from core.models import AuditEntry
from evidence.services import note_reading
from organisation.models import Person
from organisation.services.people import set_name
from roster.models import Auxiliary
from roster.services.common import bump, lock, save
from roster.services.numbers import bank_card

OWN = (
    "badge_number", "education", "political_status", "veteran", "specialities", "address", "emergency_name",
    "emergency_phone", "bank_card", "first_worked_on", "medical_on",
)  # fmt: skip
PERSONAL = ("name", "phone", "email")


@transaction.atomic
def change_file(*, auxiliary: Auxiliary, by: Actor, on: date, version: int | None, **changes: Any) -> Auxiliary:
    """Change what the file says of the person. Raises NotNow when somebody changed it since `version` was read.

    Unit, post, category, grade, contract and status have acts of their own.
    """
    if wrong := set(changes) - {*OWN, *PERSONAL}:
        raise BadInput({name: _("This cannot be changed here.") for name in sorted(wrong)})
    if changes.get("bank_card"):
        changes["bank_card"] = bank_card(changes["bank_card"])
    auxiliary = lock(auxiliary, version=version)
    before = {name: _present(auxiliary, name) for name in changes}
    changed = {name: value for name, value in changes.items() if value != before[name]}
    if not changed:
        return auxiliary
    _change_person(auxiliary.person, {name: changed[name] for name in PERSONAL if name in changed})
    own = [name for name in OWN if name in changed]
    for name in own:
        setattr(auxiliary, name, changed[name])
    save(auxiliary, day=on, fields=[*own, *bump(auxiliary)])
    record("auxiliary.changed", auxiliary, by=by, before={name: before[name] for name in changed}, after=changed)
    return auxiliary


def _present(auxiliary: Auxiliary, name: str) -> Any:
    return getattr(auxiliary.person if name in PERSONAL else auxiliary, name)


def _change_person(person: Person, changes: Mapping[str, str]) -> None:
    if not changes:
        return
    if "name" in changes:
        set_name(person, changes["name"])
    if "phone" in changes:
        person.phone = changes["phone"].strip()
    if "email" in changes:
        person.email = changes["email"].strip()
    person.full_clean(exclude=["search"], validate_unique=False, validate_constraints=False)
    person.save(update_fields=["name", "pinyin", "initials", "search", "phone", "email"])


@transaction.atomic
def note_viewed(*, auxiliary: Auxiliary, by: User, on: date) -> None:
    """Opening another person's file is recorded once a person and day, and counted every time."""
    if by.person_id == auxiliary.person_id:
        return
    note_reading_of(auxiliary, by, "file")
    about = {"object_type": auxiliary._meta.label, "object_id": str(auxiliary.pk), "action": "auxiliary.viewed"}
    if not AuditEntry.objects.filter(**about, actor_id=by.pk, after__day=on.isoformat()).exists():
        record("auxiliary.viewed", auxiliary, by=by, after={"day": on})


@transaction.atomic
def unmask(*, auxiliary: Auxiliary, by: User, reason: str = "") -> dict[str, str]:
    """The masked numbers in the clear, for this once; every asking is recorded."""
    record("auxiliary.unmasked", auxiliary, by=by, reason=reason)
    note_reading_of(auxiliary, by, "unmasked")
    person = auxiliary.person
    return {
        "identity_number": person.identity_number,
        "phone": person.phone,
        "bank_card": auxiliary.bank_card,
        "address": auxiliary.address,
        "emergency_phone": auxiliary.emergency_phone,
        "asked_at": clock.now().isoformat(),
    }


def note_reading_of(auxiliary: Auxiliary, by: User, what: str) -> None:
    """For the watch over unusual reading: this person's file, paper or masked numbers were opened."""
    path = auxiliary.unit.path
    note_reading(by=by, person=auxiliary.person_id, label=auxiliary.person.name, what=what, unit_path=path)
