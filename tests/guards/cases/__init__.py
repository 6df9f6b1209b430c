"""The locks of the house, room by room: each with an act that takes it and the row it takes."""

from __future__ import annotations

from tests.guards.cases import (
    accounts,
    appraisals,
    break_glass,
    commendations,
    complaints,
    discipline,
    duties,
    factors,
    grades,
    organisation,
    others,
    protection,
    roster,
    supervision,
    trust,
    warnings,
)
from tests.guards.waiting import Lock

LOCKS: tuple[Lock, ...] = (
    *organisation.LOCKS,
    *accounts.LOCKS,
    *break_glass.LOCKS,
    *factors.LOCKS,
    *roster.LOCKS,
    *duties.LOCKS,
    *discipline.LOCKS,
    *supervision.LOCKS,
    *complaints.LOCKS,
    *commendations.LOCKS,
    *grades.LOCKS,
    *appraisals.LOCKS,
    *others.LOCKS,
    *trust.LOCKS,
    *warnings.LOCKS,
    *protection.LOCKS,
)
