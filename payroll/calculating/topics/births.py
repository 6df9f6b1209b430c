"""Leave around birth and in the family; the medical period."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from payroll.calculating import births, medical_period
from payroll.calculating.answers import Answer
from payroll.calculating.topics.given import Field, Given
from payroll.calculating.topics.registry import question
from payroll.calculating.topics.several import one_or_several, with_value
from payroll.calculating.topics.side_by_side import together
from roster.rules.terms import add_months

Told = Answer[Mapping[str, Any]]

KINDS: Final = ("birth", "miscarriage")
LOCAL: Final = (
    Field("child", "whole", _("which child of the mother it is (the first when left out)")),
    Field("starts_on", "day", _("first day of the leave")),
    Field("local_days", "whole", _("longer leave of the place in days, when the rules do not hold it")),
    Field("unit_average", "money", _("average monthly wage of the unit last year, for the allowance of the fund")),
)
BIRTH_ANSWERS: Final = {
    "days": _("days by the national text; a list for a list"),
    "local_days": _("more days of the place"),
    "local_months": _("more months of the place"),
    "total_days": _("days together"),
    "ends_on": _("last day of the leave"),
    "allowance": _("allowance of the fund"),
}


@question(
    "maternity",
    "cases",
    title=_("Maternity leave, cases in words"),
    fields=(
        Field("cases", "text", _("in words: normal, difficult birth, twins, miscarriage …"), needed=True, many=True),
        *LOCAL,
    ),
    answers=BIRTH_ANSWERS,
)
def maternity_cases(given: Given) -> Told:
    found = []
    for text in given.texts("cases"):
        case = births.read_case(text)
        if case is None:
            raise given.refuse(
                "cases", _("Not understood: %(text)s. Write for example: difficult birth and twins.") % {"text": text}
            )
        found.append(_birth(given, case))
    return together(found, BIRTH_ANSWERS)


@question(
    "maternity",
    "leave",
    title=_("Maternity leave"),
    fields=(
        Field("case", "choice", _("birth or miscarriage"), needed=True, choices=KINDS),
        Field("difficult", "yes_no", _("difficult birth")),
        Field("babies", "whole", _("children of this birth")),
        Field("pregnancy_months", "number", _("months of pregnancy at a miscarriage")),
        *LOCAL,
    ),
    answers=BIRTH_ANSWERS,
)
def maternity(given: Given) -> Told:
    text = given.text("case")
    if text not in KINDS and (told := births.read_case(text)) is not None:
        return _birth(given, told)
    if given.choice("case") == "miscarriage":
        return _birth(given, births.Birth(miscarriage_months=given.number("pregnancy_months")))
    babies = given.whole("babies", 1, least=1, most=9)
    return _birth(given, births.Birth(given.flag("difficult"), babies))


def _birth(given: Given, case: births.Birth) -> Told:
    starts_on = given.day("starts_on", None)
    case = births.Birth(case.difficult, case.babies, case.miscarriage_months, given.whole("child", 1, least=1, most=20))
    found = births.maternity(
        case,
        given.book(starts_on),
        starts_on=starts_on,
        local_days=given.whole("local_days", None, most=400) if given.has("local_days") else None,
        unit_average=given.money("unit_average", None),
    )
    leave = found.value
    value = {
        "days": leave.days,
        "local_days": leave.local_days,
        "local_months": leave.local_months,
        "total_days": (leave.ends_on - starts_on).days + 1 if leave.ends_on and starts_on else leave.total_days,
        "ends_on": leave.ends_on,
        "allowance": leave.allowance,
    }
    return with_value(found, {key: one for key, one in value.items() if one is not None})


@question(
    "family_leave",
    "leave",
    title=_("Leave for marriage, bereavement, partner and parents"),
    fields=(
        Field("kind", "choice", _("which leave"), needed=True, choices=births.FAMILY_KINDS),
        Field("child", "whole", _("which child it is (the first when left out)")),
        Field("checked", "yes_no", _("with a medical check before marriage")),
    ),
    answers={
        "days": _("days"),
        "months": _("months, where the place counts months"),
        "until_years": _("until the child is so old"),
    },
)
def family_leave(given: Given) -> Told:
    child = given.whole("child", 1, least=1, most=20)
    return births.family(given.choice("kind"), given.book(), child=child, checked=given.flag("checked"))


@one_or_several(
    "medical_period",
    "period",
    title=_("Medical period"),
    about=_("one person each"),
    fields=(
        Field("total_years", "number", _("years of all work"), needed=True, also=("work_years", "total_work_years")),
        Field("unit_years", "number", _("years in this unit"), needed=True, also=("years_in_unit", "service_years")),
        Field("sick_from", "day", _("first day of sick leave, when it is one leave"), also=("start", "first_sick_day")),
        Field("sick_to", "day", _("its last day so far (the day asked about when left out)")),
        Field("spells", "text", _("several leaves: pairs of first and last day"), many=True),
    ),
    answers={
        "months": _("months of the medical period"),
        "window_months": _("months within which interrupted leave adds up"),
        "window_from": _("first day of that window"),
        "window_to": _("last day of that window"),
        "ends_on": _("day on which the period is used up, when the leave known reaches it"),
        "used_days": _("days used"),
        "remaining_days": _("days left"),
    },
)
def medical(given: Given) -> Told:
    work, unit = given.number("total_years"), given.number("unit_years")
    if unit > work:
        raise given.refuse("unit_years", _("Years in the unit are part of all years of work: there cannot be more."))
    book = given.book()
    spells = _spells(given, book.day)
    if spells:
        found = medical_period.running(work, unit, spells, book.day, book)
    else:
        found = medical_period.period(work, unit, book)
    names = ("months", "window_months", "window_from", "window_to", "ends_on", "used_days", "remaining_days")
    value = {name: getattr(found.value, name) for name in (names if spells else names[:2])}
    if given.has("sick_from") and not given.has("sick_to"):
        first = given.day("sick_from")
        value["ends_on"] = add_months(first, found.value.months) - medical_period.DAY
    return with_value(found, value)


def _spells(given: Given, day: date) -> list[medical_period.Spell]:
    """The sick leaves that were given, in either way."""
    if given.has("sick_from"):
        first = given.day("sick_from")
        return [_in_order(given, "sick_to", first, given.day("sick_to", max(first, day)))]
    whole = given.raw("spells") if given.has("spells") else []
    if isinstance(whole, str):
        whole = [part.split("..") for part in whole.replace("\n", ",").split(",") if part.strip()]
    spells = []
    for place, pair in enumerate(whole if isinstance(whole, list) else [whole]):
        pair = pair.split("..") if isinstance(pair, str) else pair
        if not isinstance(pair, list) or len(pair) != 2:
            raise given.refuse("spells", _("Write each leave as its first and last day: 2026-01-05..2026-01-20."))
        row = Given({"from": pair[0], "to": pair[1]}, SPELL, today=given.today, where=f"spells[{place}].")
        spells.append(_in_order(row, "to", row.day("from"), row.day("to")))
    return spells


SPELL: Final = (Field("from", "day", ""), Field("to", "day", ""))


def _in_order(given: Given, name: str, first: date, last: date) -> medical_period.Spell:
    if last < first:
        raise given.refuse(name, _("The last day is before the first."))
    return first, last
