"""Parts of lists that read the address: filters as chips, heads that sort. A builtin of every template."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context
from django.utils.translation import gettext as _

register = template.Library()


@register.inclusion_tag("components/chips.html", takes_context=True)
def chips(context: Context, name: str, options: Iterable[tuple[Any, Any]], label: Any = "") -> dict[str, Any]:
    """`?name=value` as a row of links, "all" first; a link reproduces the view and starts at the first page."""
    query = context["request"].GET
    chosen = query.get(name, "")

    def chip(value: str, text: Any) -> dict[str, Any]:
        return {"label": text, "address": _address(query, name, value), "current": chosen == value}

    return {"label": label, "chips": [chip("", _("All")), *(chip(str(value), text) for value, text in options)]}


@register.inclusion_tag("components/sort_head.html", takes_context=True)
def sort_head(context: Context, name: str, label: Any, *, number: bool = False) -> dict[str, Any]:
    """A column's head that sorts by `?sort=name`, and the other way round when pressed again."""
    query = context["request"].GET
    chosen = query.get("sort", "")
    direction = {name: "ascending", f"-{name}": "descending"}.get(chosen, "")
    address = _address(query, "sort", f"-{name}" if direction == "ascending" else name)
    return {"label": label, "address": address, "direction": direction, "number": number}


def _address(query: Any, name: str, value: str) -> str:
    changed = query.copy()
    changed.pop("page", None)
    changed.pop(name, None)
    if value:
        changed[name] = value
    return f"?{changed.urlencode()}"
