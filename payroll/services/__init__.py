"""Everything that changes insurances and accident policies."""

from payroll.services.enrolments import Opening, end_enrolment, enrol
from payroll.services.policies import Terms, add_members, add_policy, end_cover, renew_policy

__all__ = ["Opening", "Terms", "add_members", "add_policy", "end_cover", "end_enrolment", "enrol", "renew_policy"]
