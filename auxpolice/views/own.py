"""The auxiliary's own pages: everything about myself, on a phone first; four pages with a bar at the thumb."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core import clock
from core.access import requires
from core.perms import Perms
from core.registries import own_sections
from duties.calendar import calendar
from roster.models import Auxiliary

TODAY, DUTIES, FILE, MINE = TABS = ("today", "duties", "file", "mine")


def _page(request: HttpRequest, tab: str) -> HttpResponse:
    """The sections that the rooms hang on one of the four pages, about the one auxiliary that this user's person is."""
    today = clock.today()
    auxiliary = own_file(request.user)
    sections = [s for s in own_sections.all() if s.tab == tab] if auxiliary is not None else []
    said = [(section, section.context(auxiliary, today)) for section in sections]
    found = [(section, content) for section, content in said if content is not None]
    context = {"auxiliary": auxiliary, "sections": found, "today": today, "tab": tab, "all_quiet": len(found) == 1}
    return render(request, "auxpolice/own.html", context)


@require_safe
@requires(Perms.VIEW_SELF)
def own(request: HttpRequest) -> HttpResponse:
    """My next duty, then what is asked of me."""
    return _page(request, TODAY)


@require_safe
@requires(Perms.VIEW_SELF)
def duties(request: HttpRequest) -> HttpResponse:
    """All my duties, and what my category may and may not do."""
    return _page(request, DUTIES)


@require_safe
@requires(Perms.VIEW_SELF)
def file(request: HttpRequest) -> HttpResponse:
    """My papers, pay and insurance."""
    return _page(request, FILE)


@require_safe
@requires(Perms.VIEW_SELF)
def mine(request: HttpRequest) -> HttpResponse:
    """My data and rights, my account, what happened to my file."""
    return _page(request, MINE)


@require_safe
@requires(Perms.VIEW_SELF)
def ics(request: HttpRequest) -> HttpResponse:
    """My planned duties for the calendar of a phone: times and numbers, nobody's name and no place."""
    auxiliary = get_object_or_404(Auxiliary, person_id=request.user.person_id)
    content = calendar(auxiliary, clock.today(), address=request.build_absolute_uri(reverse("me")), now=clock.now())
    heads = {"Content-Disposition": 'attachment; filename="duties.ics"'}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=heads)


def own_file(user: Any) -> Auxiliary | None:
    """The file of the natural person who signed in; nobody else's, whatever the roles."""
    return Auxiliary.objects.select_related("person", "unit", "post").filter(person_id=user.person_id).first()
