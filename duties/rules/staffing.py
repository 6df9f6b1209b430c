"""Are enough officers and auxiliaries on the spot? (e.g. 交通警察道路执勤执法工作规范 70, 72; 办理行政案件程序规定 52)

Numbers of officers count only for work that officers must lead. A count of None was not stated.
"""

from django.utils.translation import gettext_noop as _

from duties.rules.cases import DutyCase
from duties.rules.registry import condition


def needs_lead(case: DutyCase) -> bool:
    """Whether officers must lead on the spot, and their number was stated."""
    return case.row.verdict == "requires_police_lead" and case.officers is not None


@condition(
    "DU-02",
    about="duty",
    reason="police_lead_missing",
    says=_("“%(duty)s” must be led on the spot by a serving officer, and none is named."),
    cure=_("Name the officers who lead on the spot: %(staffing)s."),
)
def is_led_on_the_spot(case: DutyCase) -> bool:
    return not needs_lead(case) or bool(case.officers)


@condition(
    "DU-03",
    about="duty",
    reason="police_count_short",
    says=_("“%(duty)s” needs %(staffing)s on the spot; only %(officers)s officers are named."),
    cure=_("Name more serving officers: %(staffing)s."),
)
def has_enough_officers(case: DutyCase) -> bool:
    if not needs_lead(case) or not case.officers or not case.row.staffing:
        return True
    return any(case.officers >= police for police, _aux in case.row.staffing)


@condition(
    "DU-04",
    about="duty",
    reason="aux_count_short",
    says=_("“%(duty)s” needs %(staffing)s; with %(officers)s officers, %(auxiliaries)s auxiliaries are too few."),
    cure=_("Add auxiliaries or officers: %(staffing)s."),
)
def has_enough_auxiliaries(case: DutyCase) -> bool:
    if not needs_lead(case) or case.auxiliaries is None:
        return True
    reached = [aux for police, aux in case.row.staffing if case.officers >= police]
    return not reached or any(case.auxiliaries >= aux for aux in reached)


@condition(
    "DU-05",
    about="duty",
    reason="aux_count_short",
    says=_("Without an officer “%(duty)s” needs at least %(alone_needed)s auxiliaries; there are %(auxiliaries)s."),
    cure=_("Send %(alone_needed)s auxiliaries, or an officer with them."),
)
def is_not_alone_without_police(case: DutyCase) -> bool:
    needed = case.row.conditions.get("min_aux_without_police")
    if not needed or case.officers != 0 or case.auxiliaries is None:
        return True
    return case.auxiliaries >= needed


@condition(
    "DU-06",
    about="duty",
    reason="aux_count_short",
    says=_("“%(duty)s” needs at least %(total_needed)s auxiliaries; there are %(auxiliaries)s."),
    cure=_("Send %(total_needed)s auxiliaries."),
)
def reaches_the_least_number(case: DutyCase) -> bool:
    needed = case.row.conditions.get("min_aux_total")
    return not needed or case.auxiliaries is None or case.auxiliaries >= needed
