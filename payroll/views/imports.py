"""Importing sheets of pay: the pages of every import, under the right to enter pay; writing asks for a fresh proof."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.stepup import recently_confirmed
from core.access import requires
from core.perms import Perms
from payroll.importing.kinds import OF_PAY
from roster.importing import pages
from roster.importing.kinds import SheetKind


def _kind(name: str) -> SheetKind:
    if name not in OF_PAY:
        raise Http404
    return OF_PAY[name]


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.EDIT_PAY)
def start(request: HttpRequest, kind: str) -> HttpResponse:
    """Choose a file and a unit; the answer is the dry run."""
    return pages.start(request, _kind(kind))


@require_safe
@requires(Perms.EDIT_PAY)
def show(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """What was found, by column and severity."""
    return pages.show(request, _kind(kind), pk)


@require_safe
@requires(Perms.EDIT_PAY)
def how_far(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Only the bar of a sheet that is being worked on."""
    return pages.how_far(request, _kind(kind), pk)


@require_POST
@requires(Perms.EDIT_PAY)
def choose_columns(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Columns matched by hand."""
    return pages.choose_columns(request, _kind(kind), pk)


@require_POST
@requires(Perms.EDIT_PAY)
@recently_confirmed
def apply(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """All of it or nothing; where pay goes is changed by somebody who is still there."""
    return pages.apply(request, _kind(kind), pk)


@require_safe
@requires(Perms.EDIT_PAY)
def download(request: HttpRequest, kind: str, pk: int) -> FileResponse:
    """The report as a spreadsheet."""
    return pages.download(request, _kind(kind), pk)


@require_safe
@requires(Perms.EDIT_PAY)
def empty(request: HttpRequest, kind: str) -> FileResponse:
    """An empty sheet with every heading the import knows, the items of the own schemes among them."""
    return pages.empty(request, _kind(kind))
