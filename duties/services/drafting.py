"""Writing a request down, changing it while it is a draft, and taking it back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.audit import record
from core.errors import BadInput, NotNow
from core.outbox import emit
from core.perms import Perms
from duties.decision.reader import too_early
from duties.life import Status
from duties.models import Assignment, AssignmentDuty, Commander, Lead, Member, local_day
from duties.proposal import COLUMNS, Proposal
from duties.services.locking import (
    as_it_stands,
    as_seen,
    is_the_requester,
    lock,
    lock_people,
    next_numbers,
    ready_for,
    standing,
)
from organisation.models import Officer, Unit
from regulations import packs
from roster.models import Auxiliary

LONGEST_DAYS = 92
MOST_MEMBERS = 500


@transaction.atomic
def save_draft(
    *, content: Proposal, by: User, assignment: Assignment | None = None, revision: int | None = None
) -> Assignment:
    """Keep a request as a draft. Raises BadInput by field; nothing of the law is asked yet."""
    if by.person_id is None:
        raise NotNow(_("Only a natural person asks for auxiliaries; this account belongs to nobody."))
    unit = _unit(content, by)
    _check(content, by)
    lock_people(content.auxiliaries)
    if assignment is None:
        saved = Assignment(
            number=next_numbers(1, local_day(clock.now()).year)[0],
            requester=by,
            requester_person_id=by.person_id,
            created_at=clock.now(),
        )
    else:
        saved = _editable(assignment, revision)
        is_the_requester(saved, by)
    _write(saved, unit, content)
    _write_parts(saved, content)
    record(
        "assignment.saved" if assignment is None else "assignment.changed",
        saved,
        by=by,
        after={"text": saved.text, "duties": content.codes, "from": saved.starts_at, "to": saved.ends_at},
    )
    return saved


@transaction.atomic
def withdraw(*, assignment: Assignment, by: User, reason: str = "") -> Assignment:
    """Take a request back before it is approved."""
    locked = lock(assignment)
    ready_for("withdraw", locked, by)
    before = locked.status
    locked.status, locked.reason = Status.WITHDRAWN, reason.strip()
    locked.closed_by, locked.closed_at = by, clock.now()
    locked.revision += 1
    locked.save(update_fields=["status", "reason", "closed_by", "closed_at", "revision"])
    record("assignment.withdrawn", locked, by=by, before={"status": before}, reason=reason)
    emit("duties.withdrawn", {"assignment": locked.pk, "unit": locked.unit_id})
    return locked


def _unit(content: Proposal, by: User) -> Unit:
    unit = Unit.objects.visible_to(by).filter(pk=content.unit_id).first()
    if unit is None:
        raise BadInput({"unit": _("Choose one of your units.")})
    if not by.may(Perms.REQUEST_ASSIGNMENT, unit):
        raise PermissionDenied
    return unit


def _editable(assignment: Assignment, revision: int | None) -> Assignment:
    Assignment.objects.select_for_update(no_key=True).values_list("pk").get(pk=assignment.pk)
    locked = as_it_stands(assignment)
    if not locked.editable:
        raise NotNow(standing(locked))
    as_seen(locked, revision)
    locked.revision += 1
    return locked


def _check(content: Proposal, by: User) -> None:
    wrong: dict[str, list[str]] = {}
    begins = packs.load().speaks_from
    if local_day(content.starts_at) < begins:
        wrong["starts_at"] = [too_early(begins)]
    if content.ends_at <= content.starts_at:
        wrong["ends_at"] = [_("It ends before it starts.")]
    elif content.ends_at - content.starts_at > dt.timedelta(days=LONGEST_DAYS):
        wrong["ends_at"] = [_("An assignment lasts at most 92 days: ask for the rest separately.")]
    if len(content.auxiliaries) > MOST_MEMBERS:
        wrong["auxiliaries"] = [_("At most 500 auxiliaries in one assignment.")]
    elif _missing(Auxiliary, content.auxiliaries, by):
        wrong["auxiliaries"] = [_("Choose auxiliaries of your units.")]
    if _missing(Officer, content.leads, by):
        wrong["leads"] = [_("Choose officers of your units.")]
    if content.commander and _missing(Officer, (content.commander,), by):
        wrong["commander"] = [_("Choose an officer of your units.")]
    if content.emergency_by and _missing(Officer, (content.emergency_by,), by):
        wrong["emergency_by"] = [_("Choose an officer of your units.")]
    known = {duty.code for duty in packs.duties()}
    if set(content.codes) - known:
        wrong["duties"] = [_("Choose duties from the catalogue.")]
    if wrong:
        raise BadInput(wrong)


def _missing(model: Any, numbers: tuple[int, ...], by: User) -> bool:
    asked = set(numbers)
    return bool(asked) and model.objects.visible_to(by).filter(pk__in=asked).count() != len(asked)


def _write(saved: Assignment, unit: Unit, content: Proposal) -> None:
    saved.unit = unit
    saved.parties = [name.strip() for name in content.parties if name.strip()]
    saved.emergency_by_id = content.emergency_by
    for name in COLUMNS:
        setattr(saved, name, getattr(content, name))
    try:
        saved.clean_fields(exclude={field.name for field in saved._meta.fields} - {*COLUMNS, "parties"})
    except ValidationError as error:
        raise BadInput(error.message_dict) from error
    saved.save()


def _write_parts(saved: Assignment, content: Proposal) -> None:
    """Write the parts of a draft anew. They are no records yet: what is submitted is frozen and kept."""
    for model in (AssignmentDuty, Member, Lead, Commander):
        model.objects.filter(assignment=saved).delete()
    AssignmentDuty.objects.bulk_create(
        AssignmentDuty(assignment=saved, code=code) for code in dict.fromkeys(content.codes)
    )
    Member.objects.bulk_create(
        Member(assignment=saved, auxiliary_id=number) for number in dict.fromkeys(content.auxiliaries)
    )
    Lead.objects.bulk_create(Lead(assignment=saved, officer_id=number) for number in dict.fromkeys(content.leads))
    if content.commander:
        Commander.objects.create(assignment=saved, officer_id=content.commander)
