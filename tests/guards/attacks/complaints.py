"""Complaints. The world has one that is received, and rows for its handler made by hand."""

from __future__ import annotations

from tests.guards.attacks.by_hand import Attack, Making
from tests.guards.attacks.people import one, typed

COMPLAINT, REPORTER = "discipline_complaint", "discipline_reporter"
OPENING, CHECK, SUBJECT = "discipline_reporteropening", "discipline_retaliationcheck", "discipline_subject"
PICTURE = "discipline_complaintfile"
LAST = "(SELECT max(id) FROM discipline_complaint)"
ANYBODY = "(SELECT min(id) FROM organisation_person)"


def made(table: str, *behind: str, **given: str) -> Making:
    return lambda tables: Attack([tables[table].more(**given)], behind)


ATTACKS: dict[str, Making] = {
    f"{COMPLAINT}:complaint_keeps_to_its_life": one(COMPLAINT, "status = 'received'", about="'another'"),
    f"{COMPLAINT}:complaint_in_hand_of_somebody": made(
        COMPLAINT, status="'received'", outcome="''", passed_to="''", handler_id="(SELECT min(id) FROM accounts_user)"
    ),
    f"{COMPLAINT}:complaint_answered_with_outcome": made(
        COMPLAINT, status="'received'", outcome="'upheld'", passed_to="''"
    ),
    f"{COMPLAINT}:discipline_complaint_revision_check": made(
        COMPLAINT, status="'received'", outcome="''", passed_to="''", revision="-1"
    ),
    f"{REPORTER}:discipline_reporter_is_only_sealed_anew": one(REPORTER, "", kind="'colleague'"),
    f"{OPENING}:opened_by_its_handler": made(OPENING, complaint_id=LAST),
    f"{CHECK}:looked_at_by_its_handler": made(CHECK, complaint_id=LAST),
    f"{OPENING}:discipline_reporteropening_is_only_sealed_anew": one(OPENING, "", at="now()"),
    f"{CHECK}:discipline_retaliationcheck_is_only_sealed_anew": one(CHECK, "", at="now()"),
    f"{COMPLAINT}:complaint_passed_on_to_somebody": made(
        COMPLAINT, status="'received'", outcome="''", passed_to="'纪委'"
    ),
    f"{PICTURE}:discipline_complaintfile_is_only_sealed_anew": one(PICTURE, "", added_on="current_date + 9"),
    f"{PICTURE}:discipline_complaintfile_size_check": made(PICTURE, size="-1"),
    f"{SUBJECT}:subject_is_one_person": made(SUBJECT),
    f"{SUBJECT}:discipline_subject_is_insert_only": typed(f"DELETE FROM {SUBJECT}"),
}
