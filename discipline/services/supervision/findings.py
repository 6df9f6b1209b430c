"""Findings: made, put right, checked again. Each step is kept with its words; nothing is taken back silently."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.actors import SYSTEM, Actor
from core.audit import record
from core.errors import BadInput, NotNow, Refused
from core.outbox import emit
from core.perms import Perms
from core.uploads.inspection import inspect
from discipline.checklists import checklists
from discipline.models.supervision import Finding, FindingPhoto, FindingStep, Inspection
from discipline.rules.supervision import FINDING_STEPS, RECHECK, InspectionStatus, RecheckFacts, Step
from discipline.selectors.supervision import value
from discipline.services.supervision.locking import (
    as_seen,
    holds,
    lock_finding,
    next_number,
    stands_for,
    worded,
)
from discipline.services.supervision.responsible import name_leaders
from duties.models import Assignment, RefusedAttempt
from organisation.models import Unit
from regulations import rules
from regulations.selectors import unit_pack


@transaction.atomic
def find(*, inspection: Inspection, item: str, what: str, on: date, by: User, due_on: date | None = None) -> Finding:
    """Something an inspection found. On a duty the officers who lead it are named beside it, to be examined (GX 28)."""
    holds(Perms.SUPERVISE, inspection.unit, by)
    if inspection.status not in (InspectionStatus.UNDER_WAY, InspectionStatus.CLOSED):
        raise NotNow(_("%(number)s has not begun: nothing was found yet.") % {"number": inspection.number})
    listed = checklists()[inspection.checklist].item(item)
    if item and listed is None:
        raise BadInput({"item": _("The checklist has no item %(item)s.") % {"item": item}})
    row = Finding(source=Finding.Source.INSPECTION, inspection=inspection, item=item, assignment=inspection.assignment)
    _made(row, inspection.unit, worded(what), _due(due_on, inspection.unit, "rectify_days", on), on=on, by=by)
    if row.assignment is not None and (listed is None or listed.about != "unit"):
        name_leaders(row, by=by)
    return row


@transaction.atomic
def find_in_attempt(*, attempt: RefusedAttempt, what: str, on: date, by: User, due_on: date | None = None) -> Finding:
    """Make a finding of something the law refused: the unit says how it came to be asked."""
    holds(Perms.SUPERVISE, attempt.unit, by)
    if Finding.objects.filter(attempt=attempt).exists():
        raise NotNow(_("This attempt has its finding already."))
    row = Finding(source=Finding.Source.REFUSED, attempt=attempt)
    return _made(row, attempt.unit, worded(what), _due(due_on, attempt.unit, "rectify_days", on), on=on, by=by)


@transaction.atomic
def find_unled(*, assignment: Assignment, on: date, by: Actor = SYSTEM) -> Finding | None:
    """A duty that nobody confirmed to lead: the unit explains. Once for each; None when it has its finding."""
    Assignment.objects.select_for_update(no_key=True).values_list("pk").get(pk=assignment.pk)
    if Finding.objects.filter(assignment=assignment, source=Finding.Source.UNLED).exists():
        return None
    row = Finding(source=Finding.Source.UNLED, assignment=assignment)
    _made(row, assignment.unit, "", _due(None, assignment.unit, "explain_days", on), on=on, by=by)
    name_leaders(row, by=by)
    return row


def _due(due_on: date | None, unit: Unit, key: str, on: date) -> date:
    if due_on is None:
        return on + timedelta(days=value(key, unit, on).value)
    if due_on < on:
        raise BadInput({"due_on": _("This day is over.")})
    return due_on


def _moment(on: date) -> datetime:
    """Now; of what is entered for an earlier day, that day."""
    return clock.now() if on >= clock.today() else clock.start_of(on)


def _made(row: Finding, unit: Unit, what: str, due_on: date, *, on: date, by: Actor) -> Finding:
    row.number, row.unit, row.what, row.due_on = next_number("WT", due_on.year), unit, what, due_on
    row.found_at, row.found_by_id = _moment(on), by.pk
    row.save()
    record("finding.made", row, by=by, after={"source": row.source, "item": row.item, "due_on": due_on})
    emit("discipline.found", {"finding": row.pk, "unit": unit.pk})
    return row


@transaction.atomic
def report(
    *, finding: Finding, what: str, by: User, photo: UploadedFile | None = None, revision: int | None = None
) -> Finding:
    """The unit says what it did to put it right; an inspector will look."""
    said = worded(what)
    locked = _ready(Step.REPORTED, finding, Perms.RECTIFY, by, revision)
    if photo is not None:
        _photo(locked, photo, "remedy", by)
    return _step(Step.REPORTED, locked, said, by)


@transaction.atomic
def recheck(
    *,
    finding: Finding,
    passed: bool,
    what: str,
    on: date,
    by: User,
    due_on: date | None = None,
    revision: int | None = None,
) -> Finding:
    """An inspector looks again: put right, or to be done again by a new day. Never by whoever reported it (SV-03)."""
    said = worded(what)
    kind = Step.PASSED if passed else Step.FAILED
    locked = _ready(kind, finding, Perms.SUPERVISE, by, revision)
    last = locked.steps.filter(kind=Step.REPORTED).order_by("-pk").values_list("person", flat=True).first()
    facts = RecheckFacts(by.person_id, last)
    if findings := rules.broken(RECHECK, facts, day=on, pack=unit_pack(locked.unit, on)):
        raise Refused(findings)
    if not passed:
        locked.due_on = _due(due_on, locked.unit, "rectify_days", on)
    return _step(kind, locked, said, by)


@transaction.atomic
def extend(*, finding: Finding, due_on: date, what: str, on: date, by: User, revision: int | None = None) -> Finding:
    """Give more time, with the reason."""
    said = worded(what)
    locked = _ready(Step.EXTENDED, finding, Perms.SUPERVISE, by, revision)
    if due_on <= max(locked.due_on, on):
        raise BadInput({"due_on": _("Choose a later day than the one set.")})
    locked.due_on = due_on
    return _step(Step.EXTENDED, locked, said, by)


@transaction.atomic
def withdraw(*, finding: Finding, what: str, by: User, revision: int | None = None) -> Finding:
    """It was no finding after all; what was found and why it is withdrawn stays."""
    said = worded(what)
    return _step(Step.WITHDRAWN, _ready(Step.WITHDRAWN, finding, Perms.SUPERVISE, by, revision), said, by)


def _ready(step: Step, finding: Finding, right: str, by: User, revision: int | None) -> Finding:
    locked = lock_finding(finding)
    holds(right, locked.unit, by)
    as_seen(locked, revision)
    stands_for(step, locked)
    return locked


def _step(kind: Step, finding: Finding, what: str, by: User) -> Finding:
    """Keep the step and bring the finding where it leads."""
    if by.person_id is None:
        raise NotNow(_("Only a natural person does this: the account names none."))
    before = {"status": finding.status}
    FindingStep(
        finding=finding, kind=kind, what=what, due_on=finding.due_on, by=by, person_id=by.person_id, at=clock.now()
    ).save()
    finding.status = FINDING_STEPS[kind][1]
    finding.revision += 1
    finding.save(update_fields=["status", "due_on", "revision"])
    record(f"finding.{kind}", finding, by=by, before=before, after={"status": finding.status, "due_on": finding.due_on})
    emit("discipline.finding_moved", {"finding": finding.pk, "unit": finding.unit_id, "step": kind})
    return finding


@transaction.atomic
def add_photo(*, finding: Finding, photo: UploadedFile, by: User) -> FindingPhoto:
    """A photo of what was found. Raises BadInput for what is no picture (core/uploads)."""
    locked = lock_finding(finding)
    holds(Perms.SUPERVISE, locked.unit, by)
    return _photo(locked, photo, "found", by)


def _photo(finding: Finding, photo: UploadedFile, taken_of: str, by: User) -> FindingPhoto:
    paper = inspect(photo)
    if not paper.content_type.startswith("image/"):
        raise BadInput({"photo": _("Only PNG and JPEG pictures are taken.")})
    photo.name = f"photo{paper.extension}"  # the field gives it a random name; the given one is not kept
    row = FindingPhoto(
        finding=finding,
        content_type=paper.content_type,
        size=len(paper.content),
        sha256=paper.sha256,
        taken_of=taken_of,
        uploaded_by=by,
        uploaded_at=clock.now(),
        file=photo,
    )
    row.save()
    record("finding.photo_added", finding, by=by, after={"photo": row.pk, "sha256": paper.sha256, "shows": taken_of})
    return row


@transaction.atomic
def note_photo_read(*, photo: FindingPhoto, by: User) -> None:
    """Looking at a photo is recorded: people are on it."""
    record("finding.photo_read", photo.finding, by=by, after={"photo": photo.pk})
