"""Must the auxiliary withdraw because of a tie to somebody concerned? (回避)"""

from django.utils.translation import gettext_noop as _

from duties.rules.cases import MemberCase
from duties.rules.registry import condition


@condition(
    "DU-14",
    about="member",
    reason="avoidance_conflict",
    says=_("%(who)s must withdraw: a tie to a person concerned (%(parties)s)."),
    cure=_("Send somebody without a tie to the persons concerned."),
)
def has_no_tie_to_a_party(case: MemberCase) -> bool:
    return not case.member.tied_to
