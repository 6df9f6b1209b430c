"""Everything that changes insurances, accident policies and pay."""

from payroll.services.corrections import correct
from payroll.services.enrolments import Opening, end_enrolment, enrol
from payroll.services.papers import print_payslip
from payroll.services.policies import Terms, add_members, add_policy, end_cover, renew_policy
from payroll.services.runs import (
    accept_anomalies,
    calculate_run,
    cancel_run,
    issue_run,
    note_changed_cards,
    open_run,
    prepare_run,
    release_run,
    review_run,
)
from payroll.services.schemes import (
    add_item,
    add_source,
    end_scheme,
    open_scheme,
    set_amount,
    set_budget,
    set_dispatch_fee,
    set_insurance_terms,
)
from payroll.services.settings import declare_deduction, record_input, set_pay, withdraw_input

__all__ = [
    "Opening",
    "Terms",
    "accept_anomalies",
    "add_item",
    "add_members",
    "add_policy",
    "add_source",
    "calculate_run",
    "cancel_run",
    "correct",
    "declare_deduction",
    "end_cover",
    "end_enrolment",
    "end_scheme",
    "enrol",
    "issue_run",
    "note_changed_cards",
    "open_run",
    "open_scheme",
    "prepare_run",
    "print_payslip",
    "record_input",
    "release_run",
    "renew_policy",
    "review_run",
    "set_amount",
    "set_budget",
    "set_dispatch_fee",
    "set_insurance_terms",
    "set_pay",
    "withdraw_input",
]
