"""Retirement and work injury."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from payroll.calculating import retirement, work_injury
from payroll.calculating.answers import Answer
from payroll.calculating.topics.given import Field, Given
from payroll.calculating.topics.several import one_or_several, with_value

Told = Answer[Mapping[str, Any]]


@one_or_several(
    "retirement",
    "retirement",
    title=_("Pension age and month"),
    about=_("one person each"),
    fields=(
        Field("born", "day", _("day of birth"), needed=True, also=("birth", "born_on", "birth_date")),
        Field(
            "kind",
            "choice",
            _("men, or women by the former age of the post"),
            needed=True,
            choices=retirement.KINDS,
            also=("group",),
        ),
    ),
    answers={
        "former_on": _("day on which the former age is reached"),
        "delay_months": _("months added"),
        "age_years": _("pension age: years"),
        "age_months": _("and months"),
        "retires_on": _("day on which it is reached"),
        "pension_month": _("month of retirement"),
        "contribution_months": _("months of contributions needed"),
        "earliest_on": _("earlier by choice, from"),
        "latest_on": _("later by agreement, until"),
    },
)
def retires(given: Given) -> Told:
    found = retirement.retirement(given.day("born"), given.choice("kind"))
    one = found.value
    names = (
        "former_on",
        "delay_months",
        "age_years",
        "age_months",
        "retires_on",
        "contribution_months",
        "earliest_on",
        "latest_on",
    )
    value = {name: getattr(one, name) for name in names}
    return with_value(found, {**value, "pension_month": one.month})


@one_or_several(
    "work_injury",
    "benefit",
    title=_("Work injury: lump sum and allowance"),
    about=_("one person each"),
    fields=(
        Field("grade", "whole", _("grade of disability, 1 to 10"), needed=True),
        Field(
            "wage", "money", _("average contribution wage of the twelve months before"), needed=True, also=("own_wage",)
        ),
        Field(
            "local_monthly_average",
            "money",
            _("average monthly wage of the pool area last year"),
            also=("local_average",),
        ),
        Field("min_wage", "money", _("minimum wage of the place, a month")),
    ),
    answers={
        "wage_used": _("own wage that counts"),
        "lump_sum": _("lump sum"),
        "monthly_allowance": _("monthly allowance"),
        "relation": _("what becomes of the relation: kept, own_wish_only, ends_at_expiry"),
    },
)
def injury_benefit(given: Given) -> Told:
    found = work_injury.benefit(
        given.whole("grade", least=1, most=10),
        given.money("wage"),
        given.book(),
        local_average=given.money("local_monthly_average", None),
        min_wage=given.money("min_wage", None),
    )
    names = ("wage_used", "lump_sum", "monthly_allowance", "relation")
    return with_value(found, {name: getattr(found.value, name) for name in names})


@one_or_several(
    "work_injury",
    "days",
    title=_("Work injury: days that run"),
    about=_("one person each"),
    fields=(Field("injured_on", "day", _("day of the injury"), needed=True, also=("injured",)),),
    answers={
        "apply_by": _("the unit applies until"),
        "own_application_by": _("the person may apply until"),
        "full_pay_until": _("full pay while treated, at most until"),
        "full_pay_at_longest_until": _("prolonged by the board, at the longest until"),
    },
)
def injury_days(given: Given) -> Told:
    injured_on = given.day("injured_on")
    found = work_injury.days(injured_on, given.book(injured_on))
    names = ("apply_by", "own_application_by", "full_pay_until", "full_pay_at_longest_until")
    return with_value(found, {name: getattr(found.value, name) for name in names})
