"""What a decision says: allow, refuse or refer, with every finding, the obligations and the basis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.errors import Finding

ALLOW, REFUSE, REFER = "allow", "refuse", "refer"

REASONS = (
    "prohibited_duty",
    "police_lead_missing",
    "police_count_short",
    "aux_count_short",
    "category_mismatch",
    "training_invalid",
    "recording_missing",
    "same_sex_missing",
    "approval_missing",
    "certificate_missing",
    "not_emergency",
    "avoidance_conflict",
    "contested",
    "duty_unclear",
    "text_contradicts",
    "ruled_out",
    "not_on_strength",
    "contract_missing",
    "work_card_invalid",
    "restricted",
    "elsewhere",
    "rest_short",
    "commander_missing",
    "lead_not_serving",
    "lead_elsewhere",
)
"""The short reasons in the order in which they are told."""


@dataclass(frozen=True)
class Obligation:
    """What must be kept to on the day, though the work is allowed."""

    code: str
    says: Mapping[str, str]
    cites: Sequence[Mapping[str, str]] = ()

    def as_dict(self) -> dict[str, Any]:
        return {"code": self.code, "says": dict(self.says), "cites": [dict(cite) for cite in self.cites]}


@dataclass(frozen=True)
class Decision:
    """The answer to one request, complete in itself."""

    id: str
    outcome: str
    verdict: str | None
    reasons: tuple[str, ...]
    duties_refused: tuple[str, ...]
    duty_codes: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    obligations: tuple[Obligation, ...] = ()
    basis: Mapping[str, Any] = field(default_factory=dict)

    @property
    def allowed(self) -> bool:
        return self.outcome == ALLOW

    @property
    def refused(self) -> bool:
        return self.outcome == REFUSE

    @property
    def referred(self) -> bool:
        return self.outcome == REFER

    def as_dict(self) -> dict[str, Any]:
        """The decision as plain values: what is stored with an assignment and what `decide` prints."""
        return {
            "id": self.id,
            "decision": self.outcome,
            "verdict": self.verdict,
            "reasons": list(self.reasons),
            "duties_refused": list(self.duties_refused),
            "duty_codes": list(self.duty_codes),
            "findings": [finding.as_dict() for finding in self.findings],
            "obligations": [obligation.as_dict() for obligation in self.obligations],
            "basis": dict(self.basis),
        }
