"""Who may investigate, decide and hear the appeal, and what must have happened before: a person is judged by nobody who is
tied to the matter, and never unheard."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop as _

from discipline.rules.cases.life import INVESTIGATORS, SANCTIONS, SEVERITY, Heard, Outcome
from regulations.rules import rule


@dataclass(frozen=True)
class WhoFacts:
    """Somebody who is to act in a case, and the persons who stand in it."""

    person: int
    subject: int
    relatives: Collection[int] = ()  # persons on file who are near relatives of the subject
    reporters: Collection[int] = ()  # who reported the matter from their own knowledge
    investigators: Collection[int] = ()  # everybody who ever investigated it
    decider: int | None = None


@dataclass(frozen=True)
class HearingFacts:
    """How far the hearing of the person has come."""

    told_on: date | None
    heard_how: str
    statement_until: date | None
    on: date


@dataclass(frozen=True)
class MeasureFacts:
    """What is to be decided, ordered or handed in, against its term."""

    on: date
    until: date | None = None
    outcome: str = ""
    before: str = ""
    open_matters: int = 0
    asked_to_withdraw: int = 0  # requests of the person that are not answered yet


def tied(facts: WhoFacts) -> bool:
    """Is the person the subject, a near relative, or whoever reported it?"""
    return facts.person == facts.subject or facts.person in facts.relatives or facts.person in facts.reporters


@rule(
    "CS-01",
    about="discipline.case.investigator",
    says=_("%(name)s must withdraw: the person concerned, a near relative, or whoever reported the matter."),
    cure=_("Name somebody who is not tied to the matter."),
)
def investigator_is_free(facts: WhoFacts) -> bool:
    return not tied(facts)


@rule(
    "CS-02",
    about="discipline.case.conclude",
    says=_("A case is investigated by two people at least; %(count)s is named."),
    cure=_("Name a second investigator who is not tied to the matter."),
)
def two_investigated(count: int) -> bool:
    return count >= INVESTIGATORS


@rule(
    "CS-03",
    about="discipline.case.decider",
    says=_("%(name)s may not decide: an investigator of this case, the person concerned, a relative, or its reporter."),
    cure=_("Let somebody decide who has not investigated and is not tied to the matter."),
)
def decider_is_apart(facts: WhoFacts) -> bool:
    return not tied(facts) and facts.person not in facts.investigators


@rule(
    "CS-04",
    about="discipline.case.appeal.handler",
    says=_("%(name)s may not answer the appeal: decided or investigated the case, or is tied to it."),
    cure=_("Let somebody answer who took no part in the case."),
)
def appeal_is_answered_by_another(facts: WhoFacts) -> bool:
    return not tied(facts) and facts.person not in facts.investigators and facts.person != facts.decider


@rule(
    "CS-05",
    about="discipline.case.hearing",
    says=_("The person has not been told what is held against them: no decision without a hearing."),
    cure=_("Tell the person the facts, the grounds and the right to make a statement."),
)
def was_told(facts: HearingFacts) -> bool:
    return facts.told_on is not None


@rule(
    "CS-06",
    about="discipline.case.hearing",
    says=_("The term for the statement runs until %(until)s, and no statement has been made."),
    cure=_("Wait for the statement or for the end of the term, or take the waiver in writing."),
)
def term_ran_or_statement_came(facts: HearingFacts) -> bool:
    if facts.heard_how in (Heard.STATEMENT, Heard.HEARING, Heard.WAIVED):
        return True
    return facts.statement_until is not None and facts.on > facts.statement_until


@rule(
    "CS-07",
    about="discipline.case.decision",
    says=_("Criminal or detention proceedings are still open: their end is waited for."),
    cure=_("Enter how the proceedings ended, or suspend the person until then."),
)
def proceedings_are_over(facts: MeasureFacts) -> bool:
    return facts.open_matters == 0 or facts.outcome in (Outcome.UNFOUNDED, Outcome.ADVICE)


@rule(
    "CS-08",
    about="discipline.case.decision",
    says=_("The decision would be harsher than what the person was told and could speak to."),
    cure=_("Tell the person of the harsher measure first, and hear the person to it."),
)
def is_what_was_told(facts: MeasureFacts) -> bool:
    return not (facts.before and facts.outcome) or SEVERITY[facts.outcome] <= SEVERITY[facts.before]


@rule(
    "CS-24",
    about="discipline.case.decision",
    says=_("The person asked that somebody withdraw, and has no answer yet."),
    cure=_("Answer the request first: grant it and name another, or refuse it with the reason."),
)
def withdrawals_are_answered(facts: MeasureFacts) -> bool:
    return facts.asked_to_withdraw == 0


@rule(
    "CS-25",
    about="discipline.case.withdrawal",
    says=_("%(name)s may not answer this: investigates the case or is tied to it."),
    cure=_("Let somebody answer who decides such cases and is not tied to the matter."),
)
def withdrawal_is_answered_by_another(facts: WhoFacts) -> bool:
    return not tied(facts) and facts.person not in facts.investigators


@rule(
    "CS-26",
    about="discipline.case.lowering",
    says=_(
        "%(name)s has no grade that could be lowered: left, holds none, the lowest, or one not on the ladder of this place."
    ),
    cure=_("Choose another measure; a grade on file that is not on the ladder is put right first."),
)
def a_grade_can_be_lowered(lower: str) -> bool:
    return bool(lower)


@rule(
    "CS-20",
    about="discipline.case.decision",
    says=_("The time in which a sanction may be decided ended on %(until)s."),
    cure=_("Close the case without a sanction, or let the office set another term for its cases."),
)
def sanction_within_its_term(facts: MeasureFacts) -> bool:
    return facts.until is None or facts.on <= facts.until or facts.outcome not in (*SANCTIONS, Outcome.EXIT)


@rule(
    "CS-21",
    about="discipline.case.suspension",
    says=_("A suspension during a case lasts until %(until)s at the latest."),
    cure=_("Choose an earlier last day; it can end sooner at any time."),
)
def suspension_is_short(facts: MeasureFacts) -> bool:
    return facts.until is not None and facts.on <= facts.until


@rule(
    "CS-22",
    about="discipline.case.appeal.term",
    says=_("The term for the appeal ended on %(until)s."),
    cure=_("The way to labour dispute arbitration stays open; nobody loses it by this term."),
)
def appeal_in_time(facts: MeasureFacts) -> bool:
    return facts.until is not None and facts.on <= facts.until


@rule(
    "CS-23",
    about="discipline.case.appeal.answer",
    says=_("An appeal never makes the decision harsher."),
    cure=_("Choose a milder measure, take the decision back, or let it stand."),
)
def appeal_is_no_risk(facts: MeasureFacts) -> bool:
    return not facts.outcome or SEVERITY[facts.outcome] < SEVERITY[facts.before]
