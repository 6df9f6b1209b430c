"""What was asked before, to begin the next request with: the last one, those worth repeating, the usual duties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from accounts.models import User
from core.perms import Perms
from duties.models import Assignment, AssignmentDuty
from duties.selectors.assignments import with_people
from organisation.models import Unit
from regulations import packs
from regulations.packs import Duty

LOOKED_AT = 40
REPEATED = 5
USUAL = 8
OF_LAST = 300


def recent_requests(user: User) -> list[Assignment]:
    """My newest requests, of each wording one, the newest first."""
    if user.person_id is None:
        return []
    rows = Assignment.objects.visible_to(user, Perms.REQUEST_ASSIGNMENT).filter(requester_person=user.person_id)
    found: dict[str, Assignment] = {}
    for row in with_people(rows).order_by("-pk")[:LOOKED_AT]:
        found.setdefault(row.text.strip(), row)
    return list(found.values())[:REPEATED]


def repeatable(user: User, number: int) -> Assignment | None:
    """An earlier request in my units, whoever asked for it, to be asked for once more."""
    rows = with_people(Assignment.objects.visible_to(user, Perms.REQUEST_ASSIGNMENT))
    return rows.filter(pk=number).first()


def usual_duties(unit: Unit | None) -> Sequence[Duty]:
    """The duties a unit asks for most."""
    if unit is None:
        return []
    rows = AssignmentDuty.objects.filter(assignment__unit=unit).order_by("-pk")  # rule: unscoped, codes of one's unit
    known = {duty.code: duty for duty in packs.duties()}
    counted = Counter(rows.values_list("code", flat=True)[:OF_LAST])
    return [known[code] for code, _count in counted.most_common(USUAL) if code in known]
