"""Inspections and findings."""

from __future__ import annotations

from tests.guards.attacks.by_hand import Attack, Making
from tests.guards.attacks.people import one, typed

FINDING, STEP, PHOTO = "discipline_finding", "discipline_findingstep", "discipline_findingphoto"
INSPECTION, RESPONSIBILITY = "discipline_inspection", "discipline_responsibility"
OFFICER = "(SELECT min(id) FROM organisation_officer)"
UNLED = {"source": "'unled'", "status": "'open'", "assignment_id": "(SELECT min(id) FROM duties_assignment)"}
REFUSED = {"source": "'refused'", "status": "'open'", "attempt_id": "(SELECT min(id) FROM duties_refusedattempt)"}
LEADING = {"kind": "'leading'", "stands": "'to_examine'", "officer_id": OFFICER}
PLANNED = {"status": "'planned'", "why": "'directed'"}


def made(table: str, times: int = 1, **given: str) -> Making:
    """So many rows more."""
    return lambda tables: Attack([tables[table].more(**given) for _number in range(times)])


ATTACKS: dict[str, Making] = {
    "discipline_draw:discipline_draw_is_insert_only": one("discipline_draw", "", seed="'another'"),
    f"{FINDING}:attempt_found_once": made(FINDING, 2, **REFUSED),
    f"{FINDING}:discipline_finding_revision_check": made(FINDING, **{**REFUSED, "revision": "-1"}),
    f"{FINDING}:finding_has_its_source": made(FINDING, source="'unled'", status="'open'"),
    f"{FINDING}:finding_keeps_to_its_life": one(FINDING, "status = 'open'", status="'passed'"),
    f"{FINDING}:unled_duty_found_once": made(FINDING, 2, **UNLED),
    f"{PHOTO}:discipline_findingphoto_is_only_sealed_anew": one(PHOTO, "", sha256="'another'"),
    f"{PHOTO}:discipline_findingphoto_size_check": made(PHOTO, size="-1"),
    f"{STEP}:discipline_findingstep_is_only_sealed_anew": one(STEP, "", due_on="current_date + 99"),
    f"{STEP}:recheck_is_another_person": made(STEP, kind="'passed'"),
    f"{INSPECTION}:discipline_inspection_revision_check": made(INSPECTION, **PLANNED, revision="-1"),
    f"{INSPECTION}:drawn_by_a_draw": made(INSPECTION, status="'planned'", why="'risk'"),
    f"{INSPECTION}:inspection_keeps_to_its_life": one(INSPECTION, "", announced="NOT announced"),
    f"{RESPONSIBILITY}:officer_responsible_once": made(RESPONSIBILITY, 2, **LEADING),
    f"{RESPONSIBILITY}:responsibility_is_settled_once": typed(f"DELETE FROM {RESPONSIBILITY}"),
    f"{RESPONSIBILITY}:responsible_for_what": made(RESPONSIBILITY, kind="'leading'", stands="'to_examine'"),
    f"{RESPONSIBILITY}:settled_by_somebody": made(RESPONSIBILITY, **{**LEADING, "stands": "'established'"}),
}
