"""The pages of the import of people: those of every import, under the right to import them."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import requires
from core.perms import Perms
from roster.importing import pages
from roster.importing.auxiliaries import AUXILIARIES


@require_http_methods(["GET", "POST"])
@requires(Perms.IMPORT_ROSTER)
def start(request: HttpRequest) -> HttpResponse:
    """Choose a file and a unit; the answer is the dry run."""
    return pages.start(request, AUXILIARIES)


@require_safe
@requires(Perms.IMPORT_ROSTER)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """What was found, by column and severity."""
    return pages.show(request, AUXILIARIES, pk)


@require_safe
@requires(Perms.IMPORT_ROSTER)
def how_far(request: HttpRequest, pk: int) -> HttpResponse:
    """Only the bar of a sheet that is being worked on."""
    return pages.how_far(request, AUXILIARIES, pk)


@require_POST
@requires(Perms.IMPORT_ROSTER)
def choose_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Columns matched by hand."""
    return pages.choose_columns(request, AUXILIARIES, pk)


@require_POST
@requires(Perms.IMPORT_ROSTER)
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """All of it or nothing."""
    return pages.apply(request, AUXILIARIES, pk)


@require_safe
@requires(Perms.IMPORT_ROSTER)
def download(request: HttpRequest, pk: int) -> FileResponse:
    """The report as a spreadsheet."""
    return pages.download(request, AUXILIARIES, pk)


@require_safe
@requires(Perms.IMPORT_ROSTER)
def empty(request: HttpRequest) -> FileResponse:
    """An empty sheet with every heading the import knows."""
    return pages.empty(request, AUXILIARIES)
