"""Restrictions, qualifications, relatives: what the duty rules read. Each change is told, so that duties are decided again."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.actors import Actor
from core.audit import record
from core.errors import BadInput, NotNow
from core.outbox import emit
from organisation.models import Person
from regulations.packs import load
from roster.models import Auxiliary, Qualification, Relationship, Restriction
from roster.services.common import bump, lock, lock_row, on_strength, save


@transaction.atomic
def restrict(
    *,
    auxiliary: Auxiliary,
    kind: str,
    reason: str,
    starts_on: date,
    by: Actor,
    on: date,
    ends_on: date | None = None,
    duty_codes: tuple[str, ...] = (),
    source: str = "",
) -> Restriction:
    """Keep an auxiliary from some duties, or from all when no code is given. A suspension also shows as the status."""
    auxiliary = lock(auxiliary)
    on_strength(auxiliary)
    if not reason.strip():
        raise BadInput({"reason": _("Give the reason.")})
    check_duty_codes(duty_codes)
    restriction = Restriction(
        auxiliary=auxiliary,
        kind=kind,
        reason=reason.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        duty_codes=[*duty_codes],
        source=source.strip(),
    )
    save(restriction, day=starts_on)
    set_status(auxiliary, on)
    after = {"kind": kind, "from": starts_on, "to": ends_on, "duties": duty_codes}
    record("auxiliary.restricted", auxiliary, by=by, after=after)  # the reason lies sealed with the restriction
    emit("roster.restricted", {"auxiliary": auxiliary.pk})
    return restriction


@transaction.atomic
def lift_restriction(
    *, restriction: Restriction, lifted_on: date, by: Actor, on: date, reason: str = ""
) -> Restriction:
    """End a restriction: from that day on it no longer holds."""
    auxiliary = lock(restriction.auxiliary)
    restriction = lock_row(restriction)
    if restriction.lifted_on is not None or (restriction.ends_on is not None and restriction.ends_on < lifted_on):
        raise NotNow(_("This restriction has already ended."))
    restriction.lifted_on = lifted_on
    save(restriction, day=lifted_on, fields=["lifted_on"])
    set_status(auxiliary, on)
    after = {"kind": restriction.kind, "on": lifted_on}
    record("auxiliary.restriction_lifted", auxiliary, by=by, after=after, reason=reason)
    emit("roster.restriction_lifted", {"auxiliary": auxiliary.pk})
    return restriction


def set_status(auxiliary: Auxiliary, on: date) -> bool:
    """Suspended while a suspension from all duty is in force, otherwise active. Answers whether it changed."""
    if auxiliary.status == Auxiliary.Status.LEFT:
        return False
    suspensions = auxiliary.restrictions.in_force(on).filter(kind=Restriction.Kind.SUSPENSION, duty_codes=[])
    status = Auxiliary.Status.SUSPENDED if suspensions.exists() else Auxiliary.Status.ACTIVE
    if status == auxiliary.status:
        return False
    auxiliary.status = status
    save(auxiliary, day=on, fields=["status", *bump(auxiliary)])
    return True


@transaction.atomic
def apply_due_suspensions(*, on: date, by: Actor) -> int:
    """Suspensions that begin or end with the day: bring the status up to date. Safe to run as often as one likes."""
    running = Restriction.objects.in_force(on).filter(kind=Restriction.Kind.SUSPENSION, duty_codes=[])
    held = running.values("auxiliary_id")
    over = Auxiliary.objects.filter(status=Auxiliary.Status.SUSPENDED).exclude(pk__in=held)
    due = Auxiliary.objects.filter(status=Auxiliary.Status.ACTIVE, pk__in=held)
    changed = 0
    for auxiliary in (*over.order_by("pk"), *due.order_by("pk")):
        locked = lock(auxiliary)
        before = {"status": locked.status}
        if set_status(locked, on):
            record("auxiliary.status_changed", locked, by=by, before=before, after={"status": locked.status})
            changed += 1
    return changed


def check_duty_codes(codes: tuple[str, ...] | list[str]) -> None:
    """Raises BadInput for codes the catalogue does not know."""
    known = {duty.code for duty in load().duties()}
    if unknown := [code for code in codes if code not in known]:
        said = _("The catalogue has no duty with the code %(code)s.")
        raise BadInput({"duty_codes": [said % {"code": code} for code in unknown]})


@transaction.atomic
def add_qualification(*, auxiliary: Auxiliary, by: Actor, **values: Any) -> Qualification:
    """Enter a passed training or a certificate: kind, subject, name, obtained_on, valid_until, document_number."""
    auxiliary = lock(auxiliary)
    on_strength(auxiliary)
    row = Qualification(auxiliary=auxiliary, **values)
    row.name = row.name.strip() or row.get_subject_display()
    save(row, day=row.obtained_on)
    after = {"subject": row.subject, "obtained_on": row.obtained_on, "valid_until": row.valid_until}
    record("qualification.added", auxiliary, by=by, after=after)
    emit("roster.qualification_changed", {"auxiliary": auxiliary.pk})
    return row


@transaction.atomic
def end_qualification(*, qualification: Qualification, valid_until: date, by: Actor, reason: str) -> Qualification:
    """A certificate was withdrawn or runs out on another day than entered."""
    auxiliary = lock(qualification.auxiliary)
    qualification = lock_row(qualification)
    before = {"subject": qualification.subject, "valid_until": qualification.valid_until}
    qualification.valid_until = valid_until
    save(qualification, day=valid_until, fields=["valid_until"])
    after = {"valid_until": valid_until}
    record("qualification.ended", auxiliary, by=by, before=before, after=after, reason=reason)
    emit("roster.qualification_changed", {"auxiliary": auxiliary.pk})
    return qualification


@transaction.atomic
def add_relationship(
    *,
    auxiliary: Auxiliary,
    name: str,
    kind: str,
    starts_on: date,
    by: Actor,
    related: Person | None = None,
    near_relative: bool = True,
    works_at: str = "",
) -> Relationship:
    """Enter a relative, and the same person on file when there is one: the duty rules compare persons, not names."""
    auxiliary = lock(auxiliary)
    on_strength(auxiliary)
    if related is not None and related.pk == auxiliary.person_id:
        raise BadInput({"related": _("Nobody is his or her own relative.")})
    row = Relationship(
        auxiliary=auxiliary,
        name=name.strip() or (related.name if related else ""),
        related=related,
        kind=kind,
        near_relative=near_relative,
        works_at=works_at.strip(),
        starts_on=starts_on,
    )
    save(row, day=starts_on)
    record("relationship.added", auxiliary, by=by, after={"name": row.name, "kind": kind, "related": related})
    emit("roster.relationship_changed", {"auxiliary": auxiliary.pk})
    return row


@transaction.atomic
def end_relationship(*, relationship: Relationship, ends_on: date, by: Actor) -> Relationship:
    """The tie no longer exists (a divorce, say), or was entered by mistake."""
    auxiliary = lock(relationship.auxiliary)
    relationship = lock_row(relationship)
    if relationship.ends_on is not None:
        raise NotNow(_("This tie has already ended."))
    relationship.ends_on = ends_on
    save(relationship, day=ends_on, fields=["ends_on"])
    record("relationship.ended", auxiliary, by=by, after={"name": relationship.name, "on": ends_on})
    emit("roster.relationship_changed", {"auxiliary": auxiliary.pk})
    return relationship
