"""May this labour contract be signed: probation, dispatch, the right to an open-ended one?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop as _

from regulations.rules import rule
from roster.rules.terms import add_months, lasts_months

FIXED, OPEN_ENDED, TASK = "fixed", "open_ended", "task"


@dataclass(frozen=True)
class ContractFacts:
    """The terms, the numbers of the law for them, and what went before with the same employer."""

    kind: str
    starts_on: date
    ends_on: date | None = None
    probation_until: date | None = None
    probation_max_months: int = 0
    earlier_probations: int = 0
    probations_allowed: int = 1
    dispatched: bool = False
    dispatch_min_years: int = 2
    agreement_in_force: bool = True
    licence_valid: bool = True
    fixed_terms_before: int = 0
    fixed_terms_allowed: int = 2
    years_of_service: int = 0
    open_ended_after_years: int = 10
    asked_for_fixed: bool = False


@dataclass(frozen=True)
class WrittenFacts:
    """When the work began and the contract was signed; unsigned, the day it is asked about counts."""

    starts_on: date
    signed_on: date | None
    day: date
    within_months: int


@rule(
    "RO-11",
    about="roster.contract",
    says=_("The probation is longer than the law allows for this term: at most %(max_months)s months."),
    cure=_("Shorten the probation, or agree a longer term."),
)
def probation_fits_the_term(facts: ContractFacts) -> bool:
    if facts.probation_until is None:
        return True
    return facts.probation_until < add_months(facts.starts_on, facts.probation_max_months)


@rule(
    "RO-12",
    about="roster.contract",
    says=_("This employer already agreed a probation with the person: a second one is not allowed."),
    cure=_("Leave the probation out."),
)
def probation_is_the_first(facts: ContractFacts) -> bool:
    return facts.probation_until is None or facts.earlier_probations < facts.probations_allowed


@rule(
    "RO-13",
    about="roster.contract",
    says=_("A dispatch firm signs for a fixed term of at least %(min_years)s years."),
    cure=_("Agree a fixed term of two years or more, or let the organ itself be the employer."),
)
def dispatch_lasts_long_enough(facts: ContractFacts) -> bool:
    if not facts.dispatched:
        return True
    long_enough = facts.ends_on is not None and lasts_months(
        facts.starts_on, facts.ends_on, 12 * facts.dispatch_min_years
    )
    return facts.kind == FIXED and long_enough


@rule(
    "RO-14",
    about="roster.contract",
    says=_("No dispatch agreement with this firm is in force for the unit on the first day."),
    cure=_("Sign the dispatch agreement first, or name the one in force."),
)
def dispatch_agreement_is_in_force(facts: ContractFacts) -> bool:
    return not facts.dispatched or facts.agreement_in_force


@rule(
    "RO-15",
    about="roster.contract",
    says=_("The dispatch licence of the firm has run out on the first day."),
    cure=_("Ask the firm for its renewed licence and enter it."),
)
def dispatch_licence_is_valid(facts: ContractFacts) -> bool:
    return not facts.dispatched or facts.licence_valid


@rule(
    "RO-16",
    about="roster.contract",
    says=_("The person has a right to an open-ended contract; a fixed term only if the person asks for it."),
    cure=_("Offer an open-ended contract, or note that the person asked for a fixed term."),
)
def right_to_open_ended_is_kept(facts: ContractFacts) -> bool:
    if facts.kind == OPEN_ENDED or facts.asked_for_fixed or facts.dispatched:
        return True
    entitled = facts.fixed_terms_before >= facts.fixed_terms_allowed
    return not (entitled or facts.years_of_service >= facts.open_ended_after_years)


@rule(
    "RO-17",
    about="roster.contract.written",
    says=_("The contract was not signed within %(months)s month of the first working day: double pay is owed."),
    cure=_("Sign it at once: double pay is owed until then."),
)
def is_signed_in_time(facts: WrittenFacts) -> bool:
    return (facts.signed_on or facts.day) <= add_months(facts.starts_on, facts.within_months)
