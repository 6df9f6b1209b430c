"""The way up: no grade within its publicity, none by whoever proposed, one open proposal a person."""

from __future__ import annotations

from tests.guards.attacks.by_hand import Attack, Making
from tests.guards.attacks.people import one

GRADE, LIFE = "discipline_gradeproposal", "grade_proposal_keeps_to_its_life"
OBJECTION, KEPT = "discipline_gradeobjection", "grade_objection_is_kept"
PUBLIC = "status = 'public'"
DECIDED = {
    "status": "'decided'",
    "decided_at": "now()",
    "decided_on": "published_until + 1",
    "effective_on": "published_from",
}
ANOTHER = "(SELECT max(id) FROM organisation_person)"


def again(where: str, *like: str, **given: str) -> Making:
    """A twin, past the trigger that wants everything to begin as a proposal."""
    return lambda tables: Attack([tables[GRADE].twin(where, list(like), **given)], (LIFE,))


ATTACKS: dict[str, Making] = {
    f"{GRADE}:{LIFE}": one(GRADE, "", to_grade="'一级'"),
    f"{GRADE}:one_open_grade_proposal": again(PUBLIC, "auxiliary_id"),
    f"{GRADE}:discipline_gradeproposal_number_key": again(PUBLIC, "number"),
    f"{GRADE}:grade_decided_after_publicity": one(
        GRADE, PUBLIC, LIFE, **{**DECIDED, "decided_person_id": ANOTHER, "decided_on": "published_until"}
    ),
    f"{GRADE}:grade_decided_by_another": one(
        GRADE, PUBLIC, LIFE, **{**DECIDED, "decided_person_id": "proposed_person_id"}
    ),
    f"{GRADE}:no_grade_has_its_reason": one(GRADE, PUBLIC, LIFE, status="'rejected'"),
    f"{GRADE}:grade_proposal_moves": one(GRADE, PUBLIC, LIFE, to_grade="from_grade"),
    f"{OBJECTION}:{KEPT}": one(OBJECTION, "", raised_on="'2020-01-01'"),
    f"{OBJECTION}:gradeobjection_settled_by_somebody": one(OBJECTION, "", KEPT, outcome="'dismissed'"),
    f"{OBJECTION}:gradeobjection_settled_by_another": one(
        OBJECTION, "", KEPT, outcome="'dismissed'", settled_at="now()", settled_person_id="entered_person_id"
    ),
    f"{GRADE}:discipline_gradeproposal_revision_check": one(GRADE, PUBLIC, LIFE, revision="-1"),
}
