"""An incident is reported, taken in hand by somebody else, helped with, settled; people are put on the care list and visited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.audit import record
from core.errors import BadInput, NotNow, Refused
from core.outbox import emit
from core.perms import Perms
from discipline.models.protection import Care, CareVisit, Incident, IncidentStep
from discipline.rules.protection import ACTS, HANDLER, SETTLING, Kind, Status, Step
from discipline.selectors import protection as selectors
from discipline.selectors.commendations import bureau_of
from duties.models import Assignment
from organisation.models import Officer
from regulations import rules
from regulations.selectors import unit_pack
from roster.models import Auxiliary
from roster.rules.terms import add_months


@dataclass(frozen=True)
class Told:
    """What happened, to whom, when; where it is known, on which duty and under which officer."""

    auxiliary: Auxiliary
    kind: str
    happened_on: date
    what: str
    assignment: Assignment | None = None
    lead: Officer | None = None


@transaction.atomic
def report(*, told: Told, on: date, by: User) -> Incident:
    """Enter an incident: by who handles incidents of the unit, or by the auxiliary it happened to.

    Consequences and compensation are borne by the organ that uses the auxiliary (HA 4, 34; GX 8, 40; ST 3, 31).
    """
    auxiliary = _lock_person(told.auxiliary)
    own = by.person_id is not None and by.person_id == auxiliary.person_id
    if not own and not by.may(Perms.HANDLE_INCIDENTS, auxiliary.unit):
        raise PermissionDenied
    said = _said(told.what, "what", _("Say what happened."))
    if told.kind not in Kind.values:
        raise BadInput({"kind": _("Choose a kind.")})
    if told.happened_on > on:
        raise BadInput({"happened_on": _("This day is still to come.")})
    if told.assignment is not None and not told.assignment.members.filter(auxiliary=auxiliary).exists():
        raise BadInput({"assignment": _("This person was not on that assignment.")})
    unit = auxiliary.unit
    row = Incident(
        number=_next_number(on.year), auxiliary=auxiliary, unit=unit, borne_by=bureau_of(unit),
        assignment=told.assignment, lead=told.lead or selectors.lead_of(told.assignment), kind=told.kind,
        happened_on=told.happened_on, what=said, reported_on=on, reported_by=by, reported_person_id=by.person_id,
        take_by=on + timedelta(days=selectors.value("take_days", unit, on)),
        due_on=on + timedelta(days=selectors.value("close_days", unit, on)),
    )  # fmt: skip
    row.save()
    record("incident.reported", row, by=by, after={"auxiliary": auxiliary.pk, "kind": told.kind})
    emit("discipline.incident_reported", {"incident": row.pk, "unit": unit.pk})
    return row


@transaction.atomic
def take(*, incident: Incident, on: date, by: User) -> Incident:
    """Take it in hand. Raises Refused for the person it happened to and the officer who led (BZ-01)."""
    row = _ready("take", incident, by)
    facts = selectors.handler_facts(row, by.person_id)
    if findings := rules.broken(HANDLER, facts, day=on, pack=unit_pack(row.unit, on)):
        raise Refused(findings)
    row.handler, row.handler_person_id = by, by.person_id
    _saved(row, "take", "handler", "handler_person")
    record("incident.taken", row, by=by)
    emit("discipline.incident_moved", {"incident": row.pk, "unit": row.unit_id})
    return row


@transaction.atomic
def note(
    *, incident: Incident, kind: str, on: date, words: str, paid: Decimal | None, today: date, by: User
) -> IncidentStep:
    """Write down what was done, on which day, and what the organ paid. Nothing of it is taken from pay."""
    row = _in_hand(_ready("note", incident, by), by)
    said = _said(words, "words", _("Say it in words."))
    if kind not in Step.values:
        raise BadInput({"kind": _("Choose a kind.")})
    if not row.happened_on <= on <= today:
        raise BadInput({"on": _("Give a day from the incident on, not one to come.")})
    if paid is not None and paid < 0:
        raise BadInput({"paid": _("An amount cannot be negative.")})
    step = IncidentStep(
        incident=row, kind=kind, on=on, words=said, paid=paid, by=by, person_id=by.person_id, at=clock.now()
    )
    step.save()
    _saved(row, "note")
    record("incident.noted", row, by=by, after={"step": kind, "on": on})
    return step


@transaction.atomic
def settle(*, incident: Incident, result: str, recourse: str, on: date, by: User) -> Incident:
    """Settle it. Raises Refused with everything that is missing (BZ-02 to BZ-04)."""
    row = _in_hand(_ready("settle", incident, by), by)
    said = _said(result, "result", _("Say what came of it."))
    facts = selectors.settling_facts(row, recourse)
    if findings := rules.broken(SETTLING, facts, day=on, pack=unit_pack(row.unit, on)):
        raise Refused(findings)
    row.result, row.recourse, row.settled_at = said, recourse, clock.now()
    _saved(row, "settle", "result", "recourse", "settled_at")
    record("incident.settled", row, by=by, after={"recourse": recourse})
    emit("discipline.incident_moved", {"incident": row.pk, "unit": row.unit_id})
    return row


@transaction.atomic
def look_after(
    *, auxiliary: Auxiliary, ground: str, words: str, on: date, by: User, incident: Incident | None = None
) -> Care:
    """Put somebody, also one who left or died, on the care list (GX 39, ST 20)."""
    locked = _lock_person(auxiliary)
    if not by.may(Perms.HANDLE_INCIDENTS, locked.unit):
        raise PermissionDenied
    said = _said(words, "words", _("Say it in words."))
    if ground not in Care.Ground.values:
        raise BadInput({"ground": _("Choose a ground.")})
    if Care.objects.running().filter(auxiliary=locked, ground=ground).exists():
        raise NotNow(_("This person is on the list for this ground already."))
    if incident is not None and incident.auxiliary_id != locked.pk:
        raise BadInput({"ground": _("This incident happened to somebody else.")})
    row = Care(
        auxiliary=locked,
        ground=ground,
        words=said,
        since=on,
        incident=incident,
        entered_by=by,
        visit_by=_next(locked, on),
    )
    row.save()
    record("care.begun", row, by=by, after={"auxiliary": locked.pk, "ground": ground})
    return row


@transaction.atomic
def visit(*, care: Care, on: date, words: str, given: Decimal | None, today: date, by: User) -> CareVisit:
    """Write down a visit; the next one is due after the months of house policy."""
    row = _care(care, by)
    said = _said(words, "words", _("Say it in words."))
    if not row.since <= on <= today:
        raise BadInput({"on": _("Give a day since the person is on the list, not one to come.")})
    if given is not None and given < 0:
        raise BadInput({"given": _("An amount cannot be negative.")})
    made = CareVisit(care=row, on=on, words=said, given=given, by=by, person_id=by.person_id)
    made.save()
    row.visit_by = max(row.visit_by, _next(row.auxiliary, on))
    row.save(update_fields=["visit_by"])
    record("care.visited", row, by=by, after={"on": on})
    return made


@transaction.atomic
def end_care(*, care: Care, why: str, on: date, by: User) -> Care:
    """Take somebody off the list, with the reason."""
    row = _care(care, by)
    row.why_ended, row.until = _said(why, "why", _("Give the reason.")), on
    row.save(update_fields=["why_ended", "until"])
    record("care.ended", row, by=by, after={"until": on})
    return row


def _said(words: str, field: str, sentence: str) -> str:
    if not (said := words.strip()):
        raise BadInput({field: sentence})
    return said


def _next(auxiliary: Auxiliary, on: date) -> date:
    return add_months(on, selectors.value("visit_months", auxiliary.unit, on))


def _lock_person(auxiliary: Auxiliary) -> Auxiliary:
    rows = Auxiliary.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("unit", "person").get(pk=auxiliary.pk)


def _lock(incident: Incident) -> Incident:
    rows = Incident.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("unit", "auxiliary", "lead").get(pk=incident.pk)


def _care(care: Care, by: User) -> Care:
    rows = Care.objects.select_for_update(of=("self",), no_key=True)
    row = rows.select_related("auxiliary__unit").get(pk=care.pk)
    if not by.may(Perms.HANDLE_INCIDENTS, row.auxiliary.unit):
        raise PermissionDenied
    if row.until is not None:
        raise NotNow(_("This person is no longer on the list."))
    return row


def _ready(act: str, incident: Incident, by: User) -> Incident:
    """Locked, within the actor's right, and standing where the act begins."""
    row = _lock(incident)
    if not by.may(Perms.HANDLE_INCIDENTS, row.unit):
        raise PermissionDenied
    if row.status not in ACTS[act][0]:
        words = {"number": row.number, "status": row.get_status_display()}
        raise NotNow(_("%(number)s stands at “%(status)s” already.") % words)
    return row


def _in_hand(incident: Incident, by: User) -> Incident:
    if by.person_id is None or incident.handler_person_id != by.person_id:
        raise NotNow(_("Only the one who deals with %(number)s does this.") % {"number": incident.number})
    return incident


def _saved(incident: Incident, act: str, *fields: str) -> None:
    incident.status = Status(ACTS[act][1])
    incident.revision += 1
    incident.save(update_fields=["status", "revision", *fields])


def _next_number(year: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('discipline_incident_numbers')")
        return f"ZQ{year}-{cursor.fetchone()[0]:06d}"
