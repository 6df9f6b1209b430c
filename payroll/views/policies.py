"""Accident policies: which units have one, whom it covers, its renewal."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.access import requires
from core.paging import page_of
from core.perms import Perms
from organisation.selectors import unit_named
from payroll import selectors, services
from payroll import selectors_policies as about
from payroll.forms import EndCoverForm, MembersForm, PolicyForm, TermsForm, next_terms
from payroll.models import AccidentPolicy, PolicyMember
from payroll.views.typed import typed

STATES = (("in_force", gettext_lazy("In force")), ("ended", gettext_lazy("Ended")))


def _policy(request: HttpRequest, pk: int, permission: str = Perms.VIEW_INSURANCE) -> AccidentPolicy:
    rows = AccidentPolicy.objects.visible_to(request.user, permission).select_related("unit", "renews", "renewed_by")
    found: AccidentPolicy = get_object_or_404(rows, pk=pk)
    return found


@require_safe
@requires(Perms.VIEW_INSURANCE)
def policies(request: HttpRequest) -> HttpResponse:
    """The policies of my units."""
    today = clock.today()
    page = page_of(request, selectors.policies(request.user, request.GET.dict(), today))
    return render(request, "payroll/policies.html", {"page": page, "states": STATES, "today": today})


@require_safe
@requires(Perms.VIEW_INSURANCE)
def policy(request: HttpRequest, pk: int) -> HttpResponse:
    """One policy and the people it covers."""
    found = _policy(request, pk)
    members = PolicyMember.objects.visible_to(request.user).filter(policy=found)
    members = members.select_related("auxiliary__person", "auxiliary__unit").order_by("auxiliary__unit__path", "pk")
    can_edit = request.user.may(Perms.EDIT_INSURANCE, found.unit)
    today = clock.today()
    context = {"policy": found, "page": page_of(request, members), "can_edit": can_edit, "today": today,
               "claims": about.claims(request.user, found), "premium": about.premium_of(found, today)}  # fmt: skip
    return render(request, "payroll/policy.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.EDIT_INSURANCE)
def new(request: HttpRequest) -> HttpResponse:
    """Enter a policy."""
    form = PolicyForm(request.POST or None, user=request.user)

    def act() -> None:
        services.add_policy(unit=form.cleaned_data["unit"], terms=form.terms(), by=request.user)

    heading, done = _("New accident policy"), _("The policy is entered. Now enter whom it covers.")
    back = reverse("payroll:policies")
    return typed(request, form, act, done=done, back=back, heading=heading, button=_("Enter"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.EDIT_INSURANCE)
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the policy that follows this one; it covers the same people."""
    old = _policy(request, pk, Perms.EDIT_INSURANCE)
    form = TermsForm(request.POST or None, initial=next_terms(old))
    return typed(
        request,
        form,
        lambda: services.renew_policy(policy=old, terms=form.terms(), by=request.user),
        done=_("The policy is renewed and covers the same people."),
        back=reverse("payroll:policies"),
        heading=_("Renew policy %(number)s") % {"number": old.number},
        intro=_("Everybody on strength whom this policy covers to its last day is covered by the next one."),
        button=_("Renew the policy"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.EDIT_INSURANCE)
def members(request: HttpRequest, pk: int) -> HttpResponse:
    """Cover people from a day on."""
    found = _policy(request, pk, Perms.EDIT_INSURANCE)
    first = {"unit": found.unit.code, "starts_on": max(found.starts_on, min(clock.today(), found.ends_on))}
    form = MembersForm(request.POST or None, initial=first)

    def act() -> None:
        unit = unit_named(request.user, form.cleaned_data["unit"], Perms.EDIT_INSURANCE)
        people = selectors.to_be_covered(request.user, found, unit, form.badge_numbers())
        services.add_members(
            policy=found, auxiliaries=people, starts_on=form.cleaned_data["starts_on"], by=request.user
        )

    heading, done = _("Cover people: policy %(number)s") % {"number": found.number}, _("These people are covered.")
    back = reverse("payroll:policy", args=[found.pk])
    return typed(request, form, act, done=done, back=back, heading=heading, button=_("Cover"))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.EDIT_INSURANCE)
def end_cover(request: HttpRequest, pk: int) -> HttpResponse:
    """Take somebody out of a policy."""
    rows = PolicyMember.objects.visible_to(request.user, Perms.EDIT_INSURANCE)
    member = get_object_or_404(rows.select_related("auxiliary__person", "policy"), pk=pk)
    form = EndCoverForm(request.POST or None, initial={"ends_on": clock.today()})
    words = {"name": member.auxiliary.name, "number": member.policy.number}
    return typed(
        request,
        form,
        lambda: services.end_cover(member=member, by=request.user, **form.cleaned_data),
        done=_("The end of the cover is entered."),
        back=reverse("payroll:policy", args=[member.policy_id]),
        heading=_("End the cover of %(name)s by policy %(number)s") % words,
        button=_("Enter the end"),
    )
