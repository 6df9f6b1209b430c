"""Parts of the roster's pages: sections of a file each in its own template, filters whose default is not "all"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.template import Context
from django.template.loader import get_template

register = template.Library()


@register.simple_tag(takes_context=True)
def show_section(context: Context, section: Any, content: Mapping[str, Any]) -> str:
    """The section's template with its own variables, also as `section`, on top of those of the page."""
    with context.push(**{**content, "section": content}):
        return get_template(section.template).template.render(context)


@register.inclusion_tag("components/chips.html", takes_context=True)
def choice_chips(context: Context, name: str, options: Iterable[tuple[Any, Any]], label: Any) -> dict[str, Any]:
    """Like `chips`, without "all": the first option (value empty) is what an address without the filter shows."""
    query = context["request"].GET
    made = []
    for value, text in options:
        changed = query.copy()
        for gone in ("page", name):
            changed.pop(gone, None)
        if value:
            changed[name] = value
        address = f"?{changed.urlencode()}"
        made.append({"label": text, "address": address, "current": query.get(name, "") == value})
    return {"label": label, "chips": made}
