"""Appraisals: no more excellent than places, nothing final within the term, no mark for oneself; what was given is kept."""

from __future__ import annotations

from tests.guards.attacks.by_hand import Attack, Making
from tests.guards.attacks.people import one

ROUND, ROW, MARK = "discipline_appraisalround", "discipline_appraisal", "discipline_appraisalmark"
LIFE, SHARE, KEPT, FROZEN = (
    "appraisal_keeps_to_its_life",
    "appraisal_excellent_keeps_its_share",
    "appraisal_mark_is_kept",
    "appraisal_round_is_kept",
)
OPEN, TOLD, CONTESTED = "status = 'open'", "status = 'told'", "status = 'contested'"
FINAL = {"status": "'final'", "result": "calibrated", "final_on": "told_on"}


def again(table: str, where: str, *like: str, **given: str) -> Making:
    """A twin, past the trigger that wants every appraisal to begin open."""
    return lambda tables: Attack([tables[table].twin(where, list(like), **given)], (LIFE,))


def excellent(tables: dict) -> Attack:  # type: ignore[type-arg]
    """One more excellent than there are places: past the life, so that nothing else refuses it."""
    return Attack([tables[ROW].change(TOLD, calibrated="'excellent'"), "SET CONSTRAINTS ALL IMMEDIATE"], (LIFE,))


def voice(tables: dict) -> Attack:  # type: ignore[type-arg]
    """The same person marks a second time."""
    return Attack([tables[MARK].twin("marker_id IS NOT NULL", ["appraisal_id", "marker_id"])])


ATTACKS: dict[str, Making] = {
    f"{ROUND}:{FROZEN}": one(ROUND, "", share="0.900"),
    f"{ROUND}:one_appraisal_round": lambda tables: Attack([tables[ROUND].twin("true", ["unit_id", "kind", "first"])]),
    f"{ROUND}:appraisal_round_has_days": one(ROUND, "", FROZEN, last="first - 1"),
    f"{ROUND}:appraisal_share_is_a_share": one(ROUND, "", FROZEN, share="1.5"),
    f"{ROW}:{LIFE}": one(ROW, OPEN, form="'clerical'"),
    f"{ROW}:{SHARE}": excellent,
    f"{ROW}:appraised_once_a_span": again(ROW, OPEN, "auxiliary_id", "kind", "first"),
    f"{ROW}:discipline_appraisal_number_key": again(ROW, OPEN, "number", kind="'daily'"),
    f"{ROW}:appraisal_is_reckoned": one(ROW, TOLD, LIFE, score="101"),
    f"{ROW}:appraisal_result_set_by_somebody": one(ROW, TOLD, LIFE, calibrated_at="NULL"),
    f"{ROW}:appraisal_leaves_time_to_object": one(ROW, TOLD, LIFE, objection_until="told_on - 1"),
    f"{ROW}:appraisal_contested_in_time": one(ROW, CONTESTED, LIFE, contested_on="objection_until + 1"),
    f"{ROW}:appraisal_final_after_objection": one(ROW, TOLD, LIFE, **FINAL),
    f"{ROW}:appraisal_settled_by_another": one(
        ROW, CONTESTED, LIFE, **FINAL, settled_person_id="calibrated_person_id", settled_by_id="calibrated_by_id"
    ),
    f"{ROW}:discipline_appraisal_revision_check": one(ROW, OPEN, LIFE, revision="-1"),
    f"{MARK}:{KEPT}": one(MARK, "", given_on="'2020-01-01'"),
    f"{MARK}:one_voice_one_mark": voice,
    f"{MARK}:mark_of_somebody_or_the_public": one(MARK, "", KEPT, source="'public'"),
    f"{MARK}:marks_up_to_a_hundred": one(MARK, "", KEPT, virtue="101"),
    **{
        f"{MARK}:discipline_appraisalmark_{head}_check": one(MARK, "", KEPT, **{head: "-1"})
        for head in ("virtue", "ability", "diligence", "results", "integrity")
    },
}
