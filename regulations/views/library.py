"""The law library: instruments, duties, values, rules, changes. Reading only."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import clock
from core.access import requires
from core.paging import page_of
from core.perms import Perms
from regulations import open_points
from regulations.forms import CatalogueFilter, ValuesFilter, pack_choices
from regulations.library import catalogue, uses
from regulations.library import changes as timeline
from regulations.library import rules as shelf_of_rules
from regulations.library import values as shelf
from regulations.packs import PackError, load
from regulations.selectors import confirmed_for, home_pack

T = TypeVar("T")


@require_safe
@requires(Perms.VIEW_LAW)
def index(request: HttpRequest) -> HttpResponse:
    """Every instrument with how sure we are of it and how much leans on it."""
    words, pack = request.GET.get("q", ""), request.GET.get("pack", "")
    found = uses.instruments(words, pack)
    context = {
        "page": page_of(request, found),
        "words": words,
        "pack": pack,
        "packs": pack_choices(),
        "open_points": len(open_points.all_points()),
        "duties": len(load().duties()),
        "confirmed": confirmed_for(request.user),
        "articles": uses.find_articles(words, pack),
    }
    return render(request, "regulations/index.html", context)


@require_safe
@requires(Perms.VIEW_LAW)
def instrument(request: HttpRequest, key: str) -> HttpResponse:
    """One instrument: its days, and each article with what cites it."""
    source = _found(lambda: load().source(key))
    context: dict[str, Any] = {"source": source, "pack": load().packs[source.pack], "articles": uses.articles_of(key)}
    context |= {"history": uses.history_of(key), "confirmed": confirmed_for(request.user)}
    return render(request, "regulations/instrument.html", context)


@require_safe
@requires(Perms.VIEW_LAW)
def duties(request: HttpRequest) -> HttpResponse:
    """The duty catalogue in a place on a day."""
    today = clock.today()
    form = CatalogueFilter(request.GET, pack=home_pack(request.user, today), day=today)
    asked = form.asked()
    lines = catalogue.lines(
        pack=asked["pack"], day=asked["day"], group=asked["group"], verdict=asked["verdict"], words=asked["q"]
    )
    context = {
        "form": form,
        "asked": asked,
        "pack": load().packs[asked["pack"]],
        "version": load().pack_version(asked["pack"]),
        "page": page_of(request, lines),
        "confirmed": confirmed_for(request.user),
    }
    return render(request, "regulations/duties.html", context)


@require_safe
@requires(Perms.VIEW_LAW)
def duty(request: HttpRequest, code: str) -> HttpResponse:
    """One duty: what the nation and each place say of it, side by side."""
    found = _found(lambda: load().duty(code))
    context = {
        "duty": found,
        "group": next(group for group in load().groups() if group.code == found.group),
        "stretches": catalogue.everywhere(code, day=clock.today()),
        "silent": catalogue.silent(code),
        "scenarios": catalogue.scenarios(code),
        "confirmed": confirmed_for(request.user),
    }
    return render(request, "regulations/duty.html", context)


@require_safe
@requires(Perms.VIEW_LAW)
def values(request: HttpRequest) -> HttpResponse:
    """The dated values in a place on a day."""
    today = clock.today()
    form = ValuesFilter(request.GET, pack=home_pack(request.user, today), day=today)
    asked = form.asked()
    lines = shelf.lines(pack=asked["pack"], day=asked["day"], room=asked["room"], words=asked["q"])
    context = {"form": form, "pack": load().packs[asked["pack"]], "page": page_of(request, lines)}
    context["confirmed"] = confirmed_for(request.user)
    return render(request, "regulations/values.html", context)


@require_safe
@requires(Perms.VIEW_LAW)
def value(request: HttpRequest, key: str) -> HttpResponse:
    """One value: every row of every pack that states it."""
    rows = shelf.everywhere(key)
    if not rows:
        raise Http404
    context = {"key": key, "newest": rows[-1], "rows": rows, "confirmed": confirmed_for(request.user)}
    return render(request, "regulations/value.html", context)


@require_safe
@requires(Perms.VIEW_LAW)
def rules(request: HttpRequest) -> HttpResponse:
    """The rules the program tests, with the articles each stands on in a place."""
    today = clock.today()
    form = ValuesFilter(request.GET, pack=home_pack(request.user, today), day=today)
    asked = form.asked()
    found = shelf_of_rules.lines(pack=asked["pack"], day=asked["day"], words=asked["q"])
    context = {"form": form, "pack": load().packs[asked["pack"]], "page": page_of(request, found)}
    return render(request, "regulations/rules.html", context)


@require_safe
@requires(Perms.VIEW_LAW)
def changes(request: HttpRequest) -> HttpResponse:
    """What changed when, newest day first."""
    pack = request.GET.get("pack", "")
    days = [one for one in timeline.timeline() if not pack or one.pack.code == pack]
    page = page_of(request, days)
    years = [(year, list(some)) for year, some in groupby(page.object_list, key=lambda one: one.day.year)]
    return render(
        request, "regulations/changes.html", {"page": page, "years": years, "pack": pack, "packs": pack_choices()}
    )


def _found(look: Callable[[], T]) -> T:
    """What the packs know by that name; otherwise there is no such page."""
    try:
        return look()
    except PackError as error:
        raise Http404 from error
