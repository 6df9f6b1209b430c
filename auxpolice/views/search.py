"""One box for people, units, assignments, contracts, articles of law; and what it finds while somebody types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.rates import rated
from core.masking import personal_number
from core.registries import SearchSource, search_sources

EACH = 10
AT_ONCE = 4  # of a kind while typing
LONGEST = 60

Row = tuple[str, str, str]


@dataclass(frozen=True)
class Group:
    """What one source found: the best rows, how many, and the list that holds all of it."""

    key: str
    title: Any
    rows: Sequence[Row]
    count: str  # "3", or "10+" where there are more
    everything: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@rated("search")
def search(request: HttpRequest) -> HttpResponse:
    """What each source finds within the units of the reader, at most ten of a kind; by POST whoever has a whole number."""
    number = "".join(request.POST.get("number", "").replace("\x00", "").split())[:LONGEST]
    words = words_of(request.GET.get("q", ""))
    posted = request.method == "POST"
    found = by_number(request.user, number) if posted else by_words(request.user, words, EACH)
    context = {"words": words, "found": found, "asked": words or number}
    return render(request, "auxpolice/search.html", context)


@require_POST
@rated("live")
def at_once(request: HttpRequest) -> HttpResponse:
    """The few best of each kind while somebody types. In a body: what is half typed may be somebody's number."""
    words = words_of(request.POST.get("q", ""))
    if personal_number(words):
        found = by_number(request.user, "".join(words.split()))
    else:
        found = by_words(request.user, words, AT_ONCE)
    return render(request, "auxpolice/_at_once.html", {"words": words, "found": found})


def words_of(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())[:LONGEST]


def by_words(user: Any, words: str, most: int) -> list[Group]:
    """Kinds in which something is called exactly so first, then those in which something begins so."""
    if not words:
        return []
    groups = [_group(source, source.find(user, words, most + 1), most, words) for source in _sources(user)]
    return sorted((group for group in groups if group.rows), key=lambda group: _far(group, words))


def by_number(user: Any, number: str) -> list[Group]:
    """People by a whole identity or phone number."""
    sources = [source for source in _sources(user) if source.by_number and number]
    groups = [_group(source, source.by_number(user, number), EACH, "") for source in sources]  # type: ignore[misc]
    return [group for group in groups if group.rows]


def _sources(user: Any) -> list[SearchSource]:
    return [source for source in search_sources.all() if user.may(source.permission)]


def _group(source: SearchSource, rows: Sequence[Row], most: int, words: str) -> Group:
    count = str(len(rows)) if len(rows) <= most else f"{most}+"
    address = source.everything(words) if source.everything and words else ""
    return Group(source.key, source.title, rows[:most], count, address)


def _far(group: Group, words: str) -> int:
    """How far the best row is from what was typed: it is called so, begins so, or only has to do with it."""
    asked = words.casefold()
    names = [name.casefold() for label, note, _url in group.rows for name in (label, note)]
    if any(asked == part for name in names for part in (name, *name.split())):
        return 0
    return 1 if any(name.startswith(asked) for name in names) else 2
