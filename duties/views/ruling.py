"""The legal reviewer's queue, and a ruling."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from core.access import requires
from core.errors import BadInput
from core.paging import page_of
from core.perms import Perms
from duties import services
from duties.forms import RulingForm
from duties.models import Assignment
from duties.selectors.assignments import named_duties, ruling_queue
from duties.selectors.shown import duty_name
from duties.views.acting import done, in_sight


@require_safe
@requires(Perms.RULE_ON_LAW)
def queue(request: HttpRequest) -> HttpResponse:
    """What waits for a ruling, the next to start first."""
    return render(request, "duties/rulings.html", {"page": page_of(request, ruling_queue(request.user))})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.RULE_ON_LAW)
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Rule where texts conflict, or name what unclear work is."""
    assignment = in_sight(request, pk, Perms.RULE_ON_LAW)
    form = RulingForm(request.POST if request.method == "POST" else None, contested=_contested(assignment))
    if form.is_bound and form.is_valid():
        try:
            ruled = services.rule(assignment=assignment, opinion=_opinion(form), by=request.user)
        except BadInput as error:
            form.add_problems(error.errors)
        else:
            return done(request, ruled)
    context = {"assignment": assignment, "form": form, "duties": named_duties(assignment)}
    return render(request, "duties/rule.html", context, status=422 if form.errors else 200)


def _contested(assignment: Assignment) -> list[tuple[str, str]]:
    """The duties over which texts conflict in this request."""
    found = assignment.decision.get("findings", ())
    codes = {code for finding in found if finding["code"] == "DU-15" for code in finding["about"]["duties"]}
    return [(duty["code"], duty_name(duty)) for duty in named_duties(assignment) if duty["code"] in codes]


def _opinion(form: RulingForm) -> services.Opinion:
    said = form.cleaned_data
    return services.Opinion(
        allows=said["allows"] == "yes",
        text=said["text"],
        cites=said["cites"],
        code=said["code"],
        named_codes=tuple(said["named_codes"]),
        until=said["until"],
    )
