"""The gallery of parts (`auxpolice.gallery`), for whoever keeps the system: how a page looks before it is written."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from auxpolice.gallery import PARTS, ExampleForm, candidates, examples
from core.access import requires
from core.perms import Perms


@require_safe
@requires(Perms.MANAGE_SETTINGS)
def gallery(request: HttpRequest) -> HttpResponse:
    """Every part, with example data."""
    return render(request, "auxpolice/design.html", {"groups": PARTS, **examples(request.GET)})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.MANAGE_SETTINGS)
def page(request: HttpRequest, name: str) -> HttpResponse:
    """The parts that are whole pages; what is sent from them is kept nowhere."""
    if name == "candidates" and request.method != "POST":
        return JsonResponse({"results": candidates(request.GET.get("q", ""))})
    if name not in {"confirm", "form_page"}:
        raise Http404
    if name == "confirm":
        context = {
            "question": _("Do it?"),
            "consequence": _("This is an example: nothing will happen."),
            "action": request.path,
            "button": _("Do it"),
            "back": reverse("design"),
        }
        return _done(request) if request.method == "POST" else render(request, "components/confirm.html", context)
    form = ExampleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _done(request)
    context = {"form": form, "heading": _("Page of a form"), "button": _("Send"), "back": reverse("design")}
    return render(request, "components/form_page.html", context, status=422 if form.is_bound else 200)


def _done(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Done: this was an example, and nothing was kept."))
    return redirect("design")
