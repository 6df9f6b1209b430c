"""Which place's rules the units follow: dated rows, only ever added."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.access import requires
from core.paging import page_of
from core.perms import Perms
from organisation.services import set_jurisdiction
from regulations.forms import PlaceForm
from regulations.selectors import places_of


@require_safe
@requires(Perms.VIEW_LAW)
def index(request: HttpRequest) -> HttpResponse:
    """The rows that bind the reader's units, newest first."""
    return render(request, "regulations/places.html", {"page": page_of(request, places_of(request.user))})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.EDIT_UNITS)
def choose(request: HttpRequest) -> HttpResponse:
    """From a day on a unit follows another place's rules; open assignments are decided again."""
    form = PlaceForm(request.POST or None, user=request.user, initial={"since": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            set_jurisdiction(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_problems(error.message_dict)
        else:
            messages.success(request, _("The unit follows these rules from that day on."))
            return redirect("law:places")
    context = {
        "form": form,
        "heading": _("Choose whose rules a unit follows"),
        "intro": _("The row is added and never changed: what was decided before that day keeps its law."),
        "button": _("Add the row"),
        "back": reverse("law:places"),
    }
    return render(request, "components/form_page.html", context, status=422 if form.errors else 200)
