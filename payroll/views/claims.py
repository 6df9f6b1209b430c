"""Claims under accident policies: entered when the insurer was told, decided when it answered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import clock
from core.access import requires
from core.perms import Perms
from payroll import services
from payroll.forms import ClaimForm, DecisionForm
from payroll.models import AccidentClaim, PolicyMember
from payroll.views.typed import typed


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.EDIT_INSURANCE)
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a claim of somebody a policy covers."""
    rows = PolicyMember.objects.visible_to(request.user, Perms.EDIT_INSURANCE)
    member = get_object_or_404(rows.select_related("auxiliary__person", "policy"), pk=pk)
    form = ClaimForm(request.POST or None, initial={"reported_on": clock.today()})
    return typed(
        request,
        form,
        lambda: services.report_claim(member=member, by=request.user, **form.cleaned_data),
        done=_("The claim is entered."),
        back=reverse("payroll:policy", args=[member.policy_id]),
        heading=_("Claim of %(name)s by policy %(number)s")
        % {"name": member.auxiliary.name, "number": member.policy.number},
        intro=_("Beside the work-injury insurance, not instead: report an injury at work there within 30 days, too."),
        button=_("Enter"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Perms.EDIT_INSURANCE)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter what the insurer paid."""
    rows = AccidentClaim.objects.visible_to(request.user, Perms.EDIT_INSURANCE)
    claim = get_object_or_404(rows.select_related("member__auxiliary__person", "member__policy"), pk=pk)
    form = DecisionForm(request.POST or None, initial={"paid": claim.asked, "decided_on": clock.today()})
    return typed(
        request,
        form,
        lambda: services.decide_claim(claim=claim, by=request.user, **form.cleaned_data),
        done=_("The decision is entered."),
        back=reverse("payroll:policy", args=[claim.member.policy_id]),
        heading=_("Decision on the claim of %(name)s") % {"name": claim.member.auxiliary.name},
        button=_("Enter"),
    )
