"""What may become of an inspection and of what it found? States as tables; the draw that anybody can make again.

The same tables stand in PostgreSQL as triggers; a test compares the two.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from regulations.rules import rule

QUESTION, RECHECK, SETTLING = "supervision.inspector", "supervision.recheck", "supervision.settling"


class InspectionStatus(TextChoices):
    """Where an inspection stands."""

    PLANNED = "planned", _("planned")
    UNDER_WAY = "under_way", _("under way")
    CLOSED = "closed", pgettext_lazy("inspection", "closed")
    CANCELLED = "cancelled", _("cancelled")


class FindingStatus(TextChoices):
    """Where a finding stands."""

    OPEN = "open", _("to be put right")
    REPORTED = "reported", _("reported as put right")
    PASSED = "passed", _("re-checked: put right")
    WITHDRAWN = "withdrawn", pgettext_lazy("finding", "withdrawn")


class Step(TextChoices):
    """What was done about a finding; each is kept with its words."""

    REPORTED = "reported", _("reported as put right")
    PASSED = "passed", _("re-check passed")
    FAILED = "failed", _("re-check failed")
    EXTENDED = "extended", _("given more time")
    WITHDRAWN = "withdrawn", pgettext_lazy("finding", "withdrawn")


LOOK, F = InspectionStatus, FindingStatus
INSPECTION_MOVES = frozenset(
    {(LOOK.PLANNED, LOOK.UNDER_WAY), (LOOK.PLANNED, LOOK.CANCELLED), (LOOK.UNDER_WAY, LOOK.CLOSED)},
)
# Step → from which state to which.
FINDING_STEPS = {
    Step.REPORTED: (F.OPEN, F.REPORTED),
    Step.PASSED: (F.REPORTED, F.PASSED),
    Step.FAILED: (F.REPORTED, F.OPEN),
    Step.EXTENDED: (F.OPEN, F.OPEN),
    Step.WITHDRAWN: (F.OPEN, F.WITHDRAWN),
}
STANDING = (F.OPEN, F.REPORTED)


def finding_moves() -> set[tuple[str, str]]:
    """Every change of state that a step makes."""
    return {(start.value, end.value) for start, end in FINDING_STEPS.values() if start != end}


@dataclass(frozen=True)
class InspectorFacts:
    """The natural person who inspects, and everybody who has a part in the duty that is looked at."""

    person: int | None
    parties: frozenset[int]
    relatives: frozenset[int] = frozenset()


@rule(
    "SV-01",
    about=QUESTION,
    says=_("Whoever asked for the duty, approved it, commands it, leads it or does it does not inspect it."),
    cure=_("Let another inspector do it."),
)
def has_no_part_in_the_duty(facts: InspectorFacts) -> bool:
    return facts.person is not None and facts.person not in facts.parties


@rule(
    "SV-02",
    about=QUESTION,
    says=_("A relative of an auxiliary on the duty does not inspect it."),
    cure=_("Let another inspector do it."),
)
def is_no_relative_of_a_member(facts: InspectorFacts) -> bool:
    return facts.person not in facts.relatives


@dataclass(frozen=True)
class RecheckFacts:
    """Who checks again, and who said it was put right."""

    person: int | None
    reported_by: int | None


@rule(
    "SV-03",
    about=RECHECK,
    says=_("Whoever reported that it was put right does not check it."),
    cure=_("Let an inspector who did not report it check it."),
)
def did_not_report_it(facts: RecheckFacts) -> bool:
    return facts.person is not None and facts.person != facts.reported_by


@dataclass(frozen=True)
class Ticket:
    """A unit in the draw and how many tickets it has: one, and one more for each point of risk."""

    unit: int
    code: str
    points: int


def drawn(pool: Iterable[Ticket], *, seed: str, count: int) -> list[Ticket]:
    """The units whose lowest ticket is lowest. A ticket is SHA-256 of `seed|code|number`, number from 1 to the unit's tickets.

    Whoever has the seed and the pool can make the draw again with any program, and gets the same.
    """
    ordered = sorted(pool, key=lambda ticket: (lowest(ticket, seed), ticket.code))
    return ordered[:count]


def lowest(ticket: Ticket, seed: str) -> str:
    """The lowest of the unit's tickets, as hexadecimal."""
    return min(_hash(seed, ticket.code, number) for number in range(1, max(ticket.points, 1) + 1))


def _hash(seed: str, code: str, number: int) -> str:
    return hashlib.sha256(f"{seed}|{code}|{number}".encode()).hexdigest()


@dataclass(frozen=True)
class Weights:
    """How many points each thing adds that happened in a unit (house policy)."""

    attempt: int
    unled: int
    overdue: int


def points(weights: Weights, *, attempts: int, unled: int, overdue: int) -> int:
    """The tickets of a unit: one for every unit, and the points of what happened there."""
    return 1 + weights.attempt * attempts + weights.unled * unled + weights.overdue * overdue


def unanswered(items: Sequence[str], answered: Iterable[str]) -> list[str]:
    """The items of the checklist that nobody answered yet."""
    given = set(answered)
    return [item for item in items if item not in given]


@dataclass(frozen=True)
class SettleFacts:
    """Who settles a responsibility, and whose it is."""

    person: int | None
    whose: int


@rule(
    "SV-04",
    about=SETTLING,
    says=_("Nobody settles his own responsibility."),
    cure=_("Let another inspector settle it."),
)
def is_not_his_own(facts: SettleFacts) -> bool:
    return facts.person is not None and facts.person != facts.whose
