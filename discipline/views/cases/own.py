"""The auxiliary's own cases: what was put to me, my statement, my appeal, with their terms."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.access import requires
from core.paging import page_of
from core.perms import Perms
from discipline.forms.cases import AppealForm, StatementForm
from discipline.models import Case
from discipline.selectors import cases as selectors
from discipline.services import cases as services
from discipline.views.typed_acts import typed

PAGE = ["GET", "HEAD", "POST"]


def _mine(request: HttpRequest, pk: int) -> Case:
    found: Case = get_object_or_404(selectors.own(request.user.person_id), pk=pk)
    return found


@require_safe
@requires(Perms.VIEW_SELF)
def cases(request: HttpRequest) -> HttpResponse:
    """All my cases, the newest first."""
    page = page_of(request, selectors.own(request.user.person_id))
    return render(request, "discipline/cases/own_list.html", {"page": page, "today": clock.today()})


@require_safe
@requires(Perms.VIEW_SELF)
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One of my cases: what I am told, what I said, what was decided, and what I can do until when."""
    found = _mine(request, pk)
    context = {
        "case": found,
        "appeal": getattr(found, "appeal", None),
        "asked": selectors.asked().filter(case=found),
        "to_ask": selectors.to_ask(found),
        "today": clock.today(),
    }
    return render(request, "discipline/cases/own_case.html", context)


@require_http_methods(PAGE)
@requires(Perms.VIEW_SELF)
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in my statement."""
    found = _mine(request, pk)
    form = StatementForm(request.POST if request.method == "POST" else None)
    return typed(
        request,
        form,
        lambda: services.make_statement(case=found, by=request.user, on=clock.today(), **form.cleaned_data),
        done=_("Your statement is part of the record."),
        back=reverse("own-conduct:case", args=[pk]),
        heading=_("My statement in %(number)s") % {"number": found.number},
        intro=_(
            "In your own words: what happened, what speaks for you, whom to ask. It is read before anything is decided."
        ),
        button=_("Hand it in"),
    )


@require_http_methods(PAGE)
@requires(Perms.VIEW_SELF)
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """Appeal against the decision."""
    found = _mine(request, pk)
    form = AppealForm(request.POST if request.method == "POST" else None)
    return typed(
        request,
        form,
        lambda: services.appeal(case=found, by=request.user, on=clock.today(), **form.cleaned_data),
        done=_("Your appeal is filed. Somebody who took no part in the case answers it."),
        back=reverse("own-conduct:case", args=[pk]),
        heading=_("Appeal in %(number)s") % {"number": found.number},
        intro=_(
            "An appeal never makes the decision harsher. The way to labour dispute arbitration stays open beside it."
        ),
        button=_("File the appeal"),
    )
