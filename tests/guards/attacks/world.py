"""Rows that the world of the permission table lacks: what they hold that matters, the rest is what the type has."""

from __future__ import annotations

ASKER = "(SELECT {} FROM accounts_user WHERE username = 'requester')"
ROWS: dict[str, list[dict[str, str]]] = {
    "accounts_authenticatorapp": [{"confirmed_at": "now()"}, {}],
    "accounts_firstsignin": [{}],
    "accounts_ratecount": [{}],
    "accounts_recoverycode": [{}],
    "accounts_sealedcode": [{}, {}],
    "accounts_breakglass": [
        {"user_id": ASKER.format("id"), "person_id": ASKER.format("person_id"), "status": "'asked'", "minutes": "60"}
    ],
    "core_idempotencykey": [{}],
    "discipline_answer": [{}],
    "discipline_findingstep": [{"kind": "'reported'"}],
    "duties_assignmentversion": [{}],
    "duties_ruling": [{"about": "'contested'"}],
    "evidence_reading": [{}],
    "evidence_verification": [{"state": "'waiting'"}],
    "privacy_consent": [{}],
    "privacy_retentionrun": [{}],
    "reminders_delivery": [{}],
    "reminders_digest": [{}],
    "reminders_run": [{}],
    "roster_graderecord": [{}],
}  # fmt: skip
