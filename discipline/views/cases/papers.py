"""Buttons that answer with a paper of a case."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from accounts.rates import rated
from core.access import View, requires
from core.perms import Perms
from discipline.selectors import cases as selectors
from discipline.services.cases import papers
from exports.views import file_answer


def paper(give: Callable[..., papers.Paper]) -> View:
    @require_POST
    @requires(Perms.INVESTIGATE)
    @rated("unmask")
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        return file_answer(*give(case=selectors.one(request.user, pk, Perms.INVESTIGATE), by=request.user), "pdf")

    return view


notice = paper(papers.print_notice)
letter = paper(papers.print_letter)
