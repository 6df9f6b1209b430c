"""Is the auxiliary, and the officer who leads, free at that hour, and rested?"""

from django.utils.translation import gettext_noop as _

from duties.rules.cases import MemberCase, RequestCase
from duties.rules.registry import condition


@condition(
    "DU-21",
    about="member",
    reason="elsewhere",
    says=_("%(who)s is already assigned at that hour: %(bookings)s."),
    cure=_("Choose other hours or somebody else."),
)
def is_free_at_that_hour(case: MemberCase) -> bool:
    return not case.member.booked


@condition(
    "DU-22",
    about="member",
    reason="rest_short",
    says=_("%(who)s would have too little rest beside another assignment: %(rests)s."),
    cure=_("Leave the hours of rest between the two, or choose somebody else."),
)
def has_rested(case: MemberCase) -> bool:
    return not case.member.short_rest


@condition(
    "DU-24",
    about="request",
    reason="lead_elsewhere",
    says=_("%(leads)s cannot lead on the spot here: named for another place at that hour (%(bookings)s)."),
    cure=_("Name officers who can be on this spot for the whole time."),
)
def are_leads_on_this_spot_only(case: RequestCase) -> bool:
    return not any(lead.booked for lead in case.facts.leads)
