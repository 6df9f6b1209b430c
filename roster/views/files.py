"""The file of one auxiliary, its papers, its numbers in the clear, its sign-in; hiring and taking back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.rates import rated
from accounts.services import open_auxiliary_account
from accounts.stepup import recently_confirmed
from core import clock
from core.access import requires
from core.errors import NotNow
from core.parsing import typed_text
from core.perms import Perms
from core.registries import FileSection, file_sections
from core.templatetags.show import short_day
from roster import sections, services
from roster.forms.people import HireForm, RehireForm
from roster.models import Auxiliary
from roster.selectors import files, history, wrongs
from roster.services.common import on_strength
from roster.views.acting import Act, act_page, attempt

NEWEST, PAGE_OF_LINES = 12, 40  # lines of the time line on the file, and on a page of its own

HIRE = Act(
    gettext_lazy("Hire an auxiliary"),
    gettext_lazy("Hire"),
    HireForm,
    lambda *_: None,
    "",
    intro=gettext_lazy(
        "Person, posting and contract are entered in one act. The quota of every unit above must have room."
    ),
)
REHIRE = Act(
    gettext_lazy("Take the person back"), gettext_lazy("Take the person back"), RehireForm, lambda *_: None, "postings"
)


@require_safe
@requires(Perms.VIEW_AUXILIARIES)
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """Head, sections of all rooms, time line. Opening another person's file is recorded once a day."""
    auxiliary = files.whole(request.user, pk)
    services.note_viewed(auxiliary=auxiliary, by=request.user, on=clock.today())
    return _file_page(request, auxiliary)


def _file_page(request: HttpRequest, auxiliary: Auxiliary, **more: Any) -> HttpResponse:
    day, user = clock.today(), request.user
    found = history.happened(auxiliary, user, day)
    context = {
        "auxiliary": auxiliary,
        "sections": _sections(auxiliary, user, day),
        "wrongs": wrongs.found(auxiliary, user, day),
        "line": _line(auxiliary),
        "has_photo": files.photo(auxiliary) is not None,
        "page": Paginator(found, NEWEST).get_page(1),
        "kinds": history.kinds(found),
        **_rights(user, auxiliary),
        "day": day,
        **more,
    }
    return render(request, "roster/file.html", context)


def _rights(user: Any, auxiliary: Auxiliary) -> dict[str, bool]:
    """What of the file this user may change, read and see in the clear."""
    return {
        "editing": user.may(Perms.EDIT_AUXILIARIES, auxiliary.unit),
        "reading": user.may(Perms.VIEW_PERSONAL, auxiliary.unit),
        "unmasking": user.may(Perms.VIEW_IDENTITY, auxiliary.unit),
    }


def _sections(auxiliary: Auxiliary, user: Any, day: dt.date) -> list[tuple[FileSection, Any, Any]]:
    """The sections this user may open, with what they show and what may be done there."""
    chosen = [s for s in file_sections.all() if not s.permission or user.may(s.permission, auxiliary.unit)]
    return [(s, s.context(auxiliary, user, day), s.acts(auxiliary, user, day)) for s in chosen]


def _line(auxiliary: Auxiliary) -> list[str]:
    """Where, as what, since when: one line under the name."""
    since = _("since %(day)s") % {"day": short_day(auxiliary.hired_on)}
    post = str(auxiliary.post) if auxiliary.post else _("no post")
    return [auxiliary.unit.name, post, auxiliary.get_category_display(), auxiliary.grade, since]


@require_safe
@requires(Perms.VIEW_AUXILIARIES)
def happened(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole time line, by kind and page; within the file when htmx asks."""
    auxiliary, day = files.whole(request.user, pk), clock.today()
    kind = request.GET.get("kind", "")
    every = history.happened(auxiliary, request.user, day)
    found = history.happened(auxiliary, request.user, day, kind) if kind else every
    page = Paginator(found, PAGE_OF_LINES).get_page(request.GET.get("page"))
    context = {"auxiliary": auxiliary, "page": page, "kinds": history.kinds(every), "kind": kind}
    template = "roster/_happened.html" if request.headers.get("HX-Request") else "roster/happened.html"
    return render(request, template, context)


@require_safe
@requires(Perms.VIEW_AUXILIARIES)
def photo(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    """The photo of the head, to whoever may open the file: read with the file, so not recorded by itself. None: 204."""
    found = files.photo(files.auxiliary(request.user, pk))
    if found is None:
        return HttpResponse(status=204)
    return FileResponse(found.file.open("rb"), content_type=found.content_type, filename=f"photo{found.extension}")


@require_POST
@requires(Perms.VIEW_IDENTITY)
@recently_confirmed
@rated("unmask")
def unmask(request: HttpRequest, pk: int) -> HttpResponse:
    """The masked numbers in the clear, on this one answer; the asking is recorded. With scripts, in their place."""
    auxiliary = files.whole(request.user, pk, Perms.VIEW_IDENTITY)
    clear = services.unmask(auxiliary=auxiliary, by=request.user, reason=typed_text(request.POST, "reason", 200))
    if not request.headers.get("HX-Request"):
        return _file_page(request, auxiliary, clear=clear)
    section = sections.person(auxiliary, request.user, clock.today())
    rights = _rights(request.user, auxiliary)
    context = {"auxiliary": auxiliary, "clear": clear, "section": section, **section, **rights}
    return render(request, "roster/sections/person.html", context)


@require_safe
@requires(Perms.VIEW_AUXILIARIES)
def document(request: HttpRequest, pk: int, row: int) -> FileResponse:
    """A paper of the file, as a download; reading it is recorded."""
    auxiliary = files.auxiliary(request.user, pk)
    paper = get_object_or_404(auxiliary.documents.visible_to(request.user).filter(withdrawn_on__isnull=True), pk=row)
    services.note_download(document=paper, by=request.user)
    name = f"{slugify(paper.title, allow_unicode=True) or 'document'}{paper.extension}"
    return FileResponse(paper.file.open("rb"), as_attachment=True, filename=name, content_type=paper.content_type)


@require_POST
@requires(Perms.OPEN_AUXILIARY_ACCOUNT)
def open_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the person a sign-in; the one-time code stands on a page to print, and nowhere else."""
    auxiliary = files.auxiliary(request.user, pk, Perms.OPEN_AUXILIARY_ACCOUNT)
    try:
        on_strength(auxiliary)
        user, code = open_auxiliary_account(
            person=auxiliary.person, unit=auxiliary.unit, by=request.user, today=clock.today()
        )
    except NotNow as error:
        messages.warning(request, error.message)
        return redirect("roster:file", pk=pk)
    return render(request, "roster/first_sign_in.html", {"auxiliary": auxiliary, "account": user, "code": code})


@require_http_methods(["GET", "POST"])
@requires(Perms.EDIT_AUXILIARIES)
def hire(request: HttpRequest) -> HttpResponse:
    """Everything for one act of hiring on one page."""
    form = HireForm(
        request.POST or None, user=request.user, initial={"starts_on": clock.today(), "kind_of_work": "auxiliary"}
    )
    findings: list[Any] = []
    if form.is_bound and form.is_valid():
        hired: list[Auxiliary] = []
        given = {"who": form.newcomer(), "place": form.place(), "terms": form.terms()}
        findings = attempt(form, lambda: hired.append(services.hire(**given, by=request.user, on=clock.today())))
        if hired:
            messages.success(request, _("The person is hired; the file is open."))
            return redirect("roster:file", pk=hired[0].pk)
    return act_page(request, HIRE, form, findings, back="..")


@require_http_methods(["GET", "POST"])
@requires(Perms.EDIT_AUXILIARIES)
def rehire(request: HttpRequest, pk: int) -> HttpResponse:
    """A new posting and contract for somebody who had left."""
    auxiliary = files.auxiliary(request.user, pk, Perms.EDIT_AUXILIARIES)
    initial = {"unit": auxiliary.unit.code, "category": auxiliary.category, "starts_on": clock.today()}
    initial["kind_of_work"] = "auxiliary"
    form = RehireForm(request.POST or None, user=request.user, initial=initial)
    findings: list[Any] = []
    if form.is_bound and form.is_valid():
        given = {"auxiliary": auxiliary, "place": form.place(), "terms": form.terms()}
        findings = attempt(form, lambda: services.rehire(**given, by=request.user, on=clock.today()))
        if not findings and not form.errors:
            messages.success(request, _("The person is back on strength."))
            return redirect("roster:file", pk=pk)
    return act_page(request, REHIRE, form, findings, auxiliary=auxiliary, back=f"/roster/{pk}/")
