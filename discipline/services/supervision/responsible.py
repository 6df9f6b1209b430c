"""Who answers for a finding: the auxiliary for the act, and beside it the officer who led or commanded (带辅责任, GX 28)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.actors import Actor
from core.audit import record
from core.errors import BadInput, NotNow, Refused
from core.perms import Perms
from discipline.models.supervision import Finding, Responsibility
from discipline.rules.supervision import SETTLING, SettleFacts
from discipline.services.supervision.locking import holds, lock_finding, worded
from organisation.models import Officer
from regulations import rules
from regulations.selectors import unit_pack
from roster.models import Auxiliary

Kind, Stands = Responsibility.Kind, Responsibility.Stands


@transaction.atomic
def name_auxiliary(*, finding: Finding, auxiliary: Auxiliary, by: User) -> Responsibility:
    """Name an auxiliary for the act; whoever led or commanded the duty is named beside it (GX 28)."""
    locked = _in_sight(finding, by)
    if not auxiliary.unit.path.startswith(locked.unit.path):
        raise BadInput({"auxiliary": _("This auxiliary serves in another unit.")})
    if locked.responsibilities.filter(auxiliary=auxiliary).exists():
        raise NotNow(_("This auxiliary is named already."))
    row = _named(locked, Kind.ACTING, by, auxiliary=auxiliary)
    if locked.assignment_id is not None:
        name_leaders(locked, by=by)
    return row


@transaction.atomic
def name_officer(*, finding: Finding, officer: Officer, by: User) -> Responsibility:
    """Name an officer for leading, where the duty itself does not say who led."""
    locked = _in_sight(finding, by)
    if locked.responsibilities.filter(officer=officer).exists():
        raise NotNow(_("This officer is named already."))
    return _named(locked, Kind.LEADING, by, officer=officer)


def name_leaders(finding: Finding, *, by: Actor) -> None:
    """The officers who lead the duty on the spot; where there are none, the one who commands it. Each once."""
    if finding.assignment is None:
        return
    known = set(finding.responsibilities.values_list("officer", flat=True))
    leads = [(lead.officer_id, Kind.LEADING) for lead in finding.assignment.leads.all()]
    commander = getattr(finding.assignment, "commander", None)
    for officer, kind in leads or ([(commander.officer_id, Kind.COMMANDING)] if commander else []):
        if officer not in known:
            _named(finding, kind, by, officer_id=officer)


@transaction.atomic
def settle(*, responsibility: Responsibility, stands: str, reason: str, on: date, by: User) -> Responsibility:
    """Say whether the responsibility is established, with the reason. Nobody settles his own (SV-04)."""
    said = worded(reason, "reason")
    finding = _in_sight(responsibility.finding, by)
    row = finding.responsibilities.select_related("auxiliary", "officer").get(pk=responsibility.pk)
    if row.stands != Stands.TO_EXAMINE:
        raise NotNow(_("This responsibility was settled already."))
    if stands not in (Stands.ESTABLISHED, Stands.NOT_ESTABLISHED):
        raise BadInput({"stands": _("Say whether it is established.")})
    named = row.officer or row.auxiliary
    assert named is not None  # noqa: S101 - the database wants exactly one of the two
    facts = SettleFacts(by.person_id, named.person_id)
    if findings := rules.broken(SETTLING, facts, day=on, pack=unit_pack(finding.unit, on)):
        raise Refused(findings)
    row.stands, row.reason, row.settled_by, row.settled_at = stands, said, by, clock.now()
    row.save(update_fields=["stands", "reason", "settled_by", "settled_at"])
    record(
        "responsibility.settled", finding, by=by, after={"responsibility": row.pk, "kind": row.kind, "stands": stands}
    )
    return row


def _in_sight(finding: Finding, by: User) -> Finding:
    locked = lock_finding(finding)
    holds(Perms.SUPERVISE, locked.unit, by)
    return locked


def _named(
    finding: Finding,
    kind: str,
    by: Actor,
    *,
    auxiliary: Auxiliary | None = None,
    officer: Officer | None = None,
    officer_id: int | None = None,
) -> Responsibility:
    row = Responsibility(
        finding=finding, kind=kind, auxiliary=auxiliary, officer_id=officer.pk if officer else officer_id
    )
    row.save()
    record("responsibility.named", finding, by=by, after={"responsibility": row.pk, "kind": kind})
    return row
