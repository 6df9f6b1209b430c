"""What must be kept to on the day although the work is allowed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop as _

from duties.decision.law import Law, Row
from duties.decision.outcome import Obligation
from duties.rules.facts import Facts
from duties.rules.words import both

EVERYBODY = (
    ("OB-01", "DU-19", _("Wear the uniform and carry the work card; show it when asked.")),
    ("OB-02", "DU-23", _("Act under the command of the commanding officer; report anything grave at once.")),
)

BY_CONDITION = (
    (
        "OB-04",
        "recording_required",
        _("“%(duty)s”: the recorder runs from beginning to end and the recording is kept."),
    ),
    ("OB-05", "same_sex_required", _("“%(duty)s”: only members of the same sex as the person concerned.")),
    (
        "OB-06",
        "handcuffs_forbidden",
        _("“%(duty)s”: straps or rope only, never handcuffs or leg-irons; it ends when sober."),
    ),
    ("OB-07", "emergency_only", _("“%(duty)s”: only while the emergency lasts; it is reviewed afterwards.")),
    ("OB-08", "approval_required", _("“%(duty)s”: keep to what the approval allows and carry its number.")),
    ("OB-09", "certificate_required", _("“%(duty)s”: carry the certificate.")),
)

LED = _("“%(duty)s”: the leading officer stays on the spot; the work stops when he leaves.")
NOT_ALONE = _("“%(duty)s”: at least %(needed)s auxiliaries stay together while no officer is there.")


def obligations_of(codes: Sequence[str], days: Sequence[date], facts: Facts, law: Law) -> tuple[Obligation, ...]:
    """The obligations of the first day's law, each once; no duty, no obligation."""
    if not codes:
        return ()
    day = days[0]
    pack = facts.pack_on(day)
    found = [Obligation(code, both(says), law.cites_of(rule, None, day, pack)) for code, rule, says in EVERYBODY]
    for code in codes:
        found += _of_duty(law.row(code, day, pack), law)
    return tuple(found)


def _of_duty(row: Row, law: Law) -> list[Obligation]:
    words: dict[str, Any] = {"duty": {"en": row.name_en, "zh-hans": row.name_zh}}
    cites = law.copies(row.cites)
    found = []
    if row.verdict == "requires_police_lead":
        found.append(Obligation("OB-03", both(LED, words), cites))
    if needed := row.conditions.get("min_aux_without_police"):
        found.append(Obligation("OB-10", both(NOT_ALONE, {**words, "needed": needed}), cites))
    found += [Obligation(code, both(says, words), cites) for code, key, says in BY_CONDITION if row.conditions.get(key)]
    if row.note_en:
        found.append(Obligation("OB-11", {"en": row.note_en, "zh-hans": row.note_zh or row.note_en}, cites))
    return found
