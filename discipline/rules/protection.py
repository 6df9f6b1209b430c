"""What may become of an incident on duty, who may deal with it, and what must stand before it is settled?

The states are a table; the same stands in PostgreSQL as a trigger, and a test compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from regulations.rules import rule

HANDLER, SETTLING = "protection.handler", "protection.settling"


class Kind(TextChoices):
    """What happened."""

    HURT = "hurt", _("hurt on duty")
    ATTACKED = "attacked", _("attacked or hindered on duty")
    THREATENED = "threatened", _("threatened or slandered for the duty")
    THIRD_PARTY = "third_party", _("somebody else was harmed by a duty")
    RIGHTS = "rights", _("rights of the auxiliary were harmed")
    OTHER = "other", _("other")


class Status(TextChoices):
    """Where an incident stands."""

    REPORTED = "reported", _("reported")
    IN_HAND = "in_hand", _("being dealt with")
    SETTLED = "settled", _("settled")


class Step(TextChoices):
    """What was done for the person, or about what happened."""

    MEDICAL = "medical", _("taken to a doctor")
    ADVANCED = "advanced", _("treatment paid in advance by the organ")
    INJURY = "injury", _("recognition of the injury applied for")
    PURSUED = "pursued", _("offence reported and pursued")
    LEGAL = "legal", _("legal help given")
    COMPENSATED = "compensated", _("compensation paid by the organ")
    CONSOLED = "consoled", _("visited, consoled")
    REMEDIED = "remedied", _("right restored")
    OTHER = "other", _("other")


class Recourse(TextChoices):
    """Is compensation to be asked back from the person (COMP 16)? Only for intent or gross negligence."""

    NONE = "none", _("neither intent nor gross negligence: nothing is asked back")
    GROSS = "gross", _("gross negligence: part is asked back")
    INTENT = "intent", _("intent: part or all is asked back")


S = Status
# Act → from which states to which.
ACTS = {
    "take": ((S.REPORTED, S.IN_HAND), S.IN_HAND),
    "note": ((S.IN_HAND,), S.IN_HAND),
    "settle": ((S.IN_HAND,), S.SETTLED),
}
OPEN = (S.REPORTED, S.IN_HAND)
PURSUED_KINDS = frozenset({Kind.ATTACKED, Kind.THREATENED})


def moves() -> set[tuple[str, str]]:
    """Every change of state that an act makes."""
    return {(start.value, end.value) for starts, end in ACTS.values() for start in starts if start != end}


@dataclass(frozen=True)
class HandlerFacts:
    """The natural person who would deal with it, the one it happened to, and the one who led."""

    person: int | None
    affected: int
    lead: int | None


@rule(
    "BZ-01",
    about=HANDLER,
    says=_("Neither the person it happened to nor the officer who led deals with the incident."),
    cure=_("Let another one deal with it."),
)
def is_another(facts: HandlerFacts) -> bool:
    return facts.person is not None and facts.person not in (facts.affected, facts.lead)


@dataclass(frozen=True)
class SettlingFacts:
    """What stands of the incident on the day somebody would settle it."""

    kind: str
    steps: frozenset[str]
    recourse: str
    injury_applied: bool


@rule(
    "BZ-02",
    about=SETTLING,
    says=_("Whoever attacked or threatened the person is reported and pursued before the incident is settled."),
    cure=_("Write down that the offence was reported, and what came of it."),
)
def is_pursued(facts: SettlingFacts) -> bool:
    return facts.kind not in PURSUED_KINDS or Step.PURSUED in facts.steps


@rule(
    "BZ-03",
    about=SETTLING,
    says=_("The organ answers for harm done on duty; whether anything is asked back is examined first."),
    cure=_("Say whether there was intent or gross negligence."),
)
def recourse_is_examined(facts: SettlingFacts) -> bool:
    paid = facts.kind == Kind.THIRD_PARTY or Step.COMPENSATED in facts.steps
    return not paid or facts.recourse in Recourse.values


@rule(
    "BZ-04",
    about=SETTLING,
    says=_("Recognition of a work injury is applied for within thirty days; the incident stays open until it is."),
    cure=_("Enter the injury on the file with the day of the application."),
)
def injury_is_applied_for(facts: SettlingFacts) -> bool:
    return facts.kind != Kind.HURT or facts.injury_applied
