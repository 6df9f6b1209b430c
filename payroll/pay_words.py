"""What the trail calls the acts of pay, and what the lines of a payslip are called that no scheme names."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from core.registries import action_words

action_words.update(
    {
        "pay_scheme.opened": _("Pay scheme opened"),
        "pay_scheme.ended": _("Pay scheme ended"),
        "pay_item.added": _("Pay item added"),
        "pay_amount.set": _("Amount of a pay item set"),
        "pay_amount.ended": _("Amount of one person ended"),
        "funding_source.added": _("Source of money added"),
        "budget.set": _("Budget set"),
        "insurance_terms.set": _("Limits and rates of an insurance set"),
        "dispatch_fee.set": _("Fee of a dispatch firm set"),
        "pay_setting.set": _("Pay settings of a person changed"),
        "special_deduction.declared": _("Special additional deduction declared"),
        "special_deduction.ended": _("Special additional deduction ended"),
        "pay_input.entered": _("Entry for the pay of a month made"),
        "pay_input.withdrawn": _("Entry for the pay of a month withdrawn"),
        "pay_run.opened": _("Pay run opened"),
        "pay_run.correction_opened": _("Correction of payslips opened"),
        "pay_run.calculated": _("Pay run calculated"),
        "pay_run.failed": _("Calculation of a pay run broken off"),
        "pay_run.anomalies_accepted": _("What stood out in a pay run accepted"),
        "pay_run.reviewed": _("Pay run handed over"),
        "pay_run.released": _("Pay run released"),
        "pay_run.issued": _("Payslips issued"),
        "pay_run.cancelled": _("Pay run cancelled"),
        "payslip.printed": _("Payslip printed"),
    }
)

# Codes of lines that no item of a scheme names.
LINES: Final[dict[str, Any]] = {
    "overtime_150": _("Overtime on workdays"),
    "overtime_200": _("Work on rest days"),
    "overtime_300": _("Work on statutory holidays"),
    "absence": _("Absence without pay"),
    "sick": _("Sick leave"),
    "back_pay": _("Pay of earlier months"),
    "bonus": _("Yearly bonus"),
    "bonus_merged": _("Yearly bonus, taxed with the pay"),
    "severance": _("Severance"),
    "severance_tax": _("Tax on the severance"),
    "pension": _("Pension insurance"),
    "medical": _("Medical insurance"),
    "unemployment": _("Unemployment insurance"),
    "injury": _("Work-injury insurance"),
    "maternity": _("Maternity insurance"),
    "housing_fund": _("Housing fund"),
    "income_tax": _("Income tax"),
    "bonus_tax": _("Tax on the yearly bonus"),
    "court": _("Deduction by court order"),
    "damage": _("Damages by agreement"),
    "owed": _("Owed from the month before"),
    "carried": _("Carried over to the next month"),
    "withheld": _("Performance pay not paid, by decision"),
    "withheld_house": _("Performance pay not paid, by decision (house policy)"),
    "dispatch_fee": _("Fee of the dispatch firm"),
}


# What was, or was not, paid of an earlier month: by what stands before the code of the insurance.
EARLIER: Final[dict[str, Any]] = {
    "back_": _("%(insurance)s, made up for %(month)s"),
    "late_": _("%(insurance)s, surcharge for %(month)s"),
}


def said_of(code: str, name: str, of_month: date | None = None) -> Any:
    """What a line is called: by the scheme, or by the house; with the month where it is an earlier one."""
    if of_month is not None and code == "back_withheld":
        return _("Performance pay of %(month)s given back, the decision was taken back or changed") % {
            "month": f"{of_month:%Y-%m}"
        }
    if of_month is not None and code[:5] in EARLIER:
        return EARLIER[code[:5]] % {"insurance": LINES.get(code[5:], code[5:]), "month": f"{of_month:%Y-%m}"}
    return name or LINES.get(code, code)
