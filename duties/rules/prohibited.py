"""May an auxiliary be given this duty at all?"""

from django.utils.translation import gettext_noop as _

from duties.rules.cases import DutyCase
from duties.rules.registry import condition


@condition(
    "DU-01",
    about="duty",
    reason="prohibited_duty",
    says=_("“%(duty)s” may never be given to an auxiliary; no approval and no wording cures it."),
    cure=_("Leave this part to officers and send the rest alone."),
)
def is_not_prohibited(case: DutyCase) -> bool:
    return case.row.verdict != "prohibited"


@condition(
    "DU-27",
    about="duty",
    reason="prohibited_duty",
    says=_("The unit has forbidden itself to give “%(duty)s” to auxiliaries."),
    cure=_("Leave this part to officers, or have the unit's own ban ended by two persons."),
)
def is_not_banned_by_the_unit(case: DutyCase) -> bool:
    return case.facts.ban_on(case.row.code, case.day) is None
