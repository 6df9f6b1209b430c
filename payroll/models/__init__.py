"""What they get: what covers an auxiliary, how pay is reckoned, and what was paid."""

from payroll.models.claims import AccidentClaim
from payroll.models.covers import KINDS, AccidentPolicy, Enrolment, PolicyMember
from payroll.models.people import PayInput, PaySetting, SpecialDeduction, month_of
from payroll.models.runs import Correction, PayAnomaly, PayRun, Payslip, PayslipLine, TaxLedger
from payroll.models.schemes import (
    Budget,
    DispatchFee,
    FundingSource,
    InsuranceTerms,
    PayAmount,
    PayItem,
    PayScheme,
)

__all__ = [
    "KINDS",
    "AccidentClaim",
    "AccidentPolicy",
    "Budget",
    "Correction",
    "DispatchFee",
    "Enrolment",
    "FundingSource",
    "InsuranceTerms",
    "PayAmount",
    "PayAnomaly",
    "PayInput",
    "PayItem",
    "PayRun",
    "PayScheme",
    "PaySetting",
    "Payslip",
    "PayslipLine",
    "PolicyMember",
    "SpecialDeduction",
    "TaxLedger",
    "month_of",
]
