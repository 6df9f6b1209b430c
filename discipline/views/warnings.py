"""Pages of the early warning: people with their reasons, one person, what was done."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.access import requires
from core.forms import attempt
from core.paging import page_of
from core.perms import Perms
from discipline.forms.warnings import AnswerForm
from discipline.models.warnings import WarningNote
from discipline.querysets.warnings import READERS
from discipline.rules.warnings import Level, Sign
from discipline.selectors import warnings as read
from discipline.selectors.units import units_in_sight
from discipline.selectors.warning_lists import ANY, RED, WAITING
from discipline.services import warnings as services
from discipline.views.supervision.common import PAGE, typed
from roster.models import Auxiliary

PER_PAGE = 50
SIGNS = (
    (WAITING, gettext_lazy("not looked at yet")),
    (ANY, gettext_lazy("any sign")),
    (RED, Level.RED.label),
    *Sign.choices,
)
WHERE = (Perms.VIEW_REFUSED, Perms.HANDLE_COMPLAINTS, Perms.VIEW_AUXILIARIES)


@require_safe
@requires(*READERS)
def warnings(request: HttpRequest) -> HttpResponse:
    """People in sight with level and reasons, each by the limits of the own unit; whoever waits, if nothing is asked for."""
    day, unit, sign = clock.today(), request.GET.get("unit", ""), request.GET.get("sign", WAITING)
    policies = read.Policies(day)
    page = page_of(request, read.people(request.user, policies, day, unit=unit, sign=sign), size=PER_PAGE)
    context = {
        "page": page,
        "found": read.warned(list(page), policies, day),
        "units": units_in_sight(request.user),
        "signs": SIGNS,
        "sign": sign,
    }
    return render(request, "discipline/warnings/list.html", context)


def _of(request: HttpRequest, pk: int) -> Auxiliary:
    found: Auxiliary = get_object_or_404(read.everybody(request.user), pk=pk)
    return found


@require_safe
@requires(*READERS)
def warning(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: each reason with its limit and where to look, and what was done before."""
    row, day = _of(request, pk), clock.today()
    (found,) = read.warned([row], read.Policies(day), day)
    notes = WarningNote.objects.visible_to(request.user).filter(auxiliary=row).select_related("person")
    acts = any(request.user.may(right, row.unit) for right in services.RIGHTS)
    opens = {right: request.user.may(right, row.unit) for right in WHERE}
    context = {
        "found": found,
        "notes": notes[:30],
        "acts": acts,
        "opens": opens,
    }
    return render(request, "discipline/warnings/one.html", context)


@require_http_methods(PAGE)
@requires(Perms.SUPERVISE, Perms.RECTIFY)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what was done."""
    row, form = _of(request, pk), AnswerForm(typed(request))
    back = reverse("discipline:warning", args=[pk])

    def act() -> object:
        return services.answer(auxiliary=row, on=clock.today(), by=request.user, **form.cleaned_data)

    if form.is_bound and attempt(form, act) is not None:
        messages.success(request, _("It is written down."))
        return redirect(back)
    heading = _("What was done about the warning")
    context = {"form": form, "heading": heading, "button": _("Write it down"), "back": back}
    return render(request, "components/form_page.html", context, status=422 if form.is_bound else 200)
