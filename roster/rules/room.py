"""Is there room: an approved quota over the unit, a place in every quota above, a place in the post?"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from regulations.rules import rule


@dataclass(frozen=True)
class RoomFacts:
    """One quota or post as it stands before the newcomer. `approved` False: no quota covers the unit at all."""

    number: int = 0
    used: int = 0
    approved: bool = True


@dataclass(frozen=True)
class AllocationFacts:
    """What the quota above allows and what would be given out below it."""

    above: int
    given_out: int


@rule(
    "RO-07",
    about="roster.quota.approved",
    says=_("No approved quota of %(year)s covers %(unit)s: nobody is hired without one."),
    cure=_("Enter the approved quota with its document first."),
)
def a_quota_was_approved(facts: RoomFacts) -> bool:
    return facts.approved


@rule(
    "RO-08",
    about="roster.quota.room",
    says=_("The quota of %(unit)s for %(year)s is used up: %(used)s of %(number)s."),
    cure=_("Wait until a place is free, or have a larger quota approved."),
)
def the_quota_has_room(facts: RoomFacts) -> bool:
    return facts.used < facts.number


@rule(
    "RO-09",
    about="roster.post.room",
    says=_("The post “%(post)s” is full: %(used)s of %(number)s places are taken."),
    cure=_("Choose another post, or have more places approved for this one."),
)
def the_post_has_room(facts: RoomFacts) -> bool:
    return facts.used < facts.number


@rule(
    "RO-10",
    about="roster.quota.allocation",
    says=_("The quotas below %(unit)s would come to %(given_out)s; its own approved quota is %(above)s."),
    cure=_("Give out less below, or have the quota above raised first."),
)
def allocation_stays_within_the_quota_above(facts: AllocationFacts) -> bool:
    return facts.given_out <= facts.above
