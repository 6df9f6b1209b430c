"""The pages of an import, the same for every kind of sheet: choose it, look at what was found, apply all or nothing.

Each room has views of its own that wear the right of the kind and pass it on.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import clock, patience
from core.errors import BadInput, NotNow
from core.paging import page_of
from organisation.models import Unit
from roster.importing import progress, report, runs, steps
from roster.importing.findings import from_dict
from roster.importing.forms import ImportForm
from roster.importing.kinds import KINDS, Addresses, SheetKind
from roster.models import ImportRun

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LOOK_AGAIN = (
    "10"  # seconds until the page of a large import asks anew, without any script; with them it is told of each step
)


def start(request: HttpRequest, kind: SheetKind) -> HttpResponse:
    """Choose a file and a unit; the answer is the dry run."""
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(*typed, user=request.user, kind=kind, initial=_initial(request.user, kind))
    if form.is_bound and form.is_valid():
        try:
            return redirect(kind.address("run", _try(request, form, kind).pk))
        except BadInput as error:
            form.add_problems(error.errors)
        except NotNow as error:
            form.add_error("file", error.message)
    rows = ImportRun.objects.of(kind.key).visible_to(request.user, kind.permission)
    earlier = rows.select_related("unit", "by__person").defer("findings")
    begun = clock.now() - dt.timedelta(days=1)
    context = {
        "kind": kind,
        "at": Addresses(kind),
        "others": [(one.title, one.address()) for one in KINDS.values() if one.back == kind.back and one is not kind],
        "form": form,
        "earlier": [(run, kind.address("run", run.pk)) for run in earlier[:10]],
        "open": [
            (run, kind.address("run", run.pk)) for run in earlier.open().filter(by=request.user, made_at__gte=begun)[:3]
        ],
        "steps": steps.of(None),
    }
    return render(request, "roster/import_start.html", context, status=422 if form.is_bound else 200)


def _initial(user: Any, kind: SheetKind) -> dict[str, Any]:
    """The unit is filled in when there is only one to think of."""
    paths = user.unit_paths(kind.permission)
    code = Unit.objects.get(path=paths[0]).code if len(paths) == 1 else ""  # rule: unscoped, a path of the own rights
    return {"unit": code, "token": secrets.token_urlsafe(24), "mode": next(iter(kind.modes))}


def _try(request: HttpRequest, form: ImportForm, kind: SheetKind) -> ImportRun:
    typed = form.cleaned_data
    run = runs.open_run(
        upload=typed["file"],
        unit=typed["unit"],
        mode=typed["mode"],
        token=typed["token"],
        by=request.user,
        on=clock.today(),
        kind=kind,
    )
    if run.status == ImportRun.Status.WAITING:
        sheets = runs.read(run)
        if runs.is_large(sheets):
            runs.check_later(run)
        else:
            runs.check(run, sheets)
    return run


def _run(request: HttpRequest, kind: SheetKind, pk: int) -> ImportRun:
    rows = ImportRun.objects.of(kind.key).visible_to(request.user, kind.permission)
    found: ImportRun = get_object_or_404(rows.select_related("unit", "by__person"), pk=pk)
    return found


def show(request: HttpRequest, kind: SheetKind, pk: int) -> HttpResponse:
    """What was found, by column and severity; while the worker is at it, the page looks again by itself."""
    run = _run(request, kind, pk)
    findings = [from_dict(kept) for kept in run.findings]
    columns = kind.columns([run.unit])
    context = {
        "kind": kind,
        "at": Addresses(kind, pk),
        "run": run,
        "summary": report.summary(run),
        "columns": _columns(findings),
        "severities": [("error", _("errors")), ("warning", _("warnings"))],
        "page": page_of(request, steps.lines(_chosen(request, findings))),
        "steps": steps.of(run),
        "matching": steps.matching(run),
        "choices": [(key, column.heading(get_language())) for key, column in columns.items()],
        "progress": progress.of(run.pk) if run.works else None,
    }
    response = render(request, "roster/import_run.html", context)
    if run.works:
        response["Refresh"] = LOOK_AGAIN
    return response


def how_far(request: HttpRequest, kind: SheetKind, pk: int) -> HttpResponse:
    """Only the bar of a sheet that is being worked on; at the end the page is asked for anew."""
    run = _run(request, kind, pk)
    if not run.works:
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Refresh": "true"})
        return redirect(kind.address("run", pk))
    context = {"run": run, "progress": progress.of(run.pk), "at": Addresses(kind, pk)}
    return render(request, "roster/_import_progress.html", context)


def choose_columns(request: HttpRequest, kind: SheetKind, pk: int) -> HttpResponse:
    """Columns matched by hand: the sheet is tried again with them."""
    run = _run(request, kind, pk)
    named = {name.removeprefix("column-"): value for name, value in request.POST.items() if name.startswith("column-")}
    runs.choose_columns(run=run, chosen=steps.chosen(run, named), by=request.user)
    messages.success(request, _("The columns are read as you said, and the sheet was tried again."))
    return redirect(kind.address("run", pk))


def _columns(findings: list[Any]) -> list[tuple[str, str]]:
    """Columns that have findings, with how many: filters of the table."""
    counts = Counter((len(f.column), f.column, f.heading) for f in findings if f.column)
    return [(letters, f"{letters} {heading} ({count})") for (_n, letters, heading), count in sorted(counts.items())]


def _chosen(request: HttpRequest, findings: list[Any]) -> list[Any]:
    column, severity = request.GET.get("column", ""), request.GET.get("severity", "")
    return [f for f in findings if column in ("", f.column) and severity in ("", f.severity)]


def apply(request: HttpRequest, kind: SheetKind, pk: int) -> HttpResponse:
    """All of it or nothing; a large sheet is handed to the worker."""
    run = _run(request, kind, pk)
    if run.counts.get("rows", 0) > runs.LARGE:
        runs.apply_later(run, request.user)
        return redirect(kind.address("run", pk))
    with patience.longer(25, 28):
        run = runs.apply_run(run=run, by=request.user, on=clock.today())
    if run.status == ImportRun.Status.APPLIED:
        messages.success(request, _("Everything was applied and recorded."))
    else:
        messages.error(request, _("Nothing was applied: something is wrong now that was right before. See below."))
    return redirect(kind.address("run", pk))


def download(request: HttpRequest, kind: SheetKind, pk: int) -> FileResponse:
    """The report as a spreadsheet."""
    run = _run(request, kind, pk)
    return FileResponse(report.report(run), as_attachment=True, filename=f"import-{run.pk}.xlsx", content_type=XLSX)


def empty(request: HttpRequest, kind: SheetKind) -> FileResponse:
    """An empty sheet with every heading the import knows for the units of the user."""
    paths = request.user.unit_paths(kind.permission)
    units = list(Unit.objects.filter(path__in=paths))  # rule: unscoped, paths of the own rights
    sheet = report.empty_sheet(kind.columns(units), str(kind.sheet_name))
    return FileResponse(sheet, as_attachment=True, filename=kind.file_name, content_type=XLSX)
