"""The answer to an act on one card of the queue: the card goes, or stays with what stands in the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core.errors import BadInput, NotNow, Refused
from duties.models import Assignment
from duties.selectors.assignments import approval_queue
from duties.selectors.queue import clean_ones, job_of

BADGES = {"HX-Trigger": "badges"}
"""The counts of the navigation are asked for again."""


def answered(request: HttpRequest, assignment: Assignment, act: Callable[[], Assignment]) -> HttpResponse:
    """Do it and say what became of it, in the place of the card; somebody else may have been first."""
    try:
        changed = act()
    except BadInput as error:
        said = " ".join(str(one) for some in error.errors.values() for one in some)
        return _stays(request, assignment, wrong=said)
    except NotNow as error:
        return _goes(request, assignment, str(error.message), first=False)
    except Refused as error:
        return _stays(request, assignment, note=" ".join(finding.sentence() for finding in error.findings))
    words = {"number": changed.number, "status": changed.get_status_display()}
    return _goes(request, changed, _("%(number)s: now “%(status)s”.") % words)


def _goes(request: HttpRequest, assignment: Assignment, said: str, *, first: bool = True) -> HttpResponse:
    context = {"row": assignment, "said": said, "first": first, **standing(request.user)}
    return _sent(render(request, "duties/_job_gone.html", context))


def _stays(request: HttpRequest, assignment: Assignment, *, note: str = "", wrong: str = "") -> HttpResponse:
    """The card as it stands now; whoever decided it meanwhile took it out of the queue."""
    row = approval_queue(request.user).filter(pk=assignment.pk).first()
    if row is None:
        return _goes(request, assignment, note or wrong, first=False)
    context = {"job": job_of(row, request.user, note=note, wrong=wrong), **standing(request.user)}
    return _sent(render(request, "duties/_job_stays.html", context))


def standing(user: Any) -> dict[str, int]:
    """How many wait, and how many of them may be approved in one act."""
    return {"left": approval_queue(user).order_by().count(), "clean": clean_ones(user).order_by().count()}


def _sent(response: HttpResponse) -> HttpResponse:
    for name, value in BADGES.items():
        response[name] = value
    return response
