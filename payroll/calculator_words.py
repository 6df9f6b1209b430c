"""Words of the calculators' pages: which calculator stands where, and codes of inputs and answers in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

# The heading, the topics below it, each with what it answers. What people live in comes first.
GROUPS: Final[tuple[tuple[Any, tuple[tuple[str, Any], ...]], ...]] = (
    (
        _("Pay and tax"),
        (
            ("net_pay", _("Net pay of a month")),
            ("iit", _("Income tax withheld")),
            ("iit_bonus", _("Tax of the annual bonus")),
            ("overtime", _("Overtime pay")),
            ("attendance", _("Absence, joiners and leavers")),
            ("sick_pay", _("Sick pay")),
            ("wage_deduction", _("Deduction for damage")),
            ("minimum_wage", _("Minimum wage")),
            ("social_insurance", _("Social insurance")),
            ("housing_fund", _("Housing fund")),
            ("payday", _("Payday")),
            ("calendar", _("Workdays and holidays")),
        ),
    ),
    (
        _("Leave and illness"),
        (
            ("annual_leave", _("Annual leave")),
            ("medical_period", _("Medical period")),
            ("maternity", _("Maternity leave")),
            ("family_leave", _("Marriage, bereavement, partner and parental leave")),
            ("work_injury", _("Work injury")),
            ("accident_insurance", _("Accident insurance")),
        ),
    ),
    (
        _("Contract"),
        (
            ("probation", _("Probation limit and pay")),
            ("written_contract", _("Double pay for a missing contract")),
            ("open_ended", _("Right to an open-ended contract")),
            ("expiry", _("Expiry: reminders, notice, running on")),
            ("dispatch", _("Dispatch contract")),
            ("dispatch_share", _("Share of dispatched people")),
        ),
    ),
    (
        _("End of work"),
        (
            ("severance", _("Severance: N, N+1, 2N")),
            ("iit_severance", _("Tax of a severance")),
            ("notice", _("Notice of the employer")),
            ("resignation", _("Resignation")),
            ("retirement", _("Pension age and month")),
            ("records", _("How long records are kept")),
        ),
    ),
    (_("Numbers"), (("identity", _("Identity, card and telephone numbers")),)),
)
TITLES: Final[Mapping[str, Any]] = {topic: title for _heading, topics in GROUPS for topic, title in topics}
# On an auxiliary's own page.
OWN: Final = ("net_pay", "overtime", "annual_leave", "medical_period", "maternity", "severance", "retirement")

CODES: Final[Mapping[str, Any]] = {
    # grounds of an end
    "agreed": _("agreed, proposed by the employer"),
    "agreed_own_wish": _("agreed, proposed by the person"),
    "resigned": _("resigned"),
    "forced_resignation": _("left because of the employer's fault"),
    "probation_failed": _("found unfit during probation"),
    "serious_breach": _("serious breach of the rules"),
    "grave_neglect": _("grave neglect of duty"),
    "other_employment": _("employed elsewhere as well"),
    "fraud": _("contract made by fraud"),
    "crime": _("criminal liability"),
    "illness": _("ill beyond the medical period"),
    "unfit": _("unfit after training or transfer"),
    "changed_circumstances": _("circumstances changed"),
    "layoff": _("layoff"),
    "expired": _("term ran out"),
    "renewal_declined": _("term ran out, the same or better terms declined"),
    "task_done": _("task finished"),
    "pension": _("pension age"),
    "death": _("death"),
    "employer_gone": _("employer dissolved"),
    "never_signed": _("refused to sign the contract"),
    "unlawful": _("unlawful end"),
    # states that let a contract run on
    "none": _("nothing"),
    "pregnant_or_nursing": _("pregnancy to nursing"),
    "medical_period": _("medical period"),
    "injury_grade": _("work injury with a grade"),
    "occupational_disease": _("suspected occupational disease"),
    "near_pension": _("near the pension"),
    "training_service_period": _("service period after training"),
    "not by expiry alone (worker may ask)": _("not by expiry alone; the person may ask for it"),
    "until the pension age (the relation is kept)": _("until the pension age: the relation is kept"),
    # relation after an injury, grounds of a right
    "kept": _("the relation is kept"),
    "own_wish_only": _("ends only at the person's own wish"),
    "ends_at_expiry": _("ends when the term runs out"),
    "ten_years": _("ten years in the unit"),
    "two_fixed_terms": _("two fixed terms in a row"),
    # kinds
    "men": _("men"),
    "women_55": _("women, post that ended at 55"),
    "women_50": _("women, post that ended at 50"),
    "marriage": _("marriage"),
    "bereavement": _("bereavement"),
    "partner": _("partner at a birth"),
    "parental": _("parent of a small child"),
    "birth": _("birth"),
    "miscarriage": _("miscarriage"),
    "contract": _("text of an ended contract"),
    "pay": _("pay record"),
    "M": _("male"),
    "F": _("female"),
    "fixed": _("fixed term"),
    "open_ended": _("open-ended"),
    "task": _("for a task"),
    "part_time": _("part-time"),
    # settings
    "split": _("each part of the year by its tier"),
    "year_end": _("the new tier for the whole year"),
    "either": _("80 per cent of the lower wage"),
    "21.75": _("by 21.75 days a month"),
    "21.75_down": _("by 21.75 days a month, counted down"),
    "fen": _("to the fen"),
    "yuan": _("to the yuan"),
    "line": _("each line is rounded once"),
    "hour": _("the hourly wage is rounded first"),
    "separate": _("the bonus apart"),
    "merged": _("the bonus with the wages"),
    "cheaper": _("whichever costs less"),
    "child_education": _("education of children"),
    "infant_care": _("care of infants"),
    "elderly_only_child": _("support of the elderly, only child"),
    "elderly_shared": _("support of the elderly, shared"),
    "study_degree": _("study for a degree"),
    "study_certificate": _("study for a certificate"),
    "housing_loan": _("housing loan"),
    "rent_first": _("rent, largest cities"),
    "rent_large": _("rent, large cities"),
    "rent_other": _("rent, other places"),
    "workdays": _("by workdays"),
    "calendar_days": _("by calendar days"),
    "workday": _("workday"),
    "makeup_workday": _("made-up workday"),
    "rest_day": _("rest day"),
    "statutory_holiday": _("statutory holiday"),
}
# The same code means another thing in these inputs.
CODES_OF: Final[Mapping[str, Mapping[str, Any]]] = {
    "reading": {"agreed": _("80 per cent of the agreed wage")},
    "confidence": {"high": _("high"), "medium": _("medium"), "low": _("low")},
}


# Shorter names on pages, where the choices stand in words beside them.
LABELS: Final[Mapping[str, Any]] = {
    "method": _("how a day is counted"),
    "rounding": _("rounding"),
    "mode": _("how the bonus is taxed"),
    "tier_change": _("a change of tier inside the year"),
    "reading": _("which reading of the law"),
    "min_wage": _("minimum wage of the place, a month"),
}
ANSWERS: Final[Mapping[str, Any]] = {
    "relation": _("what becomes of the relation"),
    "grounds": _("grounds of the right"),
    "kind": _("kind of day"),
    "days": _("days"),
    "max_months": _("longest probation in months"),
}


def in_words(code: str, name: str = "") -> Any:
    """The code in words; what has none is shown as it is."""
    return CODES_OF.get(name, {}).get(code) or CODES.get(code, code)
