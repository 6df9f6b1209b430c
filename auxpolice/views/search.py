"""One box for people, units, assignments, contracts, articles of law."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.rates import rated
from core.registries import SearchSource, search_sources

EACH = 10
LONGEST = 60


@require_http_methods(["GET", "HEAD", "POST"])
@rated("search")
def search(request: HttpRequest) -> HttpResponse:
    """What each source finds within the units of the reader, at most ten of a kind; by POST whoever has a whole number."""
    number = "".join(request.POST.get("number", "").replace("\x00", "").split())[:LONGEST]
    words = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST]
    found = _by_number(request.user, number) if request.method == "POST" else _by_words(request.user, words)
    context = {"words": words, "found": [(title, rows) for title, rows in found if rows], "asked": words or number}
    return render(request, "auxpolice/search.html", context)


def _sources(user: Any) -> list[SearchSource]:
    return [source for source in search_sources.all() if user.may(source.permission)]


def _by_words(user: Any, words: str) -> list[tuple[Any, Any]]:
    return [(source.title, source.find(user, words, EACH)) for source in _sources(user)] if words else []


def _by_number(user: Any, number: str) -> list[tuple[Any, Any]]:
    return [(source.title, source.by_number(user, number)) for source in _sources(user) if source.by_number and number]
