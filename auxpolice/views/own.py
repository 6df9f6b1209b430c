"""The auxiliary's own pages: everything about myself, on a phone first."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import clock
from core.access import requires
from core.perms import Perms
from core.registries import own_sections
from roster.models import Auxiliary


@require_safe
@requires(Perms.VIEW_SELF)
def own(request: HttpRequest) -> HttpResponse:
    """Sections of all rooms about the one auxiliary that this user's person is."""
    today = clock.today()
    auxiliary = own_file(request.user)
    sections = [(s, s.context(auxiliary, today)) for s in own_sections.all()] if auxiliary is not None else []
    return render(request, "auxpolice/own.html", {"auxiliary": auxiliary, "sections": sections, "today": today})


def own_file(user: Any) -> Auxiliary | None:
    """The file of the natural person who signed in; nobody else's, whatever the roles."""
    return Auxiliary.objects.select_related("person", "unit", "post").filter(person_id=user.person_id).first()
