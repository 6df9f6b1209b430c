"""Buttons that change something in a half-written request and show it again: nothing is kept, nothing typed is lost."""

from __future__ import annotations

import datetime as dt

from django.http import QueryDict
from django.utils.dateparse import parse_datetime

from duties.forms.common import known_codes
from duties.selectors.listing import numbers_in
from roster.models import Auxiliary

MOMENTS = ("starts_at", "ends_at")
BUTTONS = ("without", "later", "tick", "act")


def changed(typed: QueryDict) -> QueryDict | None:
    """What stands in the form after such a button; None where another button was pressed."""
    if "without" in typed:
        return _without(typed.copy(), typed["without"])
    if "later" in typed:
        return _later(typed.copy())
    if "tick" in typed:
        return _ticked(typed.copy(), typed["tick"])
    return typed.copy() if typed.get("act") == "find" else None


def _without(data: QueryDict, names: str) -> QueryDict:
    """Whoever bears one of these names is taken off."""
    off = {name.strip() for name in names.splitlines()}
    numbers = numbers_in(data.getlist("auxiliaries"))
    kept = Auxiliary.objects.filter(pk__in=numbers).exclude(person__name__in=off)  # rule: unscoped, only to leave out
    left = set(kept.values_list("pk", flat=True))
    data.setlist("auxiliaries", [str(number) for number in numbers if number in left])
    return data


def _later(data: QueryDict) -> QueryDict:
    """The same hours a day later."""
    for name in MOMENTS:
        if (moment := _moment(data.get(name, ""))) is not None:
            data[name] = f"{moment + dt.timedelta(days=1):%Y-%m-%dT%H:%M}"
    return data


def _ticked(data: QueryDict, code: str) -> QueryDict:
    """A duty of the catalogue is added to the chosen ones."""
    if code in known_codes():
        data.setlist("duties", list(dict.fromkeys([*data.getlist("duties"), code])))
    return data


def _moment(typed: str) -> dt.datetime | None:
    try:
        return parse_datetime(typed)
    except ValueError:
        return None
