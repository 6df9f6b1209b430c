"""Buttons that answer with a paper: the labour contract, the certificates. Numbers stand on them in the clear."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.rates import rated
from accounts.stepup import recently_confirmed
from core import clock
from core.access import requires
from core.errors import BadInput
from core.forms import HouseForm
from core.perms import Perms
from exports.views import file_answer
from roster.models import Auxiliary
from roster.printing.forms import NothingForm, PurposeForm
from roster.selectors import files
from roster.services import printing as services


@require_http_methods(["GET", "POST"])
@requires(Perms.VIEW_IDENTITY)
@recently_confirmed
def contract(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """The labour contract to be signed."""
    auxiliary = files.auxiliary(request.user, pk, Perms.VIEW_IDENTITY)
    found = get_object_or_404(auxiliary.contracts.select_related("employer", "agreement", "unit"), pk=row)
    found.auxiliary = auxiliary
    said = {
        "heading": _("Labour contract to sign"),
        "button": _("Print the contract"),
        "intro": _("In Chinese, with what the law wants in it and lines for what is not on file. The words are a draft: the "
                   "legal reviewer of the organ confirms them first. The identity number stands on it in full."),
    }  # fmt: skip
    form = NothingForm(request.POST if request.method == "POST" else None)
    return _page(request, pk, form, said, partial(services.print_contract, contract=found, by=request.user))


@require_http_methods(["GET", "POST"])
@requires(Perms.VIEW_IDENTITY)
@recently_confirmed
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever works here gets a certificate of that; whoever left, of the end of the contract."""
    auxiliary = files.auxiliary(request.user, pk, Perms.VIEW_IDENTITY)
    left = auxiliary.status == Auxiliary.Status.LEFT
    form = (NothingForm if left else PurposeForm)(request.POST if request.method == "POST" else None)
    give = partial(
        services.certify_end if left else services.certify_work, auxiliary=auxiliary, by=request.user, on=clock.today()
    )
    return _page(request, pk, form, _of_the_end() if left else _of_work(), give)


def _of_the_end() -> dict[str, str]:
    return {
        "heading": _("Certificate of the end of the labour contract"),
        "button": _("Print the certificate"),
        "intro": _(
            "It holds what the law wants in it: term, day of the end, post and years of service, and no reason."
        ),
    }


def _of_work() -> dict[str, str]:
    return {
        "heading": _("Certificate of employment"),
        "button": _("Print the certificate"),
        "intro": _("No law says what it must hold: have its form confirmed. The identity number stands on it in full."),
    }


def _page(
    request: HttpRequest, pk: int, form: HouseForm, said: Mapping[str, str], give: Callable[..., services.Paper]
) -> HttpResponse:
    """What is printed and the button; then the paper."""
    if form.is_bound and form.is_valid():
        try:
            return _given(request, partial(give, **form.cleaned_data))
        except BadInput as error:
            form.add_problems(error.errors)
    context = {"form": form, "back": reverse("roster:file", args=[pk]), **said}
    return render(request, "components/form_page.html", context, status=422 if form.is_bound else 200)


@rated("unmask")
def _given(request: HttpRequest, give: Callable[[], services.Paper]) -> HttpResponse:
    return file_answer(*give(), "pdf")
