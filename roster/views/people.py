"""The list of auxiliaries: filters, order and columns in the address; the views somebody keeps; columns remembered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import clock
from core.access import requires
from core.errors import BadInput, NotNow
from core.paging import page_of
from core.perms import Perms
from organisation.models import Unit
from roster import services
from roster.models import Auxiliary, Category, Post, SavedView
from roster.selectors import columns, lists
from roster.services import saved, together

PAGE = "roster:list"
WITHIN = (7, 30, 60, 90)
PICKED = 300  # units in the picker; whoever has more finds theirs by the search


@dataclass(frozen=True)
class Filter:
    """One box of the filter form."""

    name: str
    label: str
    options: list[tuple[str, str]]
    chosen: str


@dataclass(frozen=True)
class Chip:
    """One filter that is in force, and the address without it."""

    label: str
    value: str
    without: str


@require_safe
@requires(Perms.VIEW_AUXILIARIES)
def auxiliaries(request: HttpRequest) -> HttpResponse:
    """Who is here: a link reproduces the view."""
    day, user, asked = clock.today(), request.user, request.GET.dict()
    kept = list(SavedView.objects.visible_to(user).filter(page=PAGE))
    remembered = next((QueryDict(view.query).get("columns", "") for view in kept if not view.name), "")
    chosen = columns.chosen(asked.get("columns", ""), remembered)
    units, boxes = units_of(user), _filters(asked)
    page = page_of(request, lists.auxiliaries(user, asked, day, paths={unit.code: unit.path for unit in units}))
    page.object_list = columns.lines(columns.shown(page.object_list, chosen), chosen, day)
    context = {
        "page": page,
        "chosen_columns": chosen,
        "all_columns": _in_order(chosen),
        "units": units,
        "boxes": boxes,
        "chips": _chips(user, asked, units, boxes),
        "views": [(view, _same(view, asked)) for view in kept if view.name],
        "most": together.MOST,
        "exported": _exported(asked, chosen),
    }
    return render(request, "roster/list.html", context)


class Choice(NamedTuple):
    """One unit of the picker."""

    code: str
    name: str
    path: str


def units_of(user: Any, permission: str = Perms.VIEW_AUXILIARIES) -> list[Choice]:
    """The user's open units, those below set in."""
    rows = Unit.objects.visible_to(user, permission).filter(ends_on__isnull=True).order_by("path")
    found = list(rows.values_list("code", "short_name", "name", "path")[:PICKED])
    top = min((path.count(".") for _code, _short, _name, path in found), default=0)
    return [
        Choice(code, "\u3000" * (path.count(".") - top) + (short or name), path) for code, short, name, path in found
    ]


def _filters(asked: dict[str, str]) -> list[Filter]:
    """The boxes beside words and unit; the first option is what an address without the filter shows."""
    status = Auxiliary.Status
    within = [(str(days), _("in %(days)d days") % {"days": days}) for days in WITHIN]
    former = [(str(one.value), str(one.label)) for one in (status.SUSPENDED, status.LEFT)]
    gaps = [("contract", _("no contract")), ("card", _("no work card")), ("training", _("no training"))]
    boxes = (
        ("category", _("Category"), [("", _("All")), *((str(key), str(name)) for key, name in Category.choices)]),
        ("status", _("Status"), [("", _("On strength")), *former, ("all", _("everybody"))]),
        ("ends", _("Contract ends"), [("", _("at any time")), *within]),
        ("gap", _("Lacking"), [("", _("no filter")), *gaps]),
    )
    return [Filter(name, label, options, asked.get(name, "")) for name, label, options in boxes]


def _chips(user: Any, asked: dict[str, str], units: list[Choice], boxes: list[Filter]) -> list[Chip]:
    """What is in force, each to be taken away by itself."""
    named = [("q", _("Words"), asked.get("q", "")), ("unit", _("Unit"), _unit_name(asked.get("unit", ""), units))]
    for box in boxes:
        named.append((box.name, box.label, dict(box.options).get(box.chosen, "") if box.chosen else ""))
    if asked.get("post", "").isdecimal():
        post = Post.objects.visible_to(user).filter(pk=int(asked["post"][:15])).first()
        named.append(("post", _("Post"), post.title if post else "–"))
    if only := lists.numbers(asked.get("only", "")):
        named.append(("only", _("Chosen"), str(len(only))))
    return [Chip(label, value, _without(asked, name)) for name, label, value in named if value]


def _unit_name(code: str, units: list[Choice]) -> str:
    return next((unit.name for unit in units if unit.code == code), code).strip("\u3000")


def _without(asked: dict[str, str], *names: str) -> str:
    kept = {name: value for name, value in asked.items() if value and name not in {*names, "page"}}
    return f"?{urlencode(kept)}" if kept else "?"


def _in_order(chosen: list[columns.ListColumn]) -> list[tuple[columns.ListColumn, bool]]:
    """Every column there is, with whether it is shown: those shown first, in their order."""
    others = [column for column in columns.LIST_COLUMNS.values() if column not in chosen]
    return [*((column, True) for column in chosen), *((column, False) for column in others)]


def _same(view: SavedView, asked: dict[str, str]) -> bool:
    """Is this the view on the page?"""
    return view.query == saved.kept(asked)


def _exported(asked: dict[str, str], chosen: list[columns.ListColumn]) -> str:
    """The address of an export of exactly what is seen: the same filters, order and columns."""
    keys = ["name", *(column.exported for column in chosen if column.exported)]
    kept = {name: value for name, value in asked.items() if value and name not in {"page", "size", "columns"}}
    return f"?{urlencode({**kept, 'columns': ','.join(keys)})}"


def _back(request: HttpRequest, **changes: str) -> HttpResponse:
    """To the list with the filters it was left with; only the names the list knows."""
    asked = {name: value for name, value in QueryDict(request.POST.get("query", "")[:2000]).items() if value}
    query = urlencode({**{name: value for name, value in asked.items() if name in lists.ASKED}, **changes})
    return redirect(f"{reverse(PAGE)}?{query}" if query else reverse(PAGE))


@require_POST
@requires(Perms.VIEW_AUXILIARIES)
def choose_columns(request: HttpRequest) -> HttpResponse:
    """Show these columns, now and whenever the list is opened."""
    keys = [key for key in dict.fromkeys(request.POST.getlist("column")) if key in columns.LIST_COLUMNS]
    named = ",".join(keys or columns.USUAL)
    services.remember_columns(page=PAGE, columns=named, by=request.user)
    return _back(request, columns=named)


@require_POST
@requires(Perms.VIEW_AUXILIARIES)
def keep_view(request: HttpRequest) -> HttpResponse:
    """Keep the filters, order and columns of the list under a name of one's own."""
    asked = QueryDict(request.POST.get("query", "")[:2000]).dict()
    try:
        services.save_view(page=PAGE, name=request.POST.get("name", ""), asked=asked, by=request.user)
    except BadInput as error:
        messages.error(request, " ".join(str(said) for words in error.errors.values() for said in words))
    except NotNow as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The view is kept: it stands above the list."))
    return _back(request)


@require_POST
@requires(Perms.VIEW_AUXILIARIES)
def forget_view(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own view is no longer needed."""
    view = get_object_or_404(SavedView.objects.visible_to(request.user).exclude(name=""), pk=pk)
    services.forget_view(view=view, by=request.user)
    messages.success(request, _("The view is forgotten."))
    return _back(request)
