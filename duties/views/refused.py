"""What the law refused, for the inspector."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core.access import requires
from core.paging import page_of
from core.perms import Perms
from duties.selectors import listing
from duties.selectors.assignments import refused_attempts
from duties.selectors.shown import REASON_WORDS, duties_of, named, reasons_of
from organisation.models import Unit


@require_safe
@requires(Perms.VIEW_REFUSED)
def attempts(request: HttpRequest) -> HttpResponse:
    """Refused attempts, newest first; the filters stand in the address."""
    page = page_of(request, listing.attempts(request.user, request.GET.dict()))
    context = {
        "page": page,
        "rows": [(row, named(row.duties_refused), reasons_of(row)) for row in page],
        "reasons": list(REASON_WORDS.items()),
        "units": Unit.objects.visible_to(request.user).values_list("code", "name")[:300],
    }
    return render(request, "duties/refused.html", context)


@require_safe
@requires(Perms.VIEW_REFUSED)
def attempt(request: HttpRequest, pk: int) -> HttpResponse:
    """One attempt: what was asked by whom, and the whole decision as it was taken."""
    found = get_object_or_404(refused_attempts(request.user), pk=pk)
    context = {"attempt": found, "duties": duties_of(found.decision), "decision": found.decision}
    return render(request, "duties/attempt.html", context)
