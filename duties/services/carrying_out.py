"""On the spot: a lead or the commander begins and completes the work; a supervising officer, or the program, stops it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.actors import SYSTEM, Actor
from core.audit import record
from core.errors import BadInput, NotNow, Refused
from core.outbox import emit
from duties.life import Status
from duties.models import Assignment, Commander, Lead, Member, local_day
from duties.selectors.approver import officer_of
from duties.selectors.facts import decide_many
from duties.services.deciding import proposal_of
from duties.services.locking import lock, ready_for

EARLY = dt.timedelta(hours=2)


@dataclass(frozen=True)
class Attendance:
    """When a member came and left."""

    came_at: datetime
    left_at: datetime


@transaction.atomic
def begin(*, assignment: Assignment, by: User, present: Collection[int] = ()) -> Assignment:
    """A lead, or the commander, confirms who leads on the spot. `present` are the leads' numbers; a lead is there himself."""
    locked = lock(assignment)
    ready_for("begin", locked, by)
    now = clock.now()
    if now < locked.starts_at - EARLY:
        raise NotNow(_("It begins at %(time)s: confirm when you are there.") % {"time": _time(locked.starts_at)})
    if now > locked.ends_at:
        raise NotNow(_("Its time is over: it cannot begin any more."))
    confirmed = _confirmed(locked, by, present)
    decision = decide_many([proposal_of(locked)], since=local_day(now))[0]
    if not decision.allowed:
        raise Refused(decision.findings, decision=decision)
    if not confirmed and any(duty["verdict"] == "requires_police_lead" for duty in _duties(decision.basis)):
        raise BadInput({"present": _("Name the leading officers who are on the spot.")})
    Lead.objects.filter(assignment=locked, officer__in=confirmed).update(confirmed_at=now, confirmed_by=by)
    locked.status, locked.began_at = Status.UNDER_WAY, now
    locked.revision += 1
    locked.save(update_fields=["status", "began_at", "revision"])
    record("assignment.begun", locked, by=by, after={"leads": sorted(confirmed)})
    emit("duties.begun", {"assignment": locked.pk, "unit": locked.unit_id})
    return locked


@transaction.atomic
def complete(
    *, assignment: Assignment, by: User, attendance: Mapping[int, Attendance], remarks: str = ""
) -> Assignment:
    """A lead, or the commander, says who was there from when to when. Whoever is not named was absent."""
    locked = lock(assignment)
    ready_for("complete", locked, by)
    _confirmed(locked, by, ())
    members = {member.auxiliary_id: member for member in locked.members.all()}
    _check(attendance, members, locked)
    for number, times in attendance.items():
        member = members[number]
        member.came_at, member.left_at = times.came_at, times.left_at
    Member.objects.bulk_update(members.values(), ["came_at", "left_at"])
    locked.status, locked.remarks = Status.COMPLETED, remarks.strip()
    locked.closed_by, locked.closed_at = by, clock.now()
    locked.revision += 1
    locked.save(update_fields=["status", "remarks", "closed_by", "closed_at", "revision"])
    record("assignment.completed", locked, by=by, after={"present": sorted(attendance)}, reason=remarks)
    emit("duties.completed", {"assignment": locked.pk, "unit": locked.unit_id})
    return locked


@transaction.atomic
def stop(*, assignment: Assignment, reason: str, by: Actor) -> Assignment:
    """Stop what is approved or under way, with a reason; requester, commander and leads are told."""
    if not reason.strip():
        raise BadInput({"reason": _("Say why.")})
    locked = lock(assignment)
    ready_for("stop", locked, by)
    before = locked.status
    locked.status, locked.reason = Status.STOPPED, reason.strip()[:500]
    locked.closed_by = by if isinstance(by, User) else None
    locked.closed_at = clock.now()
    locked.revision += 1
    locked.save(update_fields=["status", "reason", "closed_by", "closed_at", "revision"])
    record("assignment.stopped", locked, by=by, before={"status": before}, reason=reason)
    emit("duties.stopped", {"assignment": locked.pk, "unit": locked.unit_id, "by_program": by is SYSTEM})
    return locked


def _confirmed(assignment: Assignment, by: User, present: Collection[int]) -> set[int]:
    """The leads that are there: those named, and whoever confirms if he is one. Others may not confirm."""
    officer = officer_of(by.person_id)
    leads = set(assignment.leads.values_list("officer_id", flat=True))
    commander = Commander.objects.filter(assignment=assignment).values_list("officer_id", flat=True).first()
    if officer is None or officer.pk not in leads | {commander}:
        raise NotNow(_("Only a leading officer or the commanding officer of this assignment confirms it."))
    if set(present) - leads:
        raise BadInput({"present": _("Choose among the leading officers of this assignment.")})
    return set(present) | ({officer.pk} & leads)


def _check(attendance: Mapping[int, Attendance], members: Mapping[int, Member], assignment: Assignment) -> None:
    for number, times in attendance.items():
        if number not in members:
            raise BadInput({"attendance": _("Choose among the members of this assignment.")})
        if not assignment.starts_at - EARLY <= times.came_at < times.left_at:
            raise BadInput({"attendance": _("Whoever came left later, and came no more than two hours early.")})


def _duties(basis: Mapping[str, object]) -> list[Mapping[str, str]]:
    return [duty for period in basis["periods"] for duty in period["duties"]]  # type: ignore[attr-defined]


def _time(moment: datetime) -> str:
    return f"{moment.astimezone():%H:%M}"
