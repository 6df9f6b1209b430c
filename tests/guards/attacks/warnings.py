"""What was done about warnings. The world has one such note."""

from __future__ import annotations

from tests.guards.attacks.by_hand import Attack, Making
from tests.guards.attacks.people import one

NOTE = "discipline_warningnote"
OWN = f"(SELECT a.person_id FROM roster_auxiliary a JOIN {NOTE} n ON n.auxiliary_id = a.id ORDER BY n.id LIMIT 1)"

ATTACKS: dict[str, Making] = {
    f"{NOTE}:warning_note_of_another": lambda tables: Attack(
        [tables[NOTE].more(auxiliary_id=f"(SELECT auxiliary_id FROM {NOTE} ORDER BY id LIMIT 1)", person_id=OWN)]
    ),
    f"{NOTE}:discipline_warningnote_is_only_sealed_anew": one(NOTE, "", done="'nothing'"),
}
