"""Parts of lists that read the address: filters as chips, heads that sort. A builtin of every template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from core.registries import place_sources

register = template.Library()


@register.inclusion_tag("components/chips.html", takes_context=True)
def chips(
    context: Context, name: str, options: Iterable[tuple[Any, Any]], label: Any = "", usual: str = ""
) -> dict[str, Any]:
    """`?name=value` as a row of links, "all" first; a link reproduces the view and starts at the first page.

    `usual`: what a list shows that never shows all.
    """
    query = context["request"].GET
    chosen = query.get(name, "") or usual

    def chip(value: str, text: Any) -> dict[str, Any]:
        return {"label": text, "address": _address(query, name, value), "current": chosen == value}

    found = [] if usual else [chip("", _("All"))]
    return {"label": label, "chips": [*found, *(chip(str(value), text) for value, text in options)]}


@register.inclusion_tag("components/sort_head.html", takes_context=True)
def sort_head(context: Context, name: str, label: Any, *, number: bool = False) -> dict[str, Any]:
    """A column's head that sorts by `?sort=name`, and the other way round when pressed again."""
    query = context["request"].GET
    chosen = query.get("sort", "")
    direction = {name: "ascending", f"-{name}": "descending"}.get(chosen, "")
    address = _address(query, "sort", f"-{name}" if direction == "ascending" else name)
    return {"label": label, "address": address, "direction": direction, "number": number}


@register.simple_block_tag
def table(content: str, label: Any, *, cards: bool = True) -> str:
    """The frame of a table round its thead and tbody; on a phone each row is a card."""
    return render_to_string("components/table.html", {"content": content, "label": label, "cards": cards})


@register.simple_tag(takes_context=True)
def part(context: Context, template_name: str, content: Mapping[str, Any]) -> str:
    """What a room hangs on a page: its template sees its own variables, by name and as `card` or `section`."""
    with context.push(**{**content, "card": content, "section": content}):
        return context.template.engine.get_template(template_name).render(context)


@register.filter
def place_name(code: str) -> str:
    """The name of a place whose rules count, in the reader's language; its code where the law does not know it."""
    names = {known: name for source in place_sources for known, name in source()}
    return names.get(code, code)


def _address(query: Any, name: str, value: str) -> str:
    changed = query.copy()
    changed.pop("page", None)
    changed.pop(name, None)
    if value:
        changed[name] = value
    return f"?{changed.urlencode()}"
