"""Pages: ask for a file, see what becomes of it, decide as the second person, download once."""

from __future__ import annotations

import functools
import secrets
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.rates import too_often, wait
from accounts.stepup import recently_confirmed
from core import clock
from core.access import requires
from core.audit import history_of
from core.errors import BadInput
from core.paging import page_of
from core.parsing import typed_text
from core.perms import Perms
from core.registries import ExportKind, export_kinds
from exports import selectors, services
from exports.forms import AskForm, ReasonForm, WhyAgainForm
from exports.models import Export

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
    "zip": "application/zip",
}
LOOK_AGAIN = "3"  # seconds until the page of a file that is being made asks anew, without any script


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """My exports, those that wait for me, and the history of my units."""
    rows = selectors.listed(request.user, request.GET.dict())
    waiting = Export.objects.to_decide(request.user).count()
    context = {
        "page": page_of(request, rows),
        "waiting": waiting,
        "shows": [("waiting", _("Waiting for me")), ("all", _("In my units"))],
        "statuses": Export.Status.choices,
        "kinds": [(kind.key, kind.title) for kind in export_kinds.all() if request.user.may(kind.permission)],
        "may_ask": [kind for kind in export_kinds.all() if kind.back and request.user.may(kind.permission)],
    }
    return render(request, "exports/list.html", context)


def for_its_kind(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only for those who hold the right of the kind, before anything else is asked of them."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, key: str) -> HttpResponse:
        kind = export_kinds.get(key)
        if kind is None:
            raise Http404
        if not request.user.may(kind.permission):
            raise PermissionDenied
        return view(request, kind)

    return guarded


@require_http_methods(["GET", "POST"])
@for_its_kind
@recently_confirmed
def new(request: HttpRequest, kind: ExportKind) -> HttpResponse:
    """`?unit=…&q=…` as on the list it is asked for from; POST asks for the file."""
    asked, data = request.GET.dict(), request.POST if request.method == "POST" else None
    form = AskForm(data, kind=kind, initial={"token": secrets.token_urlsafe(24)})
    options = kind.form(data, user=request.user, initial=asked) if kind.form else None
    if form.is_bound and form.is_valid() & (options is None or options.is_valid()):
        if seconds := wait("export", request.user):
            return too_often(request, seconds)
        chosen = options.cleaned_data if options is not None else {}
        if export := _ask(request, kind, form, options, {**asked, **chosen}):
            return redirect("exports:show", pk=export.pk)
    people = len(set(kind.people(request.user, asked, clock.today())))
    back = f"{reverse(kind.back)}?{request.GET.urlencode()}" if kind.back else reverse("exports:list")
    context = {"kind": kind, "form": form, "options": options, "people": people, "back": back}
    context["instead"] = services.instead(kind, asked, people, request.user)
    return render(request, "exports/new.html", context, status=422 if form.is_bound else 200)


def _ask(request: HttpRequest, kind: ExportKind, form: AskForm, options: Any, filters: dict[str, Any]) -> Export | None:
    typed = form.cleaned_data
    try:
        return services.request_export(
            kind=kind.key,
            filters=filters,
            format=typed["format"],
            purpose=typed["purpose"],
            by=request.user,
            on=clock.today(),
            token=typed["token"],
        )
    except BadInput as error:
        for name, said in error.errors.items():
            own = options if options is not None and name in options.fields else form
            own.add_problems({name: said})
        return None


@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One export: state, who, what for, who is in it; while it is being made the page looks again by itself."""
    export = selectors.one(request.user, pk)
    steps = history_of(export)
    context = {
        "export": export,
        "is_mine": export.by_id == request.user.pk,
        "may_decide": selectors.shows(request.user, export),
        "decline": ReasonForm(),
        "again": WhyAgainForm(),
        "over": export.expires_at is not None and export.expires_at <= clock.now(),
        "steps": steps[:30],
        "people": selectors.people(request.user, export),
    }
    response = render(request, "exports/show.html", context)
    if export.works:
        response["Refresh"] = LOOK_AGAIN
    return response


@require_POST
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The file, once."""
    export = selectors.mine(request.user, pk)
    name, content = services.take_export(export=export, by=request.user)
    return file_answer(name, content, export.format)


def file_answer(name: str, content: bytes, format: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(True, name) or "attachment"}
    return HttpResponse(content, content_type=TYPES[format], headers=headers)


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """The download broke off: once more within the hour."""
    export = selectors.mine(request.user, pk)
    services.reopen_export(export=export, by=request.user, reason=typed_text(request.POST, "reason", 300))
    messages.success(request, _("The link works once more."))
    return redirect("exports:show", pk=pk)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    services.withdraw_export(export=selectors.mine(request.user, pk), by=request.user)
    messages.success(request, _("Withdrawn. Nothing was downloaded."))
    return redirect("exports:show", pk=pk)


@require_POST
@requires(Perms.APPROVE_EXPORT)
@recently_confirmed
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person agrees."""
    export = selectors.to_decide(request.user, pk)
    services.approve_export(export=export, by=request.user, reason=typed_text(request.POST, "reason", 300))
    messages.success(request, _("Agreed. The file is being made; whoever asked is told."))
    return redirect("exports:show", pk=pk)


@require_POST
@requires(Perms.APPROVE_EXPORT)
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person says no, and why."""
    export = selectors.to_decide(request.user, pk)
    services.decline_export(export=export, by=request.user, reason=typed_text(request.POST, "reason", 300))
    messages.success(request, _("Declined. Whoever asked reads your reason."))
    return redirect("exports:show", pk=pk)
