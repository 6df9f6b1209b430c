"""Topics of group accident cover."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from payroll.calculating import accident
from payroll.calculating.answers import MEDIUM, ZERO, Answer, fen
from payroll.calculating.topics.given import Field, Given
from payroll.calculating.topics.registry import question


@question(
    "accident_insurance",
    "disability",
    title=gettext_lazy("Disability benefit by grade"),
    fields=(
        Field("sum_insured", "money", gettext_lazy("sum insured"), needed=True),
        Field("grades", "whole", gettext_lazy("grades one to ten"), needed=True, many=True, also=("grade",)),
    ),
    answers={"benefit": gettext_lazy("benefit of each grade")},
)
def disability(given: Given) -> Answer[Mapping[str, Any]]:
    book, insured = given.book(), given.money("sum_insured")
    found = [
        accident.disability_benefit(insured, grade, book=book) for grade in given.wholes("grades", least=1, most=10)
    ]
    several = isinstance(given.raw("grades"), list)
    benefits = [one.value for one in found]
    steps = tuple(step for one in found for step in one.steps)
    return Answer({"benefit": benefits if several else benefits[0]}, steps, ("TENDER",), (accident.NOTE,), MEDIUM)


@question(
    "accident_insurance",
    "short_period",
    title=gettext_lazy("Premium of part of a year"),
    fields=(
        Field(
            "annual_premium", "money", gettext_lazy("premium of a year for one person"), needed=True, also=("premium",)
        ),
        Field("months", "whole", gettext_lazy("months covered; a list gives one premium each"), many=True),
        Field("starts", "day", gettext_lazy("first day covered"), also=("from", "start", "joined")),
        Field("ends", "day", gettext_lazy("last day covered"), also=("to", "end")),
        Field("people", "whole", gettext_lazy("number of people; one when left out")),
    ),
    answers={
        "months": gettext_lazy("months counted: one that has begun counts whole"),
        "percent": gettext_lazy("share of the year by the short-period table"),
        "premium": gettext_lazy("premium of one person"),
        "total": gettext_lazy("of all"),
    },
)
def short_period(given: Given) -> Answer[Mapping[str, Any]]:
    annual, people = given.money("annual_premium"), given.whole("people", 1, most=10**6)
    if given.has("months"):
        months = given.wholes("months", least=1, most=12)
    else:
        first, last = given.day("starts"), given.day("ends")
        if not 0 <= (last - first).days < 366:
            raise given.refuse("ends", _("The cover lasts at least one day and at most a year."))
        months = [min(12, accident.months_begun(first, last))]
    found = [accident.short_period(annual, count, book=given.book()) for count in months]
    value: dict[str, Any] = {
        "months": [one.value.months for one in found],
        "percent": [one.value.percent for one in found],
        "premium": [one.value.amount for one in found],
        "total": [one.value.amount * people for one in found],
    }
    if not isinstance(given.raw("months"), list):
        value = {name: several[0] for name, several in value.items()}
    steps = tuple(step for one in found for step in one.steps)
    return Answer(value, steps, ("TENDER",), (accident.NOTE,), MEDIUM)


@question(
    "accident_insurance",
    "settlement",
    title=gettext_lazy("Premium settled on the average head count"),
    fields=(
        Field("head_counts", "whole", gettext_lazy("people covered in each month"), needed=True, many=True),
        Field("premium_per_person", "money", gettext_lazy("premium of a year for one person"), needed=True),
        Field("paid", "money", gettext_lazy("what was paid at the beginning")),
    ),
    answers={
        "average": gettext_lazy("average head count"),
        "due": gettext_lazy("premium of the year"),
        "difference": gettext_lazy("still to pay; less than nothing comes back"),
    },
)
def settlement(given: Given) -> Answer[Mapping[str, Any]]:
    counts = given.wholes("head_counts", most=10**7)
    if not counts:
        raise given.refuse("head_counts", _("Write the people of at least one month."))
    found = accident.settle(given.money("premium_per_person"), counts, given.money("paid", ZERO))
    value = {"average": found.average, "due": found.due, "difference": fen(found.difference)}
    return Answer(value, cites=("TENDER",), notes=(accident.NOTE,), confidence=MEDIUM)
