"""The list of assignments, and one assignment with everything that belongs to it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.access import requires
from core.audit import history_of
from core.paging import page_of
from core.perms import Perms
from duties.life import Status
from duties.selectors import listing
from duties.selectors.assignments import detail
from duties.selectors.shown import is_clean
from organisation.models import Unit

READERS = (Perms.VIEW_ASSIGNMENTS, Perms.RULE_ON_LAW)


@require_safe
@requires(*READERS)
def assignments(request: HttpRequest) -> HttpResponse:
    """Assignments in sight; the filters stand in the address."""
    context = {
        "page": page_of(request, listing.assignments(request.user, request.GET.dict())),
        "statuses": Status.choices,
        "units": Unit.objects.visible_to(request.user).values_list("code", "name")[:300],
    }
    return render(request, "duties/list.html", context)


@require_safe
@requires(*READERS)
def assignment(request: HttpRequest, pk: int) -> HttpResponse:
    """One assignment: the decision, the people, what happened, and what its reader may do now."""
    found = detail(request.user, pk)
    if found is None:
        raise Http404
    entries = history_of(found.assignment)[:100]
    context = {"detail": found, "assignment": found.assignment, "acts": found.acts, "entries": entries}
    context["clean"] = is_clean(found.assignment)
    return render(request, "duties/assignment.html", context)
