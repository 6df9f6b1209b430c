"""Who is told what becomes of an assignment: a message on the desk and in the mail of the day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.outbox import consumer
from core.perms import Perms
from duties.life import Status
from duties.models import Assignment, RefusedAttempt
from duties.selectors.assignments import with_people
from reminders.recipients import nearest_holders
from reminders.services import settle_messages, tell_users
from reminders.wording import message_words

Payload = Mapping[str, Any]

message_words.update(
    {
        "duties.submitted": _("%(number)s waits for approval: %(text)s"),
        "duties.referred": _("%(number)s needs a ruling: %(text)s"),
        "duties.approved": _("%(number)s is approved: %(text)s"),
        "duties.returned": _("%(number)s was returned: %(reason)s"),
        "duties.rejected": _("%(number)s was rejected: %(reason)s"),
        "duties.stopped": _("%(number)s was stopped: %(reason)s"),
        "duties.expired": _("%(number)s expired: nobody decided before it was to start."),
        "duties.unled": _("%(number)s should have begun, and nobody has confirmed to lead it: %(text)s"),
        "duties.refused": _("The law refused a request: %(text)s"),
    }
)


# What waits for somebody: in which state, and whose right it is. It is told only while it waits, and settled after.
WAITS = {
    "duties.submitted": (Status.PENDING, Perms.APPROVE_ASSIGNMENT),
    "duties.referred": (Status.REFERRED, Perms.RULE_ON_LAW),
}


def requester(assignment: Assignment) -> set[int]:
    return {assignment.requester_person_id}


def in_charge(assignment: Assignment) -> set[int]:
    """The commanding officer and those who lead."""
    people = {lead.officer.person_id for lead in assignment.leads.all()}
    commander = getattr(assignment, "commander", None)
    return people | ({commander.officer.person_id} if commander else set())


def members(assignment: Assignment) -> set[int]:
    return {member.auxiliary.person_id for member in assignment.members.all()}


def everybody(assignment: Assignment) -> set[int]:
    return requester(assignment) | in_charge(assignment) | members(assignment)


def tell(kind: str, assignment: Assignment, *, people: set[int], holding: str = "") -> None:
    """Tell the users of these natural persons, and whoever holds a right nearest the unit; what waited is settled."""
    settle(assignment)
    if kind in WAITS and assignment.status != WAITS[kind][0]:
        return  # decided before anybody could be told
    users = set(User.objects.filter(person__in=people, is_active=True).values_list("pk", flat=True))
    on_their_page = _auxiliaries(users)
    if holding:
        users |= set(nearest_holders(holding, assignment.unit.path))
    words = {"number": assignment.number, "text": assignment.text[:80], "reason": assignment.reason[:200]}
    key = f"{kind}:{assignment.pk}:{assignment.version}"
    address = reverse("duties:assignment", args=[assignment.pk])
    tell_users(users=users - on_their_page, kind=kind, words=words, key=key, url=address)
    tell_users(users=on_their_page, kind=kind, words=words, key=key, url="/me/")


def settle(assignment: Assignment) -> None:
    """Whoever was asked to decide what has been decided meanwhile need not look any more."""
    address = reverse("duties:assignment", args=[assignment.pk])
    for kind, (status, right) in WAITS.items():
        if assignment.status != status:
            settle_messages(users=nearest_holders(right, assignment.unit.path), kind=kind, url=address)


def _auxiliaries(users: set[int]) -> set[int]:
    """Those among the users who read their own page, not the assignment's."""
    held = User.objects.filter(pk__in=users, unituserpermission__permission__codename=Perms.VIEW_SELF)
    return set(held.values_list("pk", flat=True))


def _assignment(payload: Payload) -> Assignment:
    found: Assignment = with_people(Assignment.objects.all()).get(pk=payload["assignment"])
    return found


def on(kind: str, people: Callable[[Assignment], set[int]] | None, holding: str = "") -> None:
    """Tell of every event of a kind."""

    def handle(payload: Payload) -> None:
        assignment = _assignment(payload)
        tell(kind, assignment, people=people(assignment) if people else set(), holding=holding)

    consumer(kind, name="duties.notices")(handle)


on("duties.submitted", None, Perms.APPROVE_ASSIGNMENT)
on("duties.referred", None, Perms.RULE_ON_LAW)
on("duties.approved", everybody)
on("duties.returned", requester)
on("duties.rejected", requester)
on("duties.stopped", everybody, Perms.APPROVE_ASSIGNMENT)
on("duties.expired", requester)
on("duties.unled", lambda assignment: requester(assignment) | in_charge(assignment), Perms.APPROVE_ASSIGNMENT)


@consumer("duties.withdrawn", name="duties.notices")
def withdrawn(payload: Payload) -> None:
    """Nobody need decide it any more."""
    settle(_assignment(payload))


@consumer("duties.decided", name="duties.notices")
def ruled(payload: Payload) -> None:
    """After a ruling: on to the approver, or back to the requester."""
    assignment = _assignment(payload)
    if payload["status"] == Status.PENDING:
        tell("duties.submitted", assignment, people=set(), holding=Perms.APPROVE_ASSIGNMENT)
    elif payload["status"] == Status.REJECTED:
        tell("duties.rejected", assignment, people=requester(assignment))


@consumer("duties.refused", name="duties.notices")
def refused(payload: Payload) -> None:
    """The inspectors of the unit learn of every attempt."""
    attempt = RefusedAttempt.objects.select_related("unit").get(pk=payload["attempt"])
    tell_users(
        users=nearest_holders(Perms.VIEW_REFUSED, attempt.unit.path),
        kind="duties.refused",
        words={"text": attempt.text[:80]},
        key=f"duties.refused:{attempt.pk}",
        url=reverse("duties:attempt", args=[attempt.pk]),
    )
