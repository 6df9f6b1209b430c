"""Appeals on paper: entered for the person by whoever answers appeals; the receipt and the answer as papers."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.rates import rated
from core import clock
from core.access import View, requires
from core.perms import Perms
from discipline.forms.cases import PaperAppealForm
from discipline.models import Appeal
from discipline.selectors import cases as selectors
from discipline.services import cases as services
from discipline.services.cases import papers
from discipline.views.typed_acts import typed
from exports.views import file_answer

PAGE = ["GET", "HEAD", "POST"]


@require_http_methods(PAGE)
@requires(Perms.HANDLE_APPEALS)
def new(request: HttpRequest) -> HttpResponse:
    """Enter an appeal that came on paper."""
    sent = request.POST if request.method == "POST" else None
    form = PaperAppealForm(sent, user=request.user, initial={"received_on": clock.today()})
    return typed(
        request,
        form,
        lambda: services.take_appeal(by=request.user, on=clock.today(), **form.cleaned_data),
        done=_("The appeal is entered. Print its receipt for whoever handed it in."),
        back=reverse("discipline:appeals"),
        heading=_("Enter an appeal on paper"),
        intro=_(
            "For a person who appeals by letter or at the counter, also when the case was closed before it was entered."
            " Somebody who took no part in the case answers it."
        ),
        button=_("Enter the appeal"),
    )


def paper(give: Callable[..., papers.Paper]) -> View:
    """A button that answers with a paper of an appeal."""

    @require_POST
    @requires(Perms.HANDLE_APPEALS)
    @rated("unmask")
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        appeal = selectors.part(Appeal, request.user, pk, Perms.HANDLE_APPEALS)
        return file_answer(*give(appeal=appeal, by=request.user), "pdf")

    return view


receipt = paper(papers.print_receipt)
answer = paper(papers.print_answer)
