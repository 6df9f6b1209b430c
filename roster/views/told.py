"""What the programs know from one answer, told at once while a form is filled in: an identity number, a unit."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import clock
from core.access import requires
from core.perms import Perms
from organisation.identity import BadIdentity, parse
from organisation.models import Unit
from organisation.regions import in_words
from regulations.selectors import unit_pack
from roster.forms.fields import PostField

WHOLE = 15  # characters from which a number is no longer being typed


@require_POST
@requires(Perms.EDIT_AUXILIARIES)
def identity(request: HttpRequest) -> HttpResponse:
    """Birth date, sex and region of a number, or what is wrong with it; the number comes in the body and is not kept."""
    number, day = request.POST.get("identity_number", "")[:40], clock.today()
    says, wrong = "", False
    if len(number.strip()) >= WHOLE:
        try:
            says = in_words(parse(number, day=day), day)
        except BadIdentity as error:
            says, wrong = str(error.message), True
    return render(request, "roster/_identity_told.html", {"says": says, "wrong": wrong})


@require_safe
@requires(Perms.EDIT_AUXILIARIES)
def place(request: HttpRequest) -> HttpResponse:
    """The posts of a unit and those above it that people of the category can hold, and whose rules hold there."""
    units = Unit.objects.visible_to(request.user, Perms.EDIT_AUXILIARIES).filter(ends_on__isnull=True)
    unit = units.filter(code=request.GET.get("unit", "")[:30].replace("\x00", "")).first()
    field = PostField(request.user, Perms.EDIT_AUXILIARIES)
    context: dict[str, Any] = {"empty": field.empty_label, "posts": [], "pack": ""}
    if unit is not None:
        category = request.GET.get("category", "")
        rows = field.of(unit, category if category in ("service", "clerical") else "")
        context["posts"] = [(post.pk, field.label_from_instance(post)) for post in rows]
        context["pack"] = unit_pack(unit, clock.today())
        context["none"] = _("No post is open there for this category.") if not context["posts"] else ""
    return render(request, "roster/_place_told.html", context)
