"""Planning, drawing, beginning and closing an inspection."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.audit import record
from core.errors import BadInput, NotNow, Refused
from core.outbox import emit
from core.perms import Perms
from discipline.checklists import checklists
from discipline.models.supervision import Answer, Draw, Finding, Inspection
from discipline.rules.supervision import QUESTION, InspectionStatus, drawn, unanswered
from discipline.selectors.supervision import inspector_facts, pool, risks
from discipline.services.supervision.findings import find
from discipline.services.supervision.locking import as_seen, holds, lock_inspection, next_number, worded
from duties.models import Assignment
from organisation.models import Unit
from regulations import rules
from regulations.selectors import unit_pack

MOST_DRAWN = 50


@dataclass(frozen=True)
class Plan:
    """What is to be looked at, when, and whether the unit is told before."""

    checklist: str
    planned_for: date
    announced: bool = False


@dataclass(frozen=True)
class Seen:
    """What was seen of one item; with `what`, for an item that is not in order, and the day by which it is to be put right."""

    result: str
    what: str = ""
    due_on: date | None = None


@transaction.atomic
def plan(
    *, unit: Unit, plan: Plan, on: date, by: User, assignment: Assignment | None = None, reason: str = ""
) -> Inspection:
    """Plan a look at a unit, or at one duty of it. Raises Refused where the inspector has a part in the duty (GX 34, NB 16)."""
    holds(Perms.SUPERVISE, unit, by)
    _sensible(plan, on)
    if assignment is not None and not assignment.unit.path.startswith(unit.path):
        raise BadInput({"assignment": _("This duty belongs to another unit.")})
    facts = inspector_facts(assignment, by.person_id)
    if findings := rules.broken(QUESTION, facts, day=on, pack=unit_pack(unit, on)):
        raise Refused(findings)
    return _planned(unit, plan, Inspection.Why.DIRECTED, by, assignment=assignment, reason=reason)


@transaction.atomic
def draw(*, unit: Unit, method: str, count: int, plan: Plan, on: date, by: User, seed: str = "") -> Draw:
    """Draw units at or below this one and plan an inspection of each. Seed and pool are kept: anybody can draw again."""
    holds(Perms.SUPERVISE, unit, by)
    _sensible(plan, on)
    if method not in Draw.Method.values or not 1 <= count <= MOST_DRAWN:
        raise BadInput({"count": _("Draw one to %(most)d units, by risk or at random.") % {"most": MOST_DRAWN}})
    found = risks(unit, on)
    if not found:
        raise BadInput({"unit": _("No auxiliary serves in this unit or below it.")})
    seed, tickets = seed or secrets.token_hex(16), pool(found, by_risk=method == Draw.Method.RISK)
    chosen = drawn(tickets, seed=seed, count=count)
    row = Draw.objects.create(
        unit=unit,
        method=method,
        seed=seed,
        pool=[[ticket.unit, ticket.code, ticket.points] for ticket in tickets],
        chosen=[ticket.unit for ticket in chosen],
        made_at=clock.now(),
        made_by=by,
    )
    after = {"method": method, "seed": seed, "pool": len(tickets), "units": [ticket.code for ticket in chosen]}
    record("inspections.drawn", row, by=by, after=after)
    units = Unit.objects.in_bulk(row.chosen)
    for number in row.chosen:
        _planned(units[number], plan, Inspection.Why(method), by, draw=row)
    return row


def _sensible(plan: Plan, on: date) -> None:
    if plan.checklist not in checklists():
        raise BadInput({"checklist": _("Choose one of the checklists.")})
    if plan.planned_for < on:
        raise BadInput({"planned_for": _("This day is over.")})


def _planned(
    unit: Unit,
    plan: Plan,
    why: Inspection.Why,
    by: User,
    *,
    draw: Draw | None = None,
    assignment: Assignment | None = None,
    reason: str = "",
) -> Inspection:
    if by.person_id is None:
        raise NotNow(_("Only a natural person inspects: this account names none."))
    row = Inspection(
        number=next_number("DC", plan.planned_for.year),
        unit=unit,
        checklist=plan.checklist,
        why=why,
        draw=draw,
        announced=plan.announced,
        planned_for=plan.planned_for,
        assignment=assignment,
        inspector=by,
        inspector_person_id=by.person_id,
        planned_at=clock.now(),
        reason=reason.strip(),
    )
    row.save()
    record("inspection.planned", row, by=by, after={"why": why, "for": plan.planned_for, "announced": plan.announced})
    emit("discipline.inspection_planned", {"inspection": row.pk, "unit": unit.pk})
    return row


def _own(inspection: Inspection, status: str, by: User, revision: int | None) -> Inspection:
    """Locked, standing where it must, and in the hands of the inspector who planned it."""
    locked = lock_inspection(inspection)
    holds(Perms.SUPERVISE, locked.unit, by)
    as_seen(locked, revision)
    if locked.inspector_person_id != by.person_id:
        raise NotNow(_("Only the inspector named in %(number)s acts in it.") % {"number": locked.number})
    if locked.status != status:
        words = {"number": locked.number, "status": locked.get_status_display()}
        raise NotNow(_("%(number)s stands at “%(status)s” already.") % words)
    return locked


def _saved(inspection: Inspection, *fields: str) -> None:
    inspection.revision += 1
    inspection.save(update_fields=["status", "revision", *fields])


@transaction.atomic
def begin(*, inspection: Inspection, by: User, revision: int | None = None) -> Inspection:
    """The inspector is there: from now on the unit sees the inspection."""
    locked = _own(inspection, InspectionStatus.PLANNED, by, revision)
    locked.status, locked.began_at = InspectionStatus.UNDER_WAY, clock.now()
    _saved(locked, "began_at")
    record("inspection.begun", locked, by=by)
    return locked


@transaction.atomic
def cancel(*, inspection: Inspection, reason: str, by: User, revision: int | None = None) -> Inspection:
    """It will not be made; the reason stays."""
    said = worded(reason, "reason")
    locked = _own(inspection, InspectionStatus.PLANNED, by, revision)
    locked.status, locked.reason, locked.closed_at = InspectionStatus.CANCELLED, said, clock.now()
    _saved(locked, "reason", "closed_at")
    record("inspection.cancelled", locked, by=by)
    return locked


@transaction.atomic
def conclude(
    *, inspection: Inspection, seen: Mapping[str, Seen], on: date, by: User, revision: int | None = None
) -> list[Finding]:
    """Answer every item; each that is not in order becomes a finding with its deadline. Then the inspection is closed."""
    locked = _own(inspection, InspectionStatus.UNDER_WAY, by, revision)
    checklist = checklists()[locked.checklist]
    if missing := unanswered(checklist.codes, seen):
        raise BadInput({code: _("Say what you saw.") for code in missing})
    if unknown := sorted(set(seen) - set(checklist.codes)):
        raise BadInput({"": _("The checklist has no item %(item)s.") % {"item": unknown[0]}})
    Answer.objects.bulk_create(
        Answer(inspection=locked, item=code, result=seen[code].result) for code in checklist.codes
    )
    found = []
    for item in checklist.items:
        told = seen[item.code]
        if told.result == Answer.Result.WRONG:
            what = worded(told.what or item.says_zh, item.code)
            found.append(find(inspection=locked, item=item.code, what=what, due_on=told.due_on, on=on, by=by))
    locked.status, locked.closed_at = InspectionStatus.CLOSED, clock.now()
    _saved(locked, "closed_at")
    record("inspection.closed", locked, by=by, after={"findings": [row.number for row in found]})
    return found
