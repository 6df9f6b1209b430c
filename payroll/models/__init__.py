"""What they get: what covers an auxiliary."""

from payroll.models.covers import KINDS, AccidentPolicy, Enrolment, PolicyMember

__all__ = ["KINDS", "AccidentPolicy", "Enrolment", "PolicyMember"]
