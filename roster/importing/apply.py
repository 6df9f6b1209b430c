"""Applying a plan: all of it in one transaction, or nothing. The rules are those of hiring one person, written in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from core import faults
from core.actors import Actor
from core.audit import record_many
from core.errors import NotNow
from core.outbox import emit_many
from organisation.models import Person, Unit
from organisation.services.people import prepare_person
from roster.importing.checks.papers import qualifications
from roster.importing.facts import above_and_below
from roster.importing.plan import ImportPlan
from roster.importing.progress import WRITING, Tick, silent
from roster.importing.rows import Draft
from roster.models import Auxiliary, Contract, GradeRecord, Post, Posting, Qualification, Quota, WorkCard
from roster.services.files import OWN, PERSONAL
from roster.services.hiring import FILE_FIELDS, quota_year

BATCH = 1000


PATIENCE = "SET LOCAL lock_timeout = '60s'; SET LOCAL statement_timeout = '120s'; "
PATIENCE += "SET LOCAL idle_in_transaction_session_timeout = '300s'"


def be_patient() -> None:
    """Thousands of rows take longer than one page may: wait for another import instead of giving up after seconds."""
    with connection.cursor() as cursor:
        cursor.execute(PATIENCE)


def lock_room(unit: Unit, day: date) -> None:
    """One import at a time for a unit; then quotas and posts in the order hiring takes them, before anybody counts."""
    be_patient()
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    quotas = Quota.objects.approved().filter(above_and_below(unit), year__in=(day.year, day.year + 1))
    list(quotas.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    posts = Post.objects.filter(above_and_below(unit))
    list(posts.select_for_update(of=("self",)).order_by("pk").values_list("pk"))


@transaction.atomic
def apply_plan(made: ImportPlan, *, by: Actor, tick: Tick = silent) -> None:
    """Write everything the plan says. The caller holds the locks of `lock_room` and made the plan under them."""
    _lock_files([draft.facts["auxiliary"] for draft in made.changed])
    total = len(made.newcomers) + len(made.changed)
    tick(WRITING, 0, total)
    hired = _hire(made.newcomers, made.day, by)
    tick(WRITING, len(hired), total)
    _change(made.changed, made.day, by)
    faults.point("mid-import")
    contracts = _contracts(made)
    cards = _cards(made)
    trained = _qualifications(made)
    tick(WRITING, total, total)
    emit_many("roster.hired", [{"auxiliary": auxiliary.pk} for auxiliary in hired])
    for kind, numbers in (
        ("roster.contract_signed", contracts),
        ("roster.card_changed", cards),
        ("roster.qualification_changed", trained),
    ):
        # A newcomer's papers are part of the hiring: nothing was planned with him that they could change.
        known = sorted(numbers - {auxiliary.pk for auxiliary in hired})
        emit_many(kind, [{"auxiliary": number} for number in known])


def _lock_files(files: Sequence[Auxiliary]) -> None:
    """Nobody may have changed a file since the plan read it, a moment ago."""
    read = {auxiliary.pk: auxiliary.version for auxiliary in files}
    rows = Auxiliary.objects.filter(pk__in=read).select_for_update(of=("self",)).order_by("pk")
    if dict(rows.values_list("pk", "version")) != read:
        raise NotNow(_("Somebody changed one of these files in the meantime: check the sheet again."))


def _hire(newcomers: Sequence[Draft], day: date, by: Actor) -> list[Auxiliary]:
    """Persons, files, postings and grades of everybody new."""
    people = [draft.facts["person"] or _person(draft, day) for draft in newcomers]
    Person.objects.bulk_create([person for person in people if person.pk is None], batch_size=BATCH)
    files = [_file(draft, person, day) for draft, person in zip(newcomers, people, strict=True)]
    Auxiliary.objects.bulk_create(files, batch_size=BATCH)
    for draft, auxiliary in zip(newcomers, files, strict=True):
        draft.facts["auxiliary"] = auxiliary
    Posting.objects.bulk_create(
        [Posting(auxiliary=a, unit=a.unit, post=a.post, starts_on=a.hired_on) for a in files], batch_size=BATCH
    )
    GradeRecord.objects.bulk_create(
        [GradeRecord(auxiliary=a, grade=a.grade, since=a.hired_on) for a in files if a.grade], batch_size=BATCH
    )
    record_many("auxiliary.hired", [(d.facts["auxiliary"], {}, _told(d)) for d in newcomers], by=by)
    return files


def _person(draft: Draft, day: date) -> Person:
    return prepare_person(
        name=draft.get("name"),
        identity_number=draft.get("identity_number"),
        phone=draft.get("phone") or "",
        email=draft.get("email") or "",
        day=day,
    )


def _file(draft: Draft, person: Person, day: date) -> Auxiliary:
    given = {key: draft.get(key) for key in FILE_FIELDS if draft.get(key) not in (None, "")}
    hired_on = draft.get("hired_on")
    return Auxiliary(
        person=person,
        unit=draft.facts["unit"],
        post=draft.facts["post"],
        category=draft.get("category"),
        hired_on=hired_on,
        quota_year=quota_year(hired_on, day),
        **given,
    )


def _told(draft: Draft) -> dict[str, Any]:
    auxiliary = draft.facts["auxiliary"]
    told = {"unit": auxiliary.unit, "post": auxiliary.post, "category": auxiliary.category}
    terms = draft.facts.get("terms")
    contract = {"contract": terms.number, "employer": terms.employer, "from": terms.starts_on} if terms else {}
    numbers = {"name": draft.get("name"), "identity_number": draft.get("identity_number")}
    return {**numbers, **told, "hired_on": auxiliary.hired_on, **contract}


def _change(changed: Sequence[Draft], day: date, by: Actor) -> None:
    """Fields of people on file that the sheet gives otherwise."""
    drafts = [draft for draft in changed if draft.facts["changes"]]
    told = []
    for draft in drafts:
        auxiliary, changes = draft.facts["auxiliary"], draft.facts["changes"]
        told.append((auxiliary, {key: _present(auxiliary, key) for key in changes}, changes))
        for key, value in changes.items():
            setattr(auxiliary.person if key in PERSONAL else auxiliary, key, value)
        auxiliary.version += 1
    files = [draft.facts["auxiliary"] for draft in drafts]
    Auxiliary.objects.bulk_update(files, [*OWN, "version"], batch_size=200)
    Person.objects.bulk_update([a.person for a in files], ["phone", "email"], batch_size=200)
    record_many("auxiliary.changed", told, by=by)


def _present(auxiliary: Auxiliary, key: str) -> Any:
    return getattr(auxiliary.person if key in PERSONAL else auxiliary, key)


def _contracts(made: ImportPlan) -> set[int]:
    rows = []
    for draft in (*made.newcomers, *made.changed):
        if (terms := draft.facts.get("terms")) is not None:
            auxiliary = draft.facts["auxiliary"]
            columns = {name: value for name, value in vars(terms).items() if name != "asked_for_fixed"}
            rows.append(Contract(auxiliary=auxiliary, unit=auxiliary.unit, sequence=1, **columns))
    Contract.objects.bulk_create(rows, batch_size=BATCH)
    return {row.auxiliary_id for row in rows}


def _cards(made: ImportPlan) -> set[int]:
    rows = [
        WorkCard(
            auxiliary=draft.facts["auxiliary"],
            number=draft.get("card_number"),
            valid_from=draft.get("card_from") or draft.get("hired_on") or made.day,
            valid_until=draft.get("card_until"),
        )
        for draft in (*made.newcomers, *made.changed)
        if draft.get("card_number") and (draft.action == "new" or draft.facts.get("card"))
    ]
    WorkCard.objects.bulk_create(rows, batch_size=BATCH)
    return {row.auxiliary_id for row in rows}


def _qualifications(made: ImportPlan) -> set[int]:
    rows: list[Qualification] = []
    for draft in (*made.newcomers, *made.changed):
        fresh = qualifications(draft) if draft.action == "new" else draft.facts.get("qualifications", [])
        for row in fresh:
            row.auxiliary = draft.facts["auxiliary"]
            rows.append(row)
    Qualification.objects.bulk_create(rows, batch_size=BATCH)
    return {row.auxiliary_id for row in rows}
