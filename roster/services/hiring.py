"""Hiring: person, file, posting and contract in one act; and taking back somebody who had left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.actors import Actor
from core.audit import record
from core.errors import BadInput, Finding, NotNow
from core.outbox import emit
from organisation.models import Person, Unit
from organisation.services.people import change_contacts, person_by_identity, prepare_person
from regulations import packs, rules
from regulations.selectors import unit_pack
from roster.models import Auxiliary, Post, Posting
from roster.rules.entry import EntryFacts, PlaceFacts
from roster.rules.kinds import KindOfWork, kind_of_title
from roster.rules.terms import age_on
from roster.services import room
from roster.services.common import bump, lock, refuse, save
from roster.services.contracts import Terms, write_contract
from roster.services.numbers import bank_card
from roster.services.standing import set_status

# What the file may be given at once, beside name and identity (services.files changes the same later).
FILE_FIELDS = (
    "badge_number", "education", "political_status", "veteran", "specialities", "address", "emergency_name",
    "emergency_phone", "bank_card", "first_worked_on", "medical_on", "grade",
)  # fmt: skip


@dataclass(frozen=True)
class Newcomer:
    """Who is hired. The identity number gives birth date, sex and region; `file` holds any of FILE_FIELDS."""

    name: str
    identity_number: str
    phone: str = ""
    email: str = ""
    file: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Place:
    """Where and as what: unit, category, post, first day, and the kind of work (only an auxiliary's is accepted)."""

    unit: Unit
    category: str
    starts_on: date
    post: Post | None = None
    kind_of_work: str = KindOfWork.AUXILIARY


@transaction.atomic
def hire(*, who: Newcomer, place: Place, terms: Terms | None, by: Actor, on: date) -> Auxiliary:
    """Enter an auxiliary with posting and contract. Raises BadInput (what was typed), Refused (law, quota, headcount).

    `on` is the day of the act: the quota of that year (or of the first day's, if later) must have room. Without `terms`
    the file is entered with the gap "no contract", and double pay begins to run after a month (LCL 82).
    """
    quotas, post = _lock_room(place, on)
    person = _person(who, place, by)
    refuse([*_entry_findings(person, place), *_place_findings(place, post, quotas, on)])
    auxiliary = _new_file(person, who, place, post, on)
    Posting(auxiliary=auxiliary, unit=place.unit, post=post, starts_on=place.starts_on).save()
    _grade(auxiliary, place.starts_on)
    record("auxiliary.hired", auxiliary, by=by, after=_told(place, post, person))
    if terms is not None:
        write_contract(auxiliary, terms, by=by)
    emit("roster.hired", {"auxiliary": auxiliary.pk})
    return auxiliary


@transaction.atomic
def rehire(*, auxiliary: Auxiliary, place: Place, terms: Terms | None, by: Actor, on: date) -> Auxiliary:
    """Take back somebody who had left: same file, new posting and contract, same rules. Raises NotNow if still here.

    A suspension that was never lifted goes on: whoever comes back under it comes back suspended.
    """
    quotas, post = _lock_room(place, on)
    auxiliary = lock(auxiliary)
    if auxiliary.status != Auxiliary.Status.LEFT:
        raise NotNow(_("This person is still on strength."))
    if auxiliary.left_on is not None and place.starts_on <= auxiliary.left_on:
        raise BadInput({"starts_on": _("The new first day is not after the day of leaving.")})
    refuse([*_entry_findings(auxiliary.person, place), *_place_findings(place, post, quotas, on)])
    auxiliary.status, auxiliary.left_on = Auxiliary.Status.ACTIVE, None
    auxiliary.unit, auxiliary.post, auxiliary.category = place.unit, post, place.category
    auxiliary.hired_on, auxiliary.quota_year = place.starts_on, quota_year(place.starts_on, on)
    bump(auxiliary)
    save(auxiliary, day=on)
    Posting(auxiliary=auxiliary, unit=place.unit, post=post, starts_on=place.starts_on).save()
    set_status(auxiliary, on)
    record("auxiliary.rehired", auxiliary, by=by, after=_told(place, post, auxiliary.person))
    if terms is not None:
        write_contract(auxiliary, terms, by=by)
    emit("roster.hired", {"auxiliary": auxiliary.pk})
    return auxiliary


def quota_year(starts_on: date, on: date) -> int:
    """The year whose quota counts: that of the act, or of the first day when it lies in a later year."""
    return max(starts_on, on).year


def _lock_room(place: Place, on: date) -> tuple[list[Any], Post | None]:
    quotas = room.lock_quotas(place.unit, quota_year(place.starts_on, on), place.category)
    return quotas, room.lock_post(place.post)


def _person(who: Newcomer, place: Place, by: Actor) -> Person:
    """The natural person: one already on file by identity number, or a new one. Raises BadInput."""
    if wrong := set(who.file) - set(FILE_FIELDS):
        raise BadInput({name: _("This cannot be entered here.") for name in sorted(wrong)})
    if not who.identity_number.strip():
        raise BadInput({"identity_number": _("The identity number is missing.")})
    person = prepare_person(
        name=who.name, identity_number=who.identity_number, phone=who.phone, email=who.email, day=place.starts_on
    )
    known = person_by_identity(person.identity_number)
    if known is None:
        return person
    if (file := Auxiliary.objects.filter(person=known).first()) is not None:
        left = file.status == Auxiliary.Status.LEFT
        raise BadInput({"identity_number": _("This person left and has a file: take the person back there.") if left
                        else _("A person with this identity number is already on file.")})  # fmt: skip
    if known.name != person.name:
        raise BadInput({"identity_number": _("This identity number is on file under another name.")})
    contacts = {name: value for name, value in (("phone", who.phone), ("email", who.email)) if value}
    return change_contacts(person=known, by=by, **contacts) if contacts else known


def _entry_findings(person: Person, place: Place) -> list[Finding]:
    day, pack = place.starts_on, unit_pack(place.unit, place.starts_on)
    kind = place.kind_of_work
    if kind == KindOfWork.AUXILIARY and place.post is not None:
        kind = kind_of_title(place.post.title)
    facts = EntryFacts(
        age=age_on(person.born_on, day) if person.born_on else None,
        age_min=packs.at_or_first("roster.entry.age_min_years", day=day, pack=pack).value,
        kind_of_work=kind,
        not_auxiliaries=tuple(packs.at_or_first("roster.entry.not_auxiliary_kinds", day=day, pack=pack).value),
        serving_officer=person.pk is not None and _serves(person, day),
    )
    words = {"age": facts.age, "age_min": facts.age_min, "kind": rules.in_both(KindOfWork(kind).label)}
    return rules.broken("roster.entry", facts, day=day, pack=pack, **words)


def _serves(person: Person, day: date) -> bool:
    from organisation.models import Officer

    return Officer.objects.serving_on(day).filter(person=person).exists()


def _place_findings(place: Place, post: Post | None, quotas: list[Any], on: date) -> list[Finding]:
    day, pack = place.starts_on, unit_pack(place.unit, place.starts_on)
    found = rules.broken("roster.place", place_facts(place.unit, place.category, post, day), day=day, pack=pack)
    return found + room.no_room(quotas, place.unit, post, day=day, year=quota_year(day, on), pack=pack)


def place_facts(unit: Unit, category: str, post: Post | None, day: date) -> PlaceFacts:
    """What the rules ask of unit and post on a day."""
    unit_open = unit.starts_on <= day and (unit.ends_on is None or day <= unit.ends_on)
    if post is None:
        return PlaceFacts(category=category, unit_open=unit_open)
    return PlaceFacts(
        category=category,
        unit_open=unit_open,
        post_category=post.category,
        post_open=post.starts_on <= day and (post.ends_on is None or day <= post.ends_on),
        post_of_unit=unit.path.startswith(post.unit.path),
    )


def _new_file(person: Person, who: Newcomer, place: Place, post: Post | None, on: date) -> Auxiliary:
    if person.pk is None:
        person.full_clean(exclude=["search"])
        person.save()
    auxiliary = Auxiliary(
        person=person,
        unit=place.unit,
        post=post,
        category=place.category,
        hired_on=place.starts_on,
        quota_year=quota_year(place.starts_on, on),
        **{**who.file, "bank_card": bank_card(who.file.get("bank_card") or "")},
    )
    save(auxiliary, day=on)
    return auxiliary


def _grade(auxiliary: Auxiliary, since: date) -> None:
    if auxiliary.grade:
        auxiliary.grades.create(grade=auxiliary.grade, since=since)


def _told(place: Place, post: Post | None, person: Person) -> dict[str, Any]:
    told = {"unit": place.unit, "post": post, "category": place.category, "hired_on": place.starts_on}
    return {"name": person.name, "identity_number": person.identity_number, **told}
