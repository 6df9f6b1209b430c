"""Reads of units and officers, always within what the reader may see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Prefetch, Q
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import BadInput
from core.perms import Perms
from core.scope import under
from organisation.models import DispatchAgreement, Employer, Officer, Unit, UnitJurisdiction

MANY = 100  # officers shown on a unit's page; the list of officers has them all


def asked(query: QueryDict) -> dict[str, str]:
    """`?unit=CODE&search=words` as arguments of the lists."""
    return {"unit": query.get("unit", ""), "words": query.get("search", "").replace("\x00", "")[:60]}


def unit_named(user: Any, code: str, permission: str = Perms.VIEW_UNITS, *, field: str = "unit") -> Unit:
    """The unit of that code on which the user holds the right. Raises BadInput: outside and unknown look alike."""
    unit = Unit.objects.visible_to(user, permission).filter(code=code).first()
    if unit is None:
        raise BadInput({field: _("There is no unit of this code among your units.")})
    return unit


def subtree(user: Any, code: str) -> Q:
    """Condition on `unit__path` for `?unit=CODE`; no code gives everything in sight, a foreign one nothing."""
    if not code:
        return Q()
    unit = Unit.objects.visible_to(user).filter(code=code).first()
    return under((unit.path,) if unit else (), "unit__path")


def units(user: Any, *, unit: str = "", words: str = "") -> Any:
    rows = Unit.objects.visible_to(user).select_related("parent")
    if unit:
        top = Unit.objects.visible_to(user).filter(code=unit).first()
        rows = rows.below(top) if top else rows.none()
    for word in words.split():
        rows = rows.filter(Q(name__icontains=word) | Q(short_name__icontains=word) | Q(code__istartswith=word))
    return rows


def officers(user: Any, *, unit: str = "", words: str = "") -> Any:
    rows = Officer.objects.visible_to(user).filter(subtree(user, unit)).search(words)
    return rows.select_related("person", "unit")


def officer(user: Any, pk: int, permission: str = Perms.VIEW_OFFICERS) -> Officer:
    """The officer, or 404 when outside the user's units."""
    rows: Any = Officer.objects.visible_to(user, permission).select_related("person", "unit")
    found: Officer = get_object_or_404(rows, pk=pk)
    return found


def tree(user: Any, *, words: str = "") -> Any:
    """Units in sight from the top down, each with how many officers serve in it itself."""
    serving = Count("officers", filter=Q(officers__status=Officer.Status.SERVING))
    return units(user, words=words).annotate(serving=serving).prefetch_related(_places()).order_by("path")


def _places() -> Prefetch:
    return Prefetch("jurisdictions", UnitJurisdiction.objects.order_by("-since"), "places")


def branches(page: Iterable[Unit], user: Any) -> list[tuple[int, Unit]]:
    """Units with their depth below the topmost ones in sight, for the indent; five steps at most."""
    top = min((path.count(".") for path in user.unit_paths(Perms.VIEW_UNITS)), default=0)
    return [(min(unit.path.count(".") - top, 5), unit) for unit in page]


def unit_page(unit: Unit, user: Any, today: date) -> dict[str, Any]:
    """What a unit's page shows of this room: the way up, units below, officers, places, employers."""
    above = Unit.objects.visible_to(user).above(unit.path).exclude(pk=unit.pk)
    return {
        "above": above.order_by("path"),
        "below": unit.children.order_by("path"),
        "officers": _officers_of(unit, user),
        "place": place_on(unit, today),
        "places": unit.jurisdictions.select_related("set_by").order_by("-since"),
        "employers": Employer.objects.visible_to(user).filter(unit=unit).order_by("kind", "name"),
    }


def _officers_of(unit: Unit, user: Any) -> Any:
    rows = Officer.objects.visible_to(user).filter(unit=unit).select_related("person")
    return rows.order_by("status", "person__pinyin", "pk")[:MANY]


def place_on(unit: Unit, day: date) -> UnitJurisdiction | None:
    """The row that counts for the unit on the day: the newest of the nearest unit upward."""
    numbers = [int(number) for number in unit.path.strip(".").split(".")]
    rows = UnitJurisdiction.objects.filter(unit_id__in=numbers, since__lte=day).select_related("unit")
    return max(rows, key=lambda row: (len(row.unit.path), row.since), default=None)


def employers(user: Any) -> Any:
    """Employers in sight with their agreements, newest first."""
    agreements = DispatchAgreement.objects.visible_to(user).select_related("unit").order_by("-ends_on")
    rows = Employer.objects.visible_to(user).select_related("unit")
    return rows.prefetch_related(Prefetch("agreements", agreements, "signed")).order_by("kind", "name")


def find_units(user: Any, words: str, limit: int) -> list[tuple[str, str, str]]:
    """For the search box."""
    rows = units(user, words=words).order_by("path")[:limit]
    return [(unit.name, unit.code, reverse("organisation:unit", args=[unit.pk])) for unit in rows]


def find_officers(user: Any, words: str, limit: int) -> list[tuple[str, str, str]]:
    rows = officers(user, words=words).order_by("person__pinyin", "pk")[:limit]
    return [
        (row.person.name, f"{row.police_number} · {row.unit}", reverse("organisation:unit", args=[row.unit_id]))
        for row in rows
    ]


def all_units(words: str) -> str:
    """The list that holds all of it."""
    return f"{reverse('organisation:units')}?{urlencode({'search': words})}"


def all_officers(words: str) -> str:
    return f"{reverse('organisation:officers')}?{urlencode({'search': words})}"
