"""Everything that changes insurances, accident policies and pay."""

from payroll.services.enrolments import Opening, end_enrolment, enrol
from payroll.services.policies import Terms, add_members, add_policy, end_cover, renew_policy
from payroll.services.runs import (
    accept_anomalies,
    calculate_run,
    cancel_run,
    issue_run,
    open_run,
    prepare_run,
    release_run,
    review_run,
)

__all__ = [
    "Opening",
    "Terms",
    "accept_anomalies",
    "add_members",
    "add_policy",
    "calculate_run",
    "cancel_run",
    "end_cover",
    "end_enrolment",
    "enrol",
    "issue_run",
    "open_run",
    "prepare_run",
    "release_run",
    "renew_policy",
    "review_run",
]
