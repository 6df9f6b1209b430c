"""What was said in the room of conduct: written over by something that is not the same text under another key."""

from __future__ import annotations

from typing import Final

from tests.guards.attacks.by_hand import Attack, Making
from tests.guards.attacks.people import one

NAME: Final = "what_is_sealed_stays"
COLUMNS: Final = {
    "discipline_appealonpaper": "brought_by",
    "discipline_case": "subject", "discipline_statement": "words", "discipline_matter": "authority",
    "discipline_appeal": "grounds", "discipline_inspection": "reason", "discipline_finding": "what",
    "discipline_findingstep": "what", "discipline_responsibility": "reason", "discipline_complaint": "what",
    "discipline_reporter": "reporter_name", "discipline_reporteropening": "reason",
    "discipline_withdrawal": "reason",
    "discipline_warningnote": "words", "discipline_incident": "what", "discipline_incidentstep": "words",
    "discipline_care": "words", "discipline_carevisit": "words",
    "discipline_retaliationcheck": "reason", "discipline_objection": "text", "discipline_gradeobjection": "text",
    "discipline_appraisal": "self_report", "discipline_appraisalmark": "comment",
}  # fmt: skip
BEFORE_IT: Final = {
    "discipline_objection": "objection_is_kept",
    "discipline_gradeobjection": "grade_objection_is_kept",
    "discipline_appraisal": "appraisal_keeps_to_its_life",
    "discipline_appraisalmark": "appraisal_mark_is_kept",
}


def _written_twice(tables: object) -> Attack:
    """Why somebody was relieved is written once, and stays."""
    over = "UPDATE discipline_investigator SET reason = 'one'::bytea"
    return Attack([over, over.replace("one", "another")])


ATTACKS: dict[str, Making] = {
    f"{table}:{NAME}": one(table, "", *([BEFORE_IT[table]] if table in BEFORE_IT else []), **{column: "'new'::bytea"})
    for table, column in COLUMNS.items()
} | {f"discipline_investigator:{NAME}": _written_twice}
