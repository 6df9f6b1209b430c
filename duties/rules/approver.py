"""Who may approve an assignment? A serving officer who did not ask for it, does not do it and is no relative of a member."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from duties.rules.facts import Spans, covers
from regulations.rules import rule

QUESTION = "decision.approver"


@dataclass(frozen=True)
class ApproverFacts:
    """The natural person who would approve, and everybody it must not be."""

    day: date
    person: int | None
    serving: Spans
    requester: int
    leads: frozenset[int]
    members: frozenset[int]
    relatives: frozenset[int]
    rulers: frozenset[int]


@rule(
    "DU-30",
    about=QUESTION,
    says=_("Whoever asked for an assignment does not approve it."),
    cure=_("Let another supervising officer approve it."),
)
def did_not_ask_for_it(facts: ApproverFacts) -> bool:
    return facts.person != facts.requester


@rule(
    "DU-31",
    about=QUESTION,
    says=_("Whoever leads on the spot does not approve the assignment."),
    cure=_("Let another supervising officer approve it, or name another lead."),
)
def does_not_lead_it(facts: ApproverFacts) -> bool:
    return facts.person not in facts.leads


@rule(
    "DU-32",
    about=QUESTION,
    says=_("Whoever is a member of the assignment does not approve it."),
    cure=_("Let a supervising officer approve it."),
)
def is_no_member(facts: ApproverFacts) -> bool:
    return facts.person not in facts.members


@rule(
    "DU-33",
    about=QUESTION,
    says=_("A relative of a member does not approve the assignment."),
    cure=_("Let another supervising officer approve it."),
)
def is_no_relative_of_a_member(facts: ApproverFacts) -> bool:
    return facts.person not in facts.relatives


@rule(
    "DU-34",
    about=QUESTION,
    says=_("Only a serving police officer approves an assignment."),
    cure=_("Let a serving officer with the right to approve do it."),
)
def is_a_serving_officer(facts: ApproverFacts) -> bool:
    return covers(facts.serving, facts.day)


@rule(
    "DU-35",
    about=QUESTION,
    says=_("Whoever ruled on the law of an assignment does not approve it."),
    cure=_("Let another supervising officer approve it."),
)
def did_not_rule_on_it(facts: ApproverFacts) -> bool:
    return facts.person not in facts.rulers
