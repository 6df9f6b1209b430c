"""How the law is shown: names by language, verdicts in words, citations as links."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from core.perms import Perms
from regulations import open_points, words
from regulations.library import values
from regulations.packs import PERMITTED, PROHIBITED, PackError, VerdictRow, load, slug

register = template.Library()


@register.filter
def name(thing: Any) -> str:
    """The name or title of a duty, pack, instrument or value in the reader's language."""
    return words.in_language(thing, "name") or words.in_language(thing, "title")


@register.filter
def note(thing: Any) -> str:
    return words.in_language(thing, "note")


@register.filter
def uncertain(thing: Any) -> str:
    return words.in_language(thing, "uncertain")


@register.filter
def why(thing: Any) -> str:
    return words.in_language(thing, "why")


@register.filter
def verdict_words(verdict: str) -> str:
    return str(words.VERDICTS.get(verdict, verdict))


@register.filter
def verdict_mark(verdict: str) -> str:
    """The colour of a verdict; led work has none of its own."""
    return {PERMITTED: "allow", PROHIBITED: "refuse"}.get(verdict, "")


@register.filter
def staffing(row: VerdictRow) -> str:
    return words.staffing(row.staffing)


@register.filter
def conditions(row: VerdictRow) -> list[str]:
    return words.conditions(row.conditions)


@register.filter
def citations(cites: Any) -> list[dict[str, str]]:
    """`("HA 15(2)",)` as links into the library."""
    return [load().cite(text).as_dict() for text in cites]


@register.filter
def amount(value: Any) -> str:
    if value and value.open:
        return _("to be supplied by the office")
    return values.in_words(value.value, value.unit) if value else "–"


@register.filter
def kind_words(kind: str) -> str:
    return str(words.KINDS.get(kind, kind))


@register.filter
def confidence_words(confidence: str) -> str:
    return str(words.CONFIDENCES.get(confidence, confidence))


@register.filter
def category_words(category: str) -> str:
    return str(words.CATEGORIES.get(category, category))


@register.filter
def room_words(key: str) -> str:
    """The heading of a value, by the first part of its key."""
    room = key.partition(".")[0]
    return str(words.ROOMS.get(room, room))


@register.filter
def anchor(article: str) -> str:
    """`15(2)` → `15-2`."""
    return slug(article)


@register.filter
def duty_name(code: str) -> str:
    try:
        return words.in_language(load().duty(code), "name")
    except PackError:  # a duty of an older release
        return code


@register.filter
def value_name(key: str) -> str:
    rows = values.everywhere(key)
    return words.in_language(rows[-1], "title") if rows else key


@register.filter
def local_amount(row: Any) -> str:
    """A local value with its unit."""
    rows = values.everywhere(row.key)
    return values.of_local(row.value, rows[-1].unit) if rows else str(row.value)


@register.filter
def confirmed_name(row: Any) -> str:
    """The point a confirmation is about, in words."""
    point = open_points.find(row.kind, row.pack, row.key, row.row_since)
    return words.in_language(point, "name") if point else row.key


@register.filter
def pack_name(code: str) -> str:
    pack = load().packs.get(code)
    return words.in_language(pack, "name") if pack else code


@register.filter
def names_seen_by(unit: Any, user: Any) -> bool:
    """Who proposed and approved is told to those who propose, approve or see officers there; the rule itself to all it binds."""
    rights = (Perms.PROPOSE_LOCAL_RULE, Perms.APPROVE_LOCAL_RULE, Perms.VIEW_OFFICERS)
    return any(user.may(right, unit) for right in rights)


@register.filter
def confirmation_of(row: Any, confirmed: Any) -> Any:
    """The confirmation of this row by the reader's offices, or None."""
    return confirmed.get(open_points.identity_of(row)) if confirmed else None
