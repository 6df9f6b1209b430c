"""That an investigator is to withdraw: the person asks on the own page, whoever decides the case answers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import clock
from core.access import requires
from core.perms import Perms
from discipline.forms.withdrawals import WithdrawalAnswerForm, WithdrawForm
from discipline.models import Withdrawal
from discipline.selectors import cases as selectors
from discipline.services import cases as services
from discipline.views.cases.acting import back_to
from discipline.views.typed_acts import typed

PAGE = ["GET", "HEAD", "POST"]


@require_http_methods(PAGE)
@requires(Perms.VIEW_SELF)
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask that somebody who investigates my case withdraw."""
    case = get_object_or_404(selectors.own(request.user.person_id), pk=pk)
    sent = request.POST if request.method == "POST" else None
    form = WithdrawForm(sent, investigators=selectors.to_ask(case))
    return typed(
        request,
        form,
        lambda: services.ask_to_withdraw(case=case, by=request.user, on=clock.today(), **form.cleaned_data),
        done=_("Your request is part of the record. Nothing is decided before it is answered."),
        back=reverse("own-conduct:case", args=[pk]),
        heading=_("Ask that somebody withdraw from %(number)s") % {"number": case.number},
        intro=_(
            "Whoever is a party or a near relative, has an interest of their own in it, or is tied to it otherwise withdraws"
            " (GX 34, NB 16). By when you are answered is house policy, to be confirmed."
        ),
        button=_("Ask for it"),
    )


@require_http_methods(PAGE)
@requires(Perms.DECIDE_CASE)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer such a request: another takes the place in the same act, or the person reads why not."""
    row = selectors.part(Withdrawal, request.user, pk, Perms.DECIDE_CASE)
    form = WithdrawalAnswerForm(
        request.POST if request.method == "POST" else None, user=request.user, today=clock.today()
    )
    words = {"name": row.investigator.officer.person.name, "reason": row.reason}
    return typed(
        request,
        form,
        lambda: services.answer_withdrawal(withdrawal=row, by=request.user, on=clock.today(), **form.cleaned_data),
        done=_("Answered: the person is told."),
        back=back_to(request, row.case),
        heading=_("Shall an investigator of %(number)s withdraw?") % {"number": row.case.number},
        intro=_("%(name)s is to withdraw; the person says: %(reason)s") % words,
        button=_("Answer"),
    )
