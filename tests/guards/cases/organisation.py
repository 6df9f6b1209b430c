"""Units and people."""

from __future__ import annotations

from organisation import services
from tests.cast import LONG_AGO, TODAY
from tests.guards.waiting import Lock

UNITS, PEOPLE = "organisation/services/units.py", "organisation/services/people.py"


def open_unit(stage):
    by, above = stage.cast.user("hr"), stage.cast["first"]
    act = lambda: services.open_unit(  # noqa: E731
        code="new", name="新所", level="station", parent=above, starts_on=LONG_AGO, by=by
    )
    return above, act


def change_unit(stage):
    unit, by = stage.cast["south"], stage.cast.user("hr")
    return unit, lambda: services.change_unit(unit=unit, by=by, name="南所")


def close_unit(stage):
    unit, by = stage.cast["west"], stage.cast.user("hr2")
    return unit, lambda: services.close_unit(unit=unit, ends_on=TODAY, by=by)


def change_contacts(stage):
    person, by = stage.lin.person, stage.cast.user("hr")
    return person, lambda: services.change_contacts(person=person, by=by, phone="13900000001")


def change_officer(stage):
    officer, by = stage.bai, stage.cast.user("hr")
    return officer, lambda: services.change_officer(officer=officer, by=by, rank="二级警长")


LOCKS = (
    Lock(f"{UNITS}:open_unit", open_unit),
    Lock(f"{UNITS}:change_unit", change_unit),
    Lock(f"{UNITS}:close_unit", close_unit),
    Lock(f"{PEOPLE}:change_contacts", change_contacts),
    Lock(f"{PEOPLE}:change_officer", change_officer),
)
