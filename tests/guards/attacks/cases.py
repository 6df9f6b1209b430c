"""Cases of conduct: what is on record does not change, and nobody judges who must not."""

from __future__ import annotations

from tests.guards.attacks.by_hand import Attack, Making, Tables
from tests.guards.attacks.people import one, twin

LIFE, TIES = "case_keeps_to_its_life", "appeal_is_answered_by_another"
EARLIER = "'2020-01-01'"
ANOTHER = "(SELECT min(id) FROM discipline_case WHERE status = 'reported')"


def a_second_measure(tables: Tables) -> Attack:
    """Two measures of one case at once."""
    again = tables["discipline_sanction"].twin("revoked_on IS NULL", ["case_id"])
    return Attack([again], ("sanction_stands_on_a_decision",))


ATTACKS: dict[str, Making] = {
    f"discipline_case:{LIFE}": one("discipline_case", "", reported_on=EARLIER),
    "discipline_case:no_decision_unheard": one(
        "discipline_case", "status = 'heard'", LIFE, status="'decided'", outcome="''"
    ),
    "discipline_case:heard_after_being_told": one("discipline_case", "status = 'heard'", LIFE, heard_on="told_on - 1"),
    "discipline_investigator:investigator_is_free": one("discipline_investigator", "", named_on=EARLIER),
    "discipline_investigator:investigator_once": twin(
        "discipline_investigator",
        "case_id IN (SELECT id FROM discipline_case WHERE status = 'opened')",
        "case_id",
        "officer_id",
    ),
    "discipline_withdrawal:withdrawal_is_answered_by_another": one("discipline_withdrawal", "", asked_on=EARLIER),
    "discipline_withdrawal:who_answers_a_withdrawal_is_named": one(
        "discipline_withdrawal", "answer = ''", "withdrawal_is_answered_by_another", answer="'refused'"
    ),
    "discipline_withdrawal:discipline_withdrawal_investigator_id_key": lambda tables: Attack(
        [tables["discipline_withdrawal"].twin("true", ["investigator_id"])], ("withdrawal_is_answered_by_another",)
    ),
    "discipline_sanction:sanction_stands_on_a_decision": one("discipline_sanction", "", decided_on=EARLIER),
    "discipline_sanction:measure_ends_after_it_starts": one(
        "discipline_sanction", "starts_on IS NOT NULL", "sanction_stands_on_a_decision", ends_on="starts_on - 1"
    ),
    "discipline_sanction:one_measure_at_a_time": a_second_measure,
    "discipline_sanction:a_lowered_grade_is_named": one(
        "discipline_sanction", "lowered_on IS NULL", "sanction_stands_on_a_decision", lowered_at="now()"
    ),
    "discipline_sanction:a_grade_is_put_back_with_its_measure": one(
        "discipline_sanction",
        "revoked_on IS NULL",
        "sanction_stands_on_a_decision",
        "a_lowered_grade_is_named",
        put_back_at="now()",
    ),
    "discipline_appealonpaper:discipline_appealonpaper_is_only_sealed_anew": one(
        "discipline_appealonpaper", "", entered_on=EARLIER
    ),
    f"discipline_appeal:{TIES}": one("discipline_appeal", "", filed_on=EARLIER),
    "discipline_appeal:an_answer_names_who_gave_it": one("discipline_appeal", "", TIES, verdict="'upheld'"),
    "discipline_appeal:discipline_appeal_number_key": lambda tables: Attack(
        [tables["discipline_appeal"].twin("true", ["number"], case_id=ANOTHER)], (TIES,)
    ),
    "discipline_appeal:discipline_appeal_case_id_key": lambda tables: Attack(
        [tables["discipline_appeal"].twin("true", ["case_id"], number="'x'")], (TIES,)
    ),
    "discipline_statement:part_of_a_case_ends_once": one("discipline_statement", "", made_on=EARLIER),
    "discipline_suspension:part_of_a_case_ends_once": one("discipline_suspension", "", starts_on=EARLIER),
    "discipline_matter:part_of_a_case_ends_once": one("discipline_matter", "", since=EARLIER),
    "discipline_matter:matter_ends_with_a_result": one("discipline_matter", "until IS NULL", result="'convicted'"),
}
