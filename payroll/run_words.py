"""What the pages of pay runs say: what comes next in each state, and what to do about what stands out."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from payroll.models import PayAnomaly, PayRun

STATES: Final = (
    ("open", _("To be finished")),
    ("reviewed", _("To be released")),
    ("paid", _("Paid")),
    ("cancelled", _("Cancelled")),
)
NEXT: Final[dict[str, Any]] = {
    PayRun.Status.DRAFT: _("Nothing is calculated yet: calculate the run."),
    PayRun.Status.CALCULATING: _("The run is being calculated. This page may be closed; it looks again by itself."),
    PayRun.Status.CALCULATED: _("Look at what stands out and at the payslips, then hand the run over."),
    PayRun.Status.REVIEWED: _("It waits for release by somebody who neither drafted nor calculated it."),
    PayRun.Status.RELEASED: _("It is released. The payslips are being opened to those they are for."),
    PayRun.Status.ISSUED: _(
        "It is paid, and everybody finds the own payslip. What is wrong is corrected, never changed."
    ),
    PayRun.Status.CANCELLED: _("It was given up and holds no payslip. The month may be prepared anew."),
}
ADVICE: Final[dict[str, Any]] = {
    "new": _("Look whether contract, grade and card are right, then accept."),
    "gone": _("Look whether the person left, moved or has no contract in force."),
    "up": _("Compare with the payslip of the month before: overtime, grade, back pay?"),
    "down": _("Compare with the payslip of the month before: absence, sick leave, a part of the month?"),
    "below_minimum": _("Raise the pay, or say why less is right (a part of the month, absence)."),
    "no_minimum": _("Enter the minimum wage of the place in the pay scheme."),
    "no_insurance": _("Enter the missing insurance, then calculate again."),
    "no_terms": _("Enter limits and rates of this insurance, then calculate again."),
    "no_scheme": _("Enter a pay scheme for the unit, then calculate again."),
    "no_contract": _("Enter the contract, then calculate again; without one nobody is paid."),
    "two_employers": _(
        "The insurances of the month are with the employer the pay scheme names; no law settles it. Ask the insurance office."
    ),
    "back_paid": _(
        "Limits or bases changed back, or an insurance was entered late. Each side bears its own share, the unit every "
        "surcharge: tell the person."
    ),
    "back_elsewhere": _(
        "Another employer paid these months: have it settle them with the office; they are not in this run."
    ),
    "late_unknown": _(
        "Enter with the limits of the insurance when contributions are due, or reckon the surcharge by hand."
    ),
    "overtime": _("Only disasters and urgent repair allow it (LL 42): name the order, or give time off."),
    "bonus_twice": _("Once a year only (CS164 1): withdraw the entry and enter the bonus as taxed with the pay."),
    "bonus_dearer": _("By the pay of the year so far. Ask the person, who chooses; the calculator shows both ways."),
    "low_income_on": _(
        "Twelve months here and up to 60,000 (2020 No. 19): enter the year with the card, calculate again."
    ),
    "low_income_off": _("Look at last year's payslips; enter the settings without the year, calculate again."),
    "no_average": _("Enter the average wage of the place in the pay scheme: three times it are free in a severance."),
    "bank_changed": _("Ask the person, not by the number just given, whether the new card is right."),
    "no_bank": _("Enter the bank card, or pay out by hand and say so."),
    "over_budget": _("Raise the budget of the source, or name the approval."),
    "owes": _("What is owed is withheld next month: tell the person."),
    "capped": _("The rest is not withheld this month: tell whoever is owed it."),
}


def code_said(code: str) -> Any:
    """What stands out, in words."""
    return PayAnomaly.Code(code).label
