"""One box for people, units, assignments, contracts, articles of law."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.rates import rated
from core.registries import search_sources

EACH = 10
LONGEST = 60


@require_safe
@rated("search")
def search(request: HttpRequest) -> HttpResponse:
    """What each source finds within the units of the reader, at most ten of a kind."""
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST]
    sources = [source for source in search_sources.all() if request.user.may(source.permission)] if words else []
    found = [(source.title, source.find(request.user, words, EACH)) for source in sources]
    context = {"words": words, "found": [(title, rows) for title, rows in found if rows]}
    return render(request, "auxpolice/search.html", context)
