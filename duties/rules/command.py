"""Is there a named serving officer who commands the work?"""

from django.utils.translation import gettext_noop as _

from duties.rules.cases import RequestCase
from duties.rules.facts import covers
from duties.rules.registry import condition


@condition(
    "DU-23",
    about="request",
    reason="commander_missing",
    says=_("No serving officer is named as commanding officer."),
    cure=_("Name a serving officer who commands and answers for the work."),
)
def has_a_serving_commander(case: RequestCase) -> bool:
    if not case.facts.commander_stated:
        return True
    return case.facts.commander is not None and covers(case.facts.commander.serving, case.day)


@condition(
    "DU-28",
    about="request",
    reason="aux_count_short",
    says=_("No auxiliary is named."),
    cure=_("Name who is to do the work."),
)
def names_an_auxiliary(case: RequestCase) -> bool:
    return bool(case.facts.members) or not case.facts.commander_stated


@condition(
    "DU-29",
    about="request",
    reason="lead_not_serving",
    says=_("Not a serving officer on that day, so not counted as leading: %(off_duty)s."),
    cure=_("Name a serving officer instead; trainees, the retired and whoever is on the telephone do not count."),
)
def are_leads_serving(case: RequestCase) -> bool:
    return all(covers(lead.serving, case.day) for lead in case.facts.leads)
