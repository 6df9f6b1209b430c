"""Is the auxiliary in service that day: on strength, under contract, with a card, trained, not restricted?"""

from django.utils.translation import gettext_noop as _

from duties.rules.cases import MemberCase, MemberDutyCase
from duties.rules.facts import Spans, covers
from duties.rules.registry import condition


def stands(spans: Spans | None, case: MemberCase) -> bool:
    """Whether a period covers the day; what was not stated counts as met."""
    return spans is None or covers(spans, case.day)


@condition(
    "DU-08",
    about="member",
    reason="training_invalid",
    says=_("%(who)s has no valid training for the post."),
    cure=_("Let the person pass the training before the post, and enter it in the file."),
)
def is_trained(case: MemberCase) -> bool:
    return stands(case.member.training, case)


@condition(
    "DU-17",
    about="member",
    reason="not_on_strength",
    says=_("%(who)s is not on the strength of this unit."),
    cure=_("Choose somebody who is posted here on these days."),
)
def is_on_strength(case: MemberCase) -> bool:
    return stands(case.member.strength, case)


@condition(
    "DU-18",
    about="member",
    reason="contract_missing",
    says=_("%(who)s has no labour contract in force."),
    cure=_("Sign or renew the contract first."),
)
def has_a_contract(case: MemberCase) -> bool:
    return stands(case.member.contract, case)


@condition(
    "DU-19",
    about="member",
    reason="work_card_invalid",
    says=_("%(who)s has no valid work card."),
    cure=_("Issue a work card before the duty."),
)
def carries_a_valid_card(case: MemberCase) -> bool:
    return stands(case.member.card, case)


@condition(
    "DU-20",
    about="member_duty",
    reason="restricted",
    says=_("%(who)s is restricted and may not do “%(duty)s”: %(restriction)s"),
    cure=_("Choose somebody else until the restriction ends."),
)
def is_not_restricted(case: MemberDutyCase) -> bool:
    return not any(
        covers(((held.since, held.until),), case.day) and (not held.codes or case.row.code in held.codes)
        for held in case.member.restrictions
    )
