"""Parts of a person's file: each section of each room in its own template."""

from __future__ import annotations

from collections.abc import Mapping
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
