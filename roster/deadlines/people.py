"""What falls due for a person: the yearly medical, the report of an injury, the pension, what follows a leaving."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.deadlines import Due, Source, register
from regulations.packs import at
from roster.deadlines.common import by_place, file_of
from roster.models import Auxiliary, Injury, Leaving
from roster.rules.pension_age import reached_on
from roster.rules.terms import add_months

_PERSON = ("pk", "unit_id", "person_id", "person__name")
_WHOSE = ("pk", "auxiliary_id", "auxiliary__unit_id", "auxiliary__person_id", "auxiliary__person__name")


def medical(day: date, until: date) -> Iterator[Due]:
    """A year after the last medical, or after the day of hiring."""
    months = by_place("roster.health.medical_every_months", day)
    people = Auxiliary.objects.on_strength().values_list(*_PERSON, "unit__path", "medical_on", "hired_on")
    for pk, unit, person, name, path, medical_on, hired_on in people.iterator():
        if (due_on := add_months(medical_on or hired_on, months(path))) <= until:
            yield Due(f"roster.auxiliary:{pk}", due_on, unit, name, person, file_of(pk))


def injuries(day: date, until: date) -> Iterator[Due]:
    """Injuries for which recognition has not been applied for (WII 17)."""
    rows = Injury.objects.filter(reported_on__isnull=True, happened_on__lte=until)
    for pk, auxiliary, unit, person, name, happened_on in rows.values_list(*_WHOSE, "happened_on").iterator():
        due_on = happened_on + timedelta(days=at("roster.injury.report_within_days", day=happened_on).value)
        if due_on <= until:
            yield Due(f"roster.injury:{pk}", due_on, unit, name, person, file_of(auxiliary, "injuries"))


def leavings(day: date, until: date) -> Iterator[Due]:
    """Leavers whose file or insurance has not been passed on (LCL 50)."""
    rows = Leaving.objects.filter(
        Q(files_transferred_on__isnull=True) | Q(insurance_transferred_on__isnull=True), last_day__lte=until
    )
    for pk, auxiliary, unit, person, name, last_day in rows.values_list(*_WHOSE, "last_day").iterator():
        due_on = last_day + timedelta(days=at("roster.leaving.transfer_days", day=last_day).value)
        if due_on <= until:
            yield Due(f"roster.leaving:{pk}", due_on, unit, name, person, file_of(auxiliary, "leaving"))


def pensions(day: date, until: date) -> Iterator[Due]:
    """The pension age, for women by the earlier of the two ages: which one counts depends on the post and is asked of HR."""
    old_enough = Q(person__sex="M", person__born_on__lte=add_months(until, -12 * 60))
    old_enough |= Q(person__sex="F", person__born_on__lte=add_months(until, -12 * 50))
    people = Auxiliary.objects.on_strength().filter(old_enough)
    for pk, unit, person, name, sex, born_on in people.values_list(
        *_PERSON, "person__sex", "person__born_on"
    ).iterator():
        if (due_on := _pension_day(sex, born_on)) <= until:
            yield Due(f"roster.auxiliary:{pk}", due_on, unit, name, person, file_of(pk))


def _pension_day(sex: str, born_on: date) -> date:
    """By the row in force when the former age was reached."""
    key, age = ("roster.pension.men", 60) if sex == "M" else ("roster.pension.women_50", 50)
    value = at(key, day=max(add_months(born_on, 12 * age), date(1978, 6, 2)))
    return reached_on(born_on, value.value, value.since)


register(
    Source(
        code="medical",
        title=_("Yearly medical due"),
        stages=(30, 7, -1, -30),
        find=medical,
        advice=_("Send the person to the medical and enter the day."),
        cites=("HA 23", "FS"),
        tells_person=True,
        escalates_after=30,
    )
)
register(
    Source(
        code="injury_report",
        title=_("Work injury: application for recognition due"),
        stages=(15, 7, 3, 1, 0, -1),
        find=injuries,
        advice=_("Apply to the authority: what falls due before a late application is paid by the organ."),
        cites=("WII 17",),
        escalates_after=0,
    )
)
register(
    Source(
        code="leaving_transfer",
        title=_("File and insurance to be passed on after leaving"),
        stages=(10, 5, 1, 0, -1),
        find=leavings,
        advice=_("Pass on the file and the insurance and enter both days."),
        cites=("LCL 50",),
        escalates_after=1,
    )
)
register(
    Source(
        code="pension",
        title=_("Pension age reached"),
        stages=(180, 90, 30, 0),
        find=pensions,
        advice=_("Check the post and the contribution years; women in some posts reach the age five years later."),
        cites=("RET", "LCL 44"),
        tells_person=True,
        escalates_after=30,
    )
)
