"""Names that say the same: an input no question of the topic knows is taken for the one it is alike to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

SAME: Final[tuple[frozenset[str], ...]] = tuple(
    frozenset(names.split())
    for names in (
        "monthly monthly_wage wage monthly_income monthly_pay salary month_wage declared_wage gross agreed agreed_wage",
        "min_wage minimum_wage minimum local_minimum local_minimum_wage",
        "local_monthly_average local_average city_average city_monthly_average local_average_wage",
        "local_annual_average annual_average city_annual_average local_average",
        "avg_wage_12m average_wage avg_wage avg average monthly_average average_12m",
        "last_month_wage last_wage previous_month_wage",
        "hired hired_on joined joined_on start started start_date starts starts_on first_day entry_date from",
        "last_day end ended left left_on end_date ends ends_on last_date to until",
        "asof as_of at on_date",
        "born birth born_on birth_date birthday date_of_birth dob",
        "given_on notice_given notice_on given notice notice_date resigned_on submitted_on date day",
        "paydays payday due due_on dates date days day",
        "day_of_month payday_day pay_day",
        "day date paid_on ended_on end ended last_day paid pay_day",
        "total_years work_years total_work_years all_years cumulative_years years_total years_of_work total_work",
        "unit_years years_in_unit service_years years_here unit_service_years employer_years years_at_unit",
        "si insurance social_insurance own_insurance special_deduction si_ee",
        "special_additional special special_additional_deduction special_additional_deductions",
        "damage damages claim claimed amount deduction loss requested proposed",
        "offered paid proposed actual probation_wage sick_pay",
        "sick_workdays sick_days workdays_sick days_sick",
        "absent_workdays absent_days days_absent absence_days absent",
        "untaken_days unpaid_days unused_days days_untaken",
        "taken taken_days used used_days",
        "full_days entitlement full_entitlement full",
        "card cards bank_card bank_cards card_number card_numbers bank_card_number bank_card_numbers",
        "mobile mobiles phone phones mobile_number mobile_numbers phone_number phone_numbers mobile_phone",
        "number numbers id_number id_numbers identity_number resident_id id",
        "kind group category type sex gender",
        "bonus annual_bonus year_end_bonus",
        "amount severance severance_pay compensation",
        "h150 hours_150 workday_hours",
        "h200 hours_200 rest_day_hours",
        "h300 hours_300 holiday_hours",
        "sum_insured insured sum",
        "probation in_probation on_probation during_probation",
        "state status situation",
    )
)

# Words for a choice, in small letters with _ between them.
WORDS: Final[Mapping[str, str]] = {
    word: choice
    for choice, words in {
        "men": "man male m 男 男性 男职工",
        "women_55": "woman_55 female_55 women55 f55 women_cadre female_cadre cadre_women 女干部 女55",
        "women_50": "woman_50 female_50 women50 f50 women_worker female_worker worker_women 女工人 女职工 女50",
        "pay": "wage wages payroll pay_record pay_records wage_record wage_records payslip payslips",
        "contract": "contracts labour_contract ended_contract employment_contract contract_text",
        "separate": "apart alone separately",
        "merged": "merge combined together",
        "fixed": "fixed_term",
        "task": "task_based",
    }.items()
    for word in words.split()
}


def renamed(known: Collection[str], inputs: Mapping[str, Any]) -> dict[str, str]:
    """Unknown names of the inputs, each with the known one it is alike to and that was not given itself."""
    found: dict[str, str] = {}
    for name in inputs:
        if name in known:
            continue
        alike = (one for group in SAME if name in group for one in sorted(group) if one in known)
        free = next((one for one in alike if one not in inputs and one not in found.values()), None)
        if free:
            found[name] = free
    return found


def by_known_names(known: Collection[str], inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The same inputs under the names that are known."""
    names = renamed(known, inputs)
    return {names.get(name, name): value for name, value in inputs.items()}
