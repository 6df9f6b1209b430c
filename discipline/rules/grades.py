"""Who may climb a grade, when, and how far? The ladder is data of the place; states and conditions stand here, pure.

Grades give no command over anybody (GX 23). Numbers and terms are house policy by the packs (`discipline.grades.*`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.life import Act, Life
from core.perms import Perms
from regulations.rules import rule
from roster.rules.terms import add_months

PROPOSAL: Final = "discipline.grades.proposal"
DECISION: Final = "discipline.grades.decision"


class Status(TextChoices):
    """Where a proposal stands."""

    PROPOSED = "proposed", _("proposed")
    PUBLIC = "public", _("in publicity")
    CONTESTED = "contested", _("objected to")
    DECIDED = "decided", _("grade given")
    REJECTED = "rejected", _("not promoted")
    WITHDRAWN = "withdrawn", _("withdrawn")


S = Status


ACTS: Final = Life(
    Act("publish", (S.PROPOSED,), (S.PUBLIC,), Perms.MANAGE_GRADES),
    Act("contest", (S.PUBLIC, S.CONTESTED), (S.CONTESTED,), Perms.MANAGE_GRADES),  # every objection is kept
    Act("settle", (S.CONTESTED,), (S.PUBLIC, S.REJECTED), Perms.MANAGE_GRADES),
    Act("decide", (S.PUBLIC,), (S.DECIDED,), Perms.MANAGE_GRADES),
    Act("reject", (S.PROPOSED, S.PUBLIC), (S.REJECTED,), Perms.MANAGE_GRADES),
    Act("withdraw", (S.PROPOSED, S.PUBLIC), (S.WITHDRAWN,), Perms.MANAGE_GRADES),
)
OPEN: Final = (S.PROPOSED, S.PUBLIC, S.CONTESTED)


@dataclass(frozen=True)
class Ladder:
    """The grades of a place, the highest first, and what each step asks for. `months` empty: the office must supply them."""

    names: tuple[str, ...]
    months: Mapping[int, int]  # by the grade held, counted from the top
    by_selection: frozenset[int]
    upper_share: float
    needs_training: bool
    award_saves: int
    entry: tuple[int, ...]  # the first grade, by education
    entry_months: int

    def place(self, name: str) -> int | None:
        """The number of a grade from the top, 1 the highest; None for a name that is not on this ladder."""
        return self.names.index(name) + 1 if name in self.names else None

    def below(self, name: str, steps: int) -> str:
        """The grade so many steps further down, the lowest at most; nothing below the lowest, or off this ladder."""
        place = self.place(name)
        if place is None or place == len(self.names):
            return ""
        return self.names[min(place + steps, len(self.names)) - 1]

    def knows_its_months(self) -> bool:
        """Does it say for each grade below the top how long it is held?"""
        return all(number in self.months for number in range(2, len(self.names) + 1))

    def upper(self) -> tuple[str, ...]:
        """Names of the grades reached by selection."""
        return tuple(name for number, name in enumerate(self.names, start=1) if number in self.by_selection)


@dataclass(frozen=True)
class Held:
    """What somebody holds: the grade, since when; what was earned and what stands against it since."""

    grade: str
    since: date
    education: int | None = None  # place in the list of education, the lowest 0
    awards: int = 0
    trained: bool = False
    sanctioned: bool = False


@dataclass(frozen=True)
class Step:
    """The next step of somebody: to which grade, from which day, what is missing for it. `to` empty: none is known."""

    to: str
    due_on: date | None
    lacks: tuple[str, ...] = field(default_factory=tuple)

    def ripe(self, day: date) -> bool:
        return bool(self.to) and self.due_on is not None and self.due_on <= day and not self.lacks


TRAINING, SANCTION, TERMS, TOP, UNKNOWN = "training", "sanction", "terms", "top", "unknown"
LACKS: Final[Mapping[str, object]] = {
    TRAINING: _("training before promotion"),
    SANCTION: _("a sanction is in effect"),
    TERMS: _("the months in a grade are not known here: the office supplies them"),
    TOP: _("the highest grade is reached"),
    UNKNOWN: _("the grade on file is not on the ladder of this place"),
}


def next_step(held: Held, ladder: Ladder) -> Step:
    """Where the way goes on from here: always one grade at a time; the first grade goes by education."""
    lacks = [SANCTION] if held.sanctioned else []
    if not held.grade:
        place = ladder.entry[held.education if held.education is not None else 0]
        due_on = add_months(held.since, ladder.entry_months)
        return Step(ladder.names[min(place, len(ladder.names)) - 1], due_on, tuple(lacks))
    number = ladder.place(held.grade)
    if number is None:
        return Step("", None, (UNKNOWN,))
    if number == 1:
        return Step("", None, (TOP,))
    if ladder.needs_training and not held.trained:
        lacks.append(TRAINING)
    if number not in ladder.months:
        return Step(ladder.names[number - 2], None, (*lacks, TERMS))
    months = max(0, ladder.months[number] - ladder.award_saves * held.awards)
    return Step(ladder.names[number - 2], add_months(held.since, months), tuple(lacks))


@dataclass(frozen=True)
class ProposalFacts:
    """The person, the step that is due, and what is proposed."""

    day: date
    on_strength: bool
    step: Step
    to: str
    appraisal: str
    failed: bool = False  # the newest annual appraisal in the grade


@dataclass(frozen=True)
class DecisionFacts:
    """The publicity as it went, the room in the upper grades, and the natural person who would decide."""

    day: date
    published_until: date | None
    decider: int | None
    proposer: int
    person: int
    relatives: frozenset[int]
    upper: bool
    upper_held: int
    upper_most: int


@rule(
    "GR-01",
    about=PROPOSAL,
    says=_("The person is not on strength."),
    cure=_("Only somebody who serves here is graded."),
)
def is_on_strength(facts: ProposalFacts) -> bool:
    return facts.on_strength


@rule(
    "GR-02",
    about=PROPOSAL,
    says=_("The next grade is not due yet: grade %(grade)s since %(since)s, due on %(due_on)s."),
    cure=_("Propose it from that day on; where the months are not known the office supplies them first."),
)
def is_due(facts: ProposalFacts) -> bool:
    return facts.step.due_on is not None and facts.step.due_on <= facts.day


@rule(
    "GR-03",
    about=PROPOSAL,
    says=_("No appraisal result of the years in the grade is named."),
    cure=_("Name the results and their documents: the appraisal is the basis of the grade."),
)
def rests_on_appraisal(facts: ProposalFacts) -> bool:
    return bool(facts.appraisal)


@rule(
    "GR-11",
    about=PROPOSAL,
    says=_("The newest annual appraisal in the present grade was failed: %(failed)s."),
    cure=_("Propose it after a year that was not failed."),
)
def was_not_failed(facts: ProposalFacts) -> bool:
    return not facts.failed


@rule(
    "GR-04",
    about=PROPOSAL,
    says=_("Training before promotion is wanted here, and none since the present grade is on file."),
    cure=_("Enter the training that was passed."),
)
def is_trained(facts: ProposalFacts) -> bool:
    return TRAINING not in facts.step.lacks


@rule(
    "GR-05",
    about=PROPOSAL,
    says=_("A sanction is in effect: no promotion until it ends."),
    cure=_("Propose it after the effect has ended."),
)
def no_sanction(facts: ProposalFacts) -> bool:
    return SANCTION not in facts.step.lacks


@rule(
    "GR-09",
    about=PROPOSAL,
    says=_("Only the next grade may be proposed: %(next)s."),
    cure=_("Propose one step."),
)
def one_step(facts: ProposalFacts) -> bool:
    return bool(facts.to) and facts.to == facts.step.to


@rule(
    "GR-06",
    about=DECISION,
    says=_("The upper grades are full: %(held)s of %(most)s people."),
    cure=_("Wait until a place is free; these grades are given by selection within a share."),
)
def upper_grades_have_room(facts: DecisionFacts) -> bool:
    return not facts.upper or facts.upper_held < facts.upper_most


@rule(
    "GR-07",
    about=DECISION,
    says=_("The publicity is not over."),
    cure=_("Wait until the publicity is over."),
)
def publicity_is_over(facts: DecisionFacts) -> bool:
    return facts.published_until is not None and facts.day > facts.published_until


@rule(
    "GR-08",
    about=DECISION,
    says=_("Whoever proposed does not decide."),
    cure=_("Let somebody else decide on it."),
)
def decider_did_not_propose(facts: DecisionFacts) -> bool:
    return facts.decider is not None and facts.decider != facts.proposer


@rule(
    "GR-10",
    about=DECISION,
    says=_("Whoever decides is the person or a near relative."),
    cure=_("Let somebody else decide on it."),
)
def decider_is_not_involved(facts: DecisionFacts) -> bool:
    return facts.decider != facts.person and facts.decider not in facts.relatives
