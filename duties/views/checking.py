"""The duty checker: may somebody do this, here, with these officers?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import clock
from core.access import requires
from core.errors import BadInput
from core.perms import Perms
from duties.decision import Ban, Decision, decide, from_json
from duties.forms import CheckForm
from duties.selectors.shown import duties_of
from regulations import packs
from regulations import selectors as law


@require_safe
@requires(Perms.CHECK_DUTIES)
def check(request: HttpRequest) -> HttpResponse:
    """One box; a link reproduces the answer. While something is typed only the card is sent again."""
    form = CheckForm(request.GET, user=request.user)
    decision: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        try:
            decision = answer(form).as_dict()
        except BadInput as error:
            form.add_problems({"text": [said for some in error.errors.values() for said in some]})
    context = {"form": form, "decision": decision, "duties": duties_of(decision)}
    template = "duties/_answer.html" if request.htmx else "duties/check.html"  # type: ignore[attr-defined]
    return render(request, template, context, status=422 if form.errors else 200)


def answer(form: CheckForm) -> Decision:
    """The decision on what was typed, by the law of the unit: its pack, and its own bans."""
    unit, day = form.cleaned_data["unit"], form.cleaned_data["day"]
    document = form.document(law.unit_pack(unit, day))
    asked, facts = from_json(document, today=clock.today(), packs=packs.load())
    bans = tuple(
        Ban(ban.duty, ban.since, ban.until, f"{ban.unit_name}: {ban.reason}") for ban in law.bans_for(unit, day)
    )
    return decide(asked, replace(facts, bans=bans), packs.load())
