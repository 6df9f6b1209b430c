"""Who is in which insurance, and who lacks what."""

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
from payroll import selectors, selectors_runs, services
from payroll.forms import BaseForm, EndForm, EnrolForm
from payroll.models import Enrolment
from payroll.views.typed import typed
from roster.models import Auxiliary


def person_in_sight(request: HttpRequest, pk: int, permission: str = Perms.VIEW_INSURANCE) -> Auxiliary:
    """The auxiliary, or 404 when outside the user's units for this right."""
    found: Auxiliary = get_object_or_404(
        Auxiliary.objects.visible_to(request.user, permission).select_related("person", "unit"), pk=pk
    )
    return found


@require_safe
@requires(Perms.VIEW_INSURANCE)
def overview(request: HttpRequest) -> HttpResponse:
    """Everybody on strength in my units, and what is missing."""
    today = clock.today()
    people = selectors.people(request.user, request.GET.dict())
    page = page_of(request, selectors.lacking(people, request.GET.get("lacks", ""), today))
    context = {
        "page": page,
        "rows": selectors.covered(page.object_list, today),
        "gaps": selectors.gaps(people, today),
        "lacks": selectors.LACKS,
        "asked": request.GET,
    }
    return render(request, "payroll/overview.html", context)


@require_safe
@requires(Perms.VIEW_INSURANCE)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person's insurances and cover, past and present."""
    auxiliary = person_in_sight(request, pk)
    can_edit = request.user.may(Perms.EDIT_INSURANCE, auxiliary.unit)
    today = clock.today()
    section = {"auxiliary": auxiliary, "can_edit": can_edit, **selectors.insurance_of(auxiliary, today)}
    reads_pay = request.user.may(Perms.VIEW_PAY, auxiliary.unit)
    pay = selectors_runs.pay_of(auxiliary, request.user, today) if reads_pay else None
    return render(request, "payroll/person.html", {"section": section, "pay": pay})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.EDIT_INSURANCE)
def enrol(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter insurances opened for this person."""
    auxiliary = person_in_sight(request, pk, Perms.EDIT_INSURANCE)
    (lack,) = selectors.covered([auxiliary], clock.today())
    form = EnrolForm(request.POST or None, initial={"kinds": lack.missing_kinds, "starts_on": auxiliary.hired_on})

    def act() -> None:
        kinds = form.cleaned_data["kinds"]
        services.enrol(auxiliary=auxiliary, kinds=kinds, opening=form.opening(), by=request.user)

    return typed(
        request,
        form,
        act,
        done=_("The insurances are entered."),
        back=reverse("payroll:person", args=[auxiliary.pk]),
        heading=_("Enter insurances of %(name)s") % {"name": auxiliary.name},
        button=_("Enter"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.EDIT_INSURANCE)
def base(request: HttpRequest, pk: int) -> HttpResponse:
    """Another base of insurances, also back: the next pay run makes up for the months paid on the old one."""
    auxiliary, today = person_in_sight(request, pk, Perms.EDIT_INSURANCE), clock.today()
    open_kinds = list(
        Enrolment.objects.visible_to(request.user, Perms.EDIT_INSURANCE)
        .filter(auxiliary=auxiliary)
        .in_force(today)
        .values_list("kind", flat=True)
    )
    form = BaseForm(request.POST or None, initial={"kinds": open_kinds, "starts_on": today.replace(day=1)})
    return typed(
        request,
        form,
        lambda: services.change_base(auxiliary=auxiliary, by=request.user, **form.cleaned_data),
        done=_("The base is entered. Months paid on the old one are made up for in the next pay run."),
        back=reverse("payroll:person", args=[pk]),
        heading=_("Base of the insurances of %(name)s") % {"name": auxiliary.name},
        intro=_("As declared to the office. From a day in the past: each side bears its own share of the difference."),
        button=_("Enter"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.EDIT_INSURANCE)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an insurance end."""
    rows = Enrolment.objects.visible_to(request.user, Perms.EDIT_INSURANCE).select_related("auxiliary__person")
    enrolment = get_object_or_404(rows, pk=pk)
    form = EndForm(request.POST or None, initial={"ends_on": clock.today()})
    words = {"kind": enrolment.get_kind_display(), "name": enrolment.auxiliary.name}
    return typed(
        request,
        form,
        lambda: services.end_enrolment(enrolment=enrolment, by=request.user, **form.cleaned_data),
        done=_("The end is entered."),
        back=reverse("payroll:person", args=[enrolment.auxiliary_id]),
        heading=_("End of the insurance: %(kind)s, %(name)s") % words,
        button=_("Enter the end"),
    )
