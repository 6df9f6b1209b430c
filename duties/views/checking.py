"""The duty checker: may somebody do this, here, with these officers?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import clock
from core.access import requires
from core.errors import BadInput
from core.perms import Perms
from duties.decision import Ban, Decision, decide, from_json
from duties.forms import CheckForm, duty_title
from duties.selectors.shown import duties_of
from duties.selectors.suggesting import suggestions
from regulations import packs
from regulations import selectors as law
from regulations.packs import Duty


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
    context = {
        "form": form,
        "decision": decision,
        "duties": duties_of(decision),
        "suggested": suggested(request, decision),
        "address": request.get_full_path(),
        "onward": onward(form) if decision else "",
        "examples": [(text, _asking(request, text)) for text in examples()],
    }
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


def suggested(request: HttpRequest, decision: dict[str, Any]) -> list[tuple[Duty, str]]:
    """Where the work is unclear: duties the words may mean, each with its own answer."""
    if "duty_unclear" not in decision.get("reasons", ()):
        return []
    near: Iterable[Duty] = suggestions(request.GET.get("text", ""))
    return [(duty, _asking(request, duty_title(duty.code))) for duty in near]


def onward(form: CheckForm) -> str:
    """What a request for the same work begins with."""
    return urlencode({"unit": form.cleaned_data["unit"].code, "text": form.cleaned_data["text"]})


def examples() -> list[str]:
    """A few questions as they are asked."""
    return [
        _("Patrol the night market on foot"),
        _("Direct the traffic at the crossing while an officer is away"),
        _("Write a parking ticket"),
        _("Search a suspect's bag"),
        _("Watch the cameras in the command centre"),
        _("Help to take a statement from a witness"),
    ]


def _asking(request: HttpRequest, text: str) -> str:
    """The address that asks this, all else as it is asked now."""
    query = request.GET.copy()
    query["text"] = text
    return f"?{query.urlencode()}"
