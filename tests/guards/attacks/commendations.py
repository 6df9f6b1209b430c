"""Commendations: no award within its publicity, none twice, none by whoever nominated; objections are kept."""

from __future__ import annotations

from tests.guards.attacks.by_hand import Attack, Making
from tests.guards.attacks.people import one

AWARD, OBJECTION = "discipline_commendation", "discipline_objection"
LIFE, KEPT = "commendation_keeps_to_its_life", "objection_is_kept"
PUBLIC, GIVEN = "status = 'public'", "status = 'awarded'"


def again(where: str, *like: str, **given: str) -> Making:
    """A twin, past the trigger that wants every nomination to begin as one."""
    return lambda tables: Attack([tables[AWARD].twin(where, list(like), **given)], (LIFE,))


ATTACKS: dict[str, Making] = {
    f"{AWARD}:{LIFE}": one(AWARD, "", deed_on="'2020-01-01'"),
    f"{AWARD}:same_award_once_a_year": again(GIVEN, "auxiliary_id", "kind", "year"),
    f"{AWARD}:one_deed_one_award": again(PUBLIC, "auxiliary_id", "deed_on"),
    f"{AWARD}:discipline_commendation_number_key": again(PUBLIC, "number"),
    f"{AWARD}:award_after_its_publicity": one(AWARD, GIVEN, LIFE, year="year - 1"),
    f"{AWARD}:award_decided_by_another": one(AWARD, GIVEN, LIFE, decided_person_id="nominated_person_id"),
    f"{AWARD}:no_award_has_its_reason": one(AWARD, PUBLIC, LIFE, status="'rejected'"),
    f"{AWARD}:publicity_ends_after_it_begins": one(AWARD, PUBLIC, LIFE, published_until="published_from - 1"),
    f"{AWARD}:discipline_commendation_published_workdays_check": one(AWARD, PUBLIC, LIFE, published_workdays="-1"),
    f"{AWARD}:discipline_commendation_year_check": one(AWARD, PUBLIC, LIFE, year="-1"),
    f"{AWARD}:discipline_commendation_revision_check": one(AWARD, PUBLIC, LIFE, revision="-1"),
    f"{OBJECTION}:{KEPT}": one(OBJECTION, "", raised_on="'2020-01-01'"),
    f"{OBJECTION}:objection_settled_by_somebody": one(OBJECTION, "", KEPT, outcome="'dismissed'"),
    f"{OBJECTION}:objection_settled_by_another": one(
        OBJECTION, "", KEPT, outcome="'dismissed'", settled_at="now()", settled_person_id="entered_person_id"
    ),
}
