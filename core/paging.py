"""Pages of a list: a page number in the address, a count, and never more than 200 rows."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

SIZES = (50, 100, 200)


def page_of(request: HttpRequest, rows: Any, *, size: int = 50) -> Page[Any]:
    """The page asked for by `?page=` and `?size=`; anything odd gives the nearest page."""
    wanted = request.GET.get("size", "")
    if wanted.isdecimal() and int(wanted) in SIZES:
        size = int(wanted)
    return Paginator(rows, size).get_page(request.GET.get("page"))
