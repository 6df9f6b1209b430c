"""What was asked for in the address, in templates."""

from __future__ import annotations

from django import template
from django.http import QueryDict

register = template.Library()


@register.filter
def pairs(asked: QueryDict) -> list[tuple[str, str]]:
    """Names and values. In a template `asked.items` is the value of `?items=…` as soon as somebody types that."""
    return list(asked.items())  # type: ignore[arg-type]
