"""One order of locks for every act: the people first, by number, then the assignment. So two acts never embrace."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils.translation import gettext as _

from core.actors import SYSTEM, Actor
from core.errors import NotNow
from duties.life import ACTS
from duties.models import Assignment, Member
from roster.models import Auxiliary


def lock(assignment: Assignment) -> Assignment:
    """Lock the members' files and then the assignment, and answer it as it stands now."""
    before = _members(assignment)
    lock_people(before)
    Assignment.objects.select_for_update(no_key=True).values_list("pk").get(pk=assignment.pk)
    locked = as_it_stands(assignment)
    if _members(locked) != before:
        raise NotNow(_("%(number)s was changed at this moment: look at it again.") % {"number": locked.number})
    return locked


def as_it_stands(assignment: Assignment) -> Assignment:
    """A locked assignment with who stands in it, read after the wait: joined to the lock they would be those before it."""
    rows = Assignment.objects.select_related("unit", "requester__person", "approver__person", "closed_by__person")
    return rows.get(pk=assignment.pk)


def lock_people(numbers: Iterable[int]) -> None:
    """Lock the files of these auxiliaries in one order."""
    list(
        Auxiliary.objects.select_for_update(no_key=True)
        .filter(pk__in=sorted(numbers))
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def _members(assignment: Assignment) -> list[int]:
    return sorted(Member.objects.filter(assignment=assignment.pk).values_list("auxiliary_id", flat=True))


def ready_for(act: str, assignment: Assignment, by: Actor) -> None:
    """Refuse whoever lacks the right, and an act for which the assignment stands elsewhere by now."""
    wanted = ACTS[act]
    if wanted.right and by is not SYSTEM and not by.may(wanted.right, assignment.unit):  # type: ignore[attr-defined]
        raise PermissionDenied
    if assignment.status not in wanted.starts:
        raise NotNow(standing(assignment))


def as_seen(assignment: Assignment, revision: int | None) -> None:
    """Refuse an act on something else than was looked at; None does not say what was."""
    if revision is not None and revision != assignment.revision:
        raise NotNow(_("%(number)s was changed meanwhile: look at it again.") % {"number": assignment.number})


def is_the_requester(assignment: Assignment, by: Actor) -> None:
    """Only the natural person who asks writes and submits the request: nobody asks in another's name."""
    if by.person_id is None or by.person_id != assignment.requester_person_id:
        words = {"number": assignment.number, "name": assignment.requester}
        raise NotNow(_("Only %(name)s, who asks for it, writes and submits %(number)s.") % words)


def standing(assignment: Assignment) -> str:
    """Where the assignment stands and who put it there, for whoever came second."""
    who = assignment.closed_by or assignment.approver
    words = {"number": assignment.number, "status": assignment.get_status_display(), "name": who}
    if who is None:
        return _("%(number)s stands at “%(status)s” already.") % words
    return _("%(number)s stands at “%(status)s” already, by %(name)s.") % words


def next_numbers(count: int, year: int) -> list[str]:
    """Numbers for new assignments, never given twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('duties_assignment_numbers') FROM generate_series(1, %s)", [count])
        return [f"RW{year}-{number:06d}" for (number,) in cursor.fetchall()]
