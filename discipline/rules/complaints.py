"""What may become of a complaint, and who may deal with it? States as a table; the same stands in PostgreSQL as a trigger."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from regulations.rules import rule

HANDLER, ANSWER = "complaint.handler", "complaint.answer"


class Status(TextChoices):
    """Where a complaint stands."""

    RECEIVED = "received", _("received")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")
    IN_HAND = "in_hand", _("being dealt with")
    ANSWERED = "answered", _("answered")


S = Status
# Act → from which states to which.
ACTS = {
    "acknowledge": ((S.RECEIVED,), S.ACKNOWLEDGED),
    "assign": ((S.ACKNOWLEDGED, S.IN_HAND), S.IN_HAND),
    "answer": ((S.IN_HAND,), S.ANSWERED),
}
OPEN = (S.RECEIVED, S.ACKNOWLEDGED, S.IN_HAND)


def moves() -> set[tuple[str, str]]:
    """Every change of state that an act makes."""
    return {(start.value, end.value) for starts, end in ACTS.values() for start in starts if start != end}


@dataclass(frozen=True)
class HandlerFacts:
    """The natural person who would deal with it, and everybody it must not be."""

    person: int | None
    subjects: frozenset[int]
    relatives: frozenset[int]
    reporter: int | None


@rule(
    "TS-01",
    about=HANDLER,
    says=_("Whoever is complained of does not deal with the complaint."),
    cure=_("Let another one deal with it."),
)
def is_not_complained_of(facts: HandlerFacts) -> bool:
    return facts.person is not None and facts.person not in facts.subjects


@rule(
    "TS-02",
    about=HANDLER,
    says=_("A relative of whoever is complained of does not deal with the complaint."),
    cure=_("Let another one deal with it."),
)
def is_no_relative(facts: HandlerFacts) -> bool:
    return facts.person not in facts.relatives


@rule(
    "TS-03",
    about=HANDLER,
    says=_("This person is involved and does not deal with the complaint."),
    cure=_("Let another one deal with it."),
)
def did_not_report_it(facts: HandlerFacts) -> bool:
    return facts.person != facts.reporter


@dataclass(frozen=True)
class AnswerFacts:
    """Is the reporter somebody who works here, and was it looked whether anything was done against them?"""

    reporter_works_here: bool
    looked: bool


@rule(
    "TS-04",
    about=ANSWER,
    says=_("A complaint is answered only after a look at what was done against the reporter since."),
    cure=_("Look at it, and write down what you saw."),
)
def was_looked_at(facts: AnswerFacts) -> bool:
    return facts.looked or not facts.reporter_works_here
