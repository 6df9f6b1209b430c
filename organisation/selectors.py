"""Reads of units and officers, always within what the reader may see."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from core.errors import BadInput
from core.perms import Perms
from core.scope import under
from organisation.models import Officer, Unit


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
