"""The decision card: what was found once each, the ways out, and the links that take them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django import template
from django.utils.translation import ngettext

from duties.selectors.card import Card, card_of
from duties.selectors.ways import Way

register = template.Library()


@register.filter
def as_card(decision: Any) -> Card:
    """The card of a decision, or of its `as_dict`."""
    return card_of(decision if isinstance(decision, Mapping) else decision.as_dict())


@register.filter
def answer_words(card: Card) -> str:
    """How many things stand against it, for the line under the verdict and for those who listen."""
    count = sum(len(point.says) for point in card.points)
    if card.outcome == "allow" or not count:
        return ""
    if card.outcome == "refer":
        return ngettext("%(count)d point needs a person", "%(count)d points need a person", count) % {"count": count}
    return ngettext("%(count)d thing stands in the way", "%(count)d things stand in the way", count) % {"count": count}


@register.filter
def asked_with(address: str, way: Way) -> str:
    """The checker's address with the number of officers or auxiliaries that a way asks for; empty where it asks for none."""
    numbers = {"officers": way.officers, "auxiliaries": way.auxiliaries}
    changed = {name: str(value) for name, value in numbers.items() if value is not None}
    if not changed:
        return ""
    path, _mark, query = address.partition("?")
    return f"{path}?{urlencode({**dict(parse_qsl(query)), **changed})}"
