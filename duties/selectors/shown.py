"""How decisions and duties are told on pages: names, verdicts, the short reasons in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from duties.models import Assignment, RefusedAttempt
from regulations import packs

REASON_WORDS: Mapping[str, Any] = {
    "prohibited_duty": _("Prohibited for auxiliaries"),
    "police_lead_missing": _("No officer leads"),
    "police_count_short": _("Too few officers"),
    "aux_count_short": _("Too few auxiliaries"),
    "category_mismatch": _("Not a duty of this category"),
    "training_invalid": _("Training missing or expired"),
    "recording_missing": _("No recording"),
    "same_sex_missing": _("Nobody of the same sex"),
    "approval_missing": _("Prior approval missing"),
    "certificate_missing": _("Certificate missing"),
    "not_emergency": _("Not an emergency"),
    "avoidance_conflict": _("Must withdraw: related to a person concerned"),
    "contested": _("Texts conflict"),
    "duty_unclear": _("The work is unclear"),
    "text_contradicts": _("The text contradicts the form"),
    "ruled_out": _("A ruling says no"),
    "not_on_strength": _("Not on strength"),
    "contract_missing": _("No labour contract in force"),
    "work_card_invalid": _("No valid work card"),
    "restricted": _("Restricted duties"),
    "elsewhere": _("Assigned elsewhere at that time"),
    "rest_short": _("Too little rest"),
    "commander_missing": _("No commanding officer"),
    "lead_not_serving": _("The leading officer does not serve"),
    "lead_elsewhere": _("The leading officer is elsewhere"),
}


def duties_of(decision: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The duties a decision is about, with the verdict of its first stretch of days and whether it refused them."""
    refused = set(decision.get("duties_refused", ()))
    rows: dict[str, Mapping[str, Any]] = {}
    for period in decision.get("basis", {}).get("periods", ()):
        for row in period["duties"]:
            rows.setdefault(row["code"], row)
    named = {item["code"]: item["words"] for item in decision.get("basis", {}).get("named_by_text", ())}
    return [{**row, "refused": code in refused, "words": named.get(code, "")} for code, row in rows.items()]


def named(codes: Iterable[str]) -> list[Mapping[str, str]]:
    """Duties of the catalogue by code, with both names; a code it no longer has stands for itself."""
    known = {duty.code: duty for duty in packs.duties()}
    return [
        {"code": code, "name_en": known[code].name_en, "name_zh": known[code].name_zh}
        if code in known
        else {"code": code, "name_en": code, "name_zh": code}
        for code in codes
    ]


def duty_name(duty: Mapping[str, Any]) -> str:
    """The name of a duty in the reader's language."""
    return str(duty["name_zh" if (get_language() or "").startswith("zh") else "name_en"])


def is_clean(assignment: Assignment) -> bool:
    """Nothing stands against it as it was last decided: only such a request is approved from a list."""
    return assignment.outcome == "allow" and not assignment.decision.get("findings")


def reasons_of(attempt: RefusedAttempt) -> list[Any]:
    """Why it was refused, in words."""
    return [REASON_WORDS.get(reason, reason) for reason in attempt.reasons]
