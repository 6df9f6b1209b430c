"""Who would approve, and who is tied to the assignment."""

from __future__ import annotations

from datetime import date

from core.periods import on
from duties.models import Assignment, Ruling
from duties.rules.approver import ApproverFacts
from organisation.models import Officer
from roster.models import Relationship


def officer_of(person: int | None) -> Officer | None:
    """The officer a natural person is, if any."""
    return Officer.objects.filter(person=person).first() if person else None


def approver_facts(assignment: Assignment, person: int | None, officer: Officer | None, day: date) -> ApproverFacts:
    """The persons named in an assignment beside the one who would approve it."""
    members = assignment.members.all()
    kin = Relationship.objects.filter(on(day), auxiliary__in=members.values("auxiliary"), related__isnull=False)
    codes = assignment.duties.values("code")
    rulings = Ruling.objects.in_force(day).filter(unit=assignment.unit_id, code__in=codes)
    serving = officer is not None and officer.status == Officer.Status.SERVING
    return ApproverFacts(
        day=day,
        person=person,
        serving=((officer.starts_on, officer.ends_on),) if officer is not None and serving else (),
        requester=assignment.requester_person_id,
        leads=frozenset(assignment.leads.values_list("officer__person_id", flat=True)),
        members=frozenset(members.values_list("auxiliary__person_id", flat=True)),
        relatives=frozenset(kin.values_list("related_id", flat=True)),
        rulers=frozenset(
            [
                *rulings.values_list("person_id", flat=True),
                *assignment.rulings.values_list("person_id", flat=True),
            ]
        ),
    )
