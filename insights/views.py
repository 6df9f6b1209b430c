"""The page of figures, and each of them to take along. Numbers only: nobody is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import IO, Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import clock
from core.access import requires
from core.charts import Chart
from exports.sheets import write_csv, write_xlsx
from insights.charts import KINDS, all_of
from insights.facts import PEOPLE, REFUSED, Facts
from insights.place import Place, choices, place_asked

FORMATS = {"xlsx": "Excel", "csv": "CSV"}
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@require_safe
@requires(PEOPLE, REFUSED)
def index(request: HttpRequest) -> HttpResponse:
    """How the force is doing: unit and day stand in the address, so that a link reproduces the page."""
    place = place_asked(request.user, request.GET.dict(), clock.today())
    facts = Facts(request.user, place)
    context = {
        "place": place,
        "facts": facts if facts.may(PEOPLE) else None,
        "charts": [replace(chart, files=_files(chart.key, place)) for chart in all_of(facts)] if place.tops else [],
        "units": choices(request.user),
        "today": clock.today(),
    }
    return render(request, "insights/index.html", context)


@require_safe
@requires(PEOPLE, REFUSED)
def download(request: HttpRequest, key: str, kind: str) -> FileResponse:
    """The table of one figure as a file; what the reader may not see is not there."""
    chart = KINDS.get(key)
    if chart is None or kind not in FORMATS:
        raise Http404
    if not request.user.may(chart.right):
        raise PermissionDenied
    place = place_asked(request.user, request.GET.dict(), clock.today())
    if not place.tops:
        raise Http404
    content = WRITERS[kind](chart.build(Facts(request.user, place)), place)
    name = f"{key}-{place.code or 'all'}-{place.day.isoformat()}.{kind}"
    return FileResponse(content, as_attachment=True, filename=name, content_type=TYPES[kind])


def _files(key: str, place: Place) -> tuple[tuple[str, str], ...]:
    query = urlencode({name: value for name, value in (("unit", place.code), ("day", place.day.isoformat())) if value})
    return tuple((name, f"{reverse('insights:download', args=[key, kind])}?{query}") for kind, name in FORMATS.items())


def _xlsx(chart: Chart, place: Place) -> IO[bytes]:
    return write_xlsx(str(chart.title), _head(chart), _rows(chart), above=[_above(chart, place)])


def _csv(chart: Chart, place: Place) -> IO[bytes]:
    return write_csv(_head(chart), _rows(chart))


WRITERS: dict[str, Callable[[Chart, Place], IO[bytes]]] = {"xlsx": _xlsx, "csv": _csv}


def _head(chart: Chart) -> list[str]:
    return [str(name) for name in chart.head]


def _rows(chart: Chart) -> list[list[Any]]:
    return [[line.label, *line.cells] for line in chart.lines]


def _above(chart: Chart, place: Place) -> str:
    named = {
        "title": chart.title,
        "units": ", ".join(str(unit) for unit in place.tops),
        "day": date_format(place.day, "DATE_FORMAT"),
    }
    return _("%(title)s · %(units)s · %(day)s") % named
