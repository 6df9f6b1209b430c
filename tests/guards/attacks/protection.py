"""Incidents and the care list. The world has an incident in hand with a step, and somebody on the list, visited."""

from __future__ import annotations

from tests.guards.attacks.by_hand import Attack, Making
from tests.guards.attacks.people import one

INCIDENT, STEP, CARE, VISIT = (f"discipline_{name}" for name in ("incident", "incidentstep", "care", "carevisit"))
LIFE = "incident_keeps_to_its_life"


def again(table: str, *like: str, behind: tuple[str, ...] = ()) -> Making:
    return lambda tables: Attack([tables[table].twin("true", list(like))], behind)


ATTACKS: dict[str, Making] = {
    f"{INCIDENT}:{LIFE}": one(INCIDENT, "", kind="'other'"),
    f"{INCIDENT}:{INCIDENT}_number_key": again(INCIDENT, "number", behind=(LIFE,)),
    f"{INCIDENT}:incident_in_hand_of_somebody": one(INCIDENT, "", LIFE, status="'reported'"),
    f"{INCIDENT}:incident_settled_on_a_day": one(INCIDENT, "", LIFE, settled_at="now()"),
    f"{INCIDENT}:discipline_incident_revision_check": one(INCIDENT, "", LIFE, revision="-1"),
    f"{STEP}:incident_step_pays_no_less_than_nought": lambda tables: Attack([tables[STEP].more(paid="-1")]),
    f"{STEP}:{STEP}_is_only_sealed_anew": one(STEP, "", kind="'other'"),
    f"{CARE}:one_care_of_a_ground": again(CARE, "auxiliary_id", "ground"),
    f"{CARE}:care_ends_after_its_beginning": one(CARE, "", until="since - 1"),
    f"{CARE}:care_keeps_to_its_ground": one(CARE, "", ground="'orphan'"),
    f"{VISIT}:care_visit_gives_no_less_than_nought": lambda tables: Attack([tables[VISIT].more(given="-1")]),
    f"{VISIT}:{VISIT}_is_only_sealed_anew": one(VISIT, "", given="1"),
}
