"""The supervising officer's queue: what is clean is approved in one act, the rest is looked at one by one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.access import requires
from core.errors import DomainError
from core.paging import page_of
from core.perms import Perms
from duties import services
from duties.models import Assignment
from duties.selectors.assignments import approval_queue
from duties.selectors.listing import numbers_in
from duties.selectors.queue import clean_ones, job_of, jobs_of
from duties.views.acting import done, in_sight
from duties.views.job import answered

MOST_CHOSEN = 200


@require_safe
@requires(Perms.APPROVE_ASSIGNMENT)
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for me, the next to start first."""
    page = page_of(request, approval_queue(request.user), size=25)
    context = {
        "page": page,
        "jobs": jobs_of(page, request.user),
        "left": page.paginator.count,
        "clean": clean_ones(request.user).order_by().count(),
    }
    return render(request, "duties/approvals.html", context)


@require_POST
@requires(Perms.APPROVE_ASSIGNMENT)
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve one; it is decided again at this moment."""
    assignment = in_sight(request, pk, Perms.APPROVE_ASSIGNMENT)

    def act() -> Assignment:
        return services.approve(assignment=assignment, by=request.user, revision=_seen(request, "revision"))

    if request.htmx:  # type: ignore[attr-defined]
        return answered(request, assignment, act)
    return done(request, act(), request.POST.get("then", ""))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.APPROVE_ASSIGNMENT)
def chosen(request: HttpRequest) -> HttpResponse:
    """Several at once, `?all=1` everything clean: first what will happen, then it happens. A finding keeps it in the queue."""
    if request.method != "POST" and request.GET.get("all"):
        rows = list(clean_ones(request.user)[:MOST_CHOSEN])
    else:
        asked = request.POST if request.method == "POST" else request.GET
        numbers = numbers_in(asked.getlist("chosen")[:MOST_CHOSEN])
        rows = list(approval_queue(request.user).filter(pk__in=numbers))
    clean = [row for row in rows if job_of(row, request.user).clean]
    if request.method != "POST":
        return render(request, "duties/chosen.html", {"clean": clean, "left": [r for r in rows if r not in clean]})
    _approve_each(request, clean)
    return redirect("duties:approvals")


def _seen(request: HttpRequest, field: str) -> int | None:
    """The revision that was on the page when the button was pressed."""
    return next(iter(numbers_in([request.POST.get(field, "")])), None)


def _approve_each(request: HttpRequest, rows: list[Assignment]) -> None:
    """Each by itself: one that is no longer lawful, or already decided, does not hold up the others."""
    approved = 0
    for row in rows:
        try:
            services.approve(assignment=row, by=request.user, revision=_seen(request, f"revision-{row.pk}"))
        except DomainError as error:
            said = getattr(error, "message", "") or " ".join(f.sentence() for f in getattr(error, "findings", ()))
            messages.warning(request, _("%(number)s was not approved: %(why)s") % {"number": row.number, "why": said})
        else:
            approved += 1
    if approved:
        said = ngettext("%(count)d assignment approved.", "%(count)d assignments approved.", approved)
        messages.success(request, said % {"count": approved})
