"""API: accident policies, whom they cover, and claims under them, by the services of the pages.

A policy is renewed, a cover ended, a claim decided: each once, so that a second one is 409 and no version is asked for.
"""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.api import once
from core.api_views import HouseAPI
from core.perms import Perms
from organisation.selectors import unit_named
from payroll import selectors, services
from payroll.api_money import yuan
from payroll.api_schemes import ON, UNIT, number
from payroll.models import AccidentClaim, AccidentPolicy, PolicyMember
from roster.api.common import referred

READ, WRITE = (Perms.VIEW_INSURANCE,), (Perms.EDIT_INSURANCE,)
STATES = ("in_force", "ended")
DECIDED = ("open", "decided")


class PolicyOut(serializers.ModelSerializer[AccidentPolicy]):
    """An accident policy of a unit; `renews` is the one before it. Sums in yuan."""

    unit = serializers.CharField(source="unit.code")

    class Meta:
        model = AccidentPolicy
        fields = ("id", "unit", "insurer", "number", "starts_on", "ends_on", "cover", "premium", "a_head", "renews")


class CoveredOut(serializers.ModelSerializer[PolicyMember]):
    """Somebody a policy covers, from a day to a day."""

    class Meta:
        model = PolicyMember
        fields = ("id", "policy", "auxiliary", "starts_on", "ends_on")


class ClaimOut(serializers.ModelSerializer[AccidentClaim]):
    """A claim under a policy. What happened is about health and not told again; `paid` 0: the insurer refused."""

    policy = serializers.IntegerField(source="member.policy_id")
    auxiliary = serializers.IntegerField(source="member.auxiliary_id")

    class Meta:
        model = AccidentClaim
        fields = ("id", "member", "policy", "auxiliary", "kind", "happened_on", "reported_on", "grade", "asked", "paid",
                  "decided_on")  # fmt: skip


class PolicyTermsIn(serializers.Serializer[Any]):
    """What a policy says. `a_head`: the premium a head and year, from which that of people who come and go is reckoned."""

    insurer = serializers.CharField(max_length=120)
    number = serializers.CharField(max_length=60)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    cover = yuan(12)
    premium = yuan(12)
    a_head = yuan(8, required=False, allow_null=True)


class PolicyIn(PolicyTermsIn):
    """A new policy of a unit."""

    unit = serializers.CharField(max_length=30)


class CoveredIn(serializers.Serializer[Any]):
    """Whom a policy covers from a day on: everybody on strength in the unit and below, or only these badge numbers."""

    unit = serializers.CharField(max_length=30)
    badges = serializers.ListField(child=serializers.CharField(max_length=20), required=False, max_length=500)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(required=False, allow_null=True)


class CoveredAddedOut(serializers.Serializer[Any]):
    """How many were not covered before."""

    added = serializers.IntegerField()


class CoverEndIn(serializers.Serializer[Any]):
    """The last day of a cover, and why."""

    ends_on = serializers.DateField()
    reason = serializers.CharField(max_length=200)


class ClaimIn(serializers.Serializer[Any]):
    """What was reported to the insurer. Without `asked` the benefit of the grade, or the whole cover after a death."""

    member = number()
    kind = serializers.ChoiceField(AccidentClaim.Kind.choices)
    happened_on = serializers.DateField()
    reported_on = serializers.DateField()
    what = serializers.CharField(max_length=300)
    grade = serializers.IntegerField(min_value=1, max_value=10, required=False, allow_null=True)
    asked = yuan(12, required=False, allow_null=True)


class ClaimDecisionIn(serializers.Serializer[Any]):
    """What the insurer paid; 0: it refused."""

    paid = yuan(12)
    decided_on = serializers.DateField()
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True)


class Policies(HouseAPI):
    """Accident policies."""

    serializer_class = PolicyOut
    rights = {"GET": READ, "POST": WRITE}
    filters = {"state": STATES}

    @extend_schema(parameters=[UNIT, OpenApiParameter("state", str, enum=[*STATES])], responses=PolicyOut(many=True))
    def get(self, request: Request) -> Response:
        """The accident policies of my units, the newest entries first."""
        return self.page(selectors.policies(request.user, request.GET.dict(), clock.today()))

    @extend_schema(request=PolicyIn, responses={201: PolicyOut})
    def post(self, request: Request) -> Response:
        """Enter a policy of a unit. 400 for a number that is on file."""
        typed = self.typed(PolicyIn)
        unit = unit_named(request.user, typed.pop("unit"), Perms.EDIT_INSURANCE)

        def make() -> tuple[int, Any]:
            made = services.add_policy(unit=unit, terms=services.Terms(**typed), by=request.user)
            return 201, PolicyOut(made).data

        return once(request, "accident-policies", make)


def _policy(request: Request, pk: int, permission: str = Perms.VIEW_INSURANCE) -> AccidentPolicy:
    rows = AccidentPolicy.objects.visible_to(request.user, permission).select_related("unit")
    found: AccidentPolicy = get_object_or_404(rows, pk=pk)
    return found


class PolicyOne(HouseAPI):
    """One accident policy."""

    serializer_class = PolicyOut
    rights = {"GET": READ}

    def get(self, request: Request, pk: int) -> Response:
        """A policy."""
        return Response(PolicyOut(_policy(request, pk)).data)


class Renew(HouseAPI):
    """The policy that follows one."""

    serializer_class = PolicyOut
    rights = {"POST": WRITE}

    @extend_schema(request=PolicyTermsIn, responses={201: PolicyOut})
    def post(self, request: Request, pk: int) -> Response:
        """Enter the next policy; it covers everybody on strength whom this one covers to its end. 409 the second time."""
        old = _policy(request, pk, Perms.EDIT_INSURANCE)
        typed = self.typed(PolicyTermsIn)

        def make() -> tuple[int, Any]:
            made = services.renew_policy(policy=old, terms=services.Terms(**typed), by=request.user)
            return 201, PolicyOut(made).data

        return once(request, f"accident-policies/{pk}/renew", make)


class Members(HouseAPI):
    """The people a policy covers."""

    serializer_class = CoveredOut
    rights = {"GET": READ, "POST": WRITE}
    filters = {"on": "day"}

    @extend_schema(parameters=[ON], responses=CoveredOut(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """Whom of my units the policy covers, the newest entries first."""
        rows = PolicyMember.objects.visible_to(request.user).filter(policy=_policy(request, pk))
        if day := request.GET.get("on"):
            rows = rows.in_force(serializers.DateField().run_validation(day))
        return self.page(rows)

    @extend_schema(request=CoveredIn, responses={201: CoveredAddedOut})
    def post(self, request: Request, pk: int) -> Response:
        """Cover people from a day on. Whom the policy covers already stays as entered; 400 for days outside the policy."""
        found = _policy(request, pk, Perms.EDIT_INSURANCE)
        typed = self.typed(CoveredIn)
        unit = unit_named(request.user, typed.pop("unit"), Perms.EDIT_INSURANCE)
        badges = typed.pop("badges", [])

        def make() -> tuple[int, Any]:
            people = selectors.to_be_covered(request.user, found, unit, badges)
            return 201, {"added": services.add_members(policy=found, auxiliaries=people, by=request.user, **typed)}

        return once(request, f"accident-policies/{pk}/members", make)


class CoverEnd(HouseAPI):
    """The end of somebody's cover."""

    serializer_class = CoveredOut
    rights = {"POST": WRITE}

    @extend_schema(request=CoverEndIn, responses=CoveredOut)
    def post(self, request: Request, pk: int) -> Response:
        """Take somebody out of a policy with a day. 409 when the cover ends on it or before."""
        found = get_object_or_404(PolicyMember.objects.visible_to(request.user, Perms.EDIT_INSURANCE), pk=pk)
        typed = self.typed(CoverEndIn)

        def make() -> tuple[int, Any]:
            return 200, CoveredOut(services.end_cover(member=found, by=request.user, **typed)).data

        return once(request, f"accident-members/{pk}/end", make)


class Claims(HouseAPI):
    """Claims under accident policies."""

    serializer_class = ClaimOut
    rights = {"GET": READ, "POST": WRITE}
    filters = {"policy": "number", "state": DECIDED}

    @extend_schema(
        parameters=[
            OpenApiParameter("policy", int, description="Only under this policy."),
            OpenApiParameter("state", str, enum=[*DECIDED]),
        ],
        responses=ClaimOut(many=True),
    )
    def get(self, request: Request) -> Response:
        """Claims of people in my units, the newest entries first."""
        rows = AccidentClaim.objects.visible_to(request.user).select_related("member").defer("what")
        if policy := request.GET.get("policy"):
            rows = rows.filter(member__policy_id=int(policy))
        if state := request.GET.get("state"):
            rows = rows.filter(decided_on__isnull=state == "open")
        return self.page(rows)

    @extend_schema(request=ClaimIn, responses={201: ClaimOut})
    def post(self, request: Request) -> Response:
        """Enter what was reported to the insurer. 400 for a day on which the policy did not cover the person."""
        typed = self.typed(ClaimIn)
        members = PolicyMember.objects.visible_to(request.user, Perms.EDIT_INSURANCE)
        member = referred(members, typed.pop("member"), "member")

        def make() -> tuple[int, Any]:
            return 201, ClaimOut(services.report_claim(member=member, by=request.user, **typed)).data

        return once(request, "accident-claims", make)


class ClaimOne(HouseAPI):
    """One claim."""

    serializer_class = ClaimOut
    rights = {"GET": READ}

    def get(self, request: Request, pk: int) -> Response:
        """A claim."""
        rows = AccidentClaim.objects.visible_to(request.user).select_related("member")
        return Response(ClaimOut(get_object_or_404(rows, pk=pk)).data)


class Decide(HouseAPI):
    """What the insurer decided."""

    serializer_class = ClaimOut
    rights = {"POST": WRITE}

    @extend_schema(request=ClaimDecisionIn, responses=ClaimOut)
    def post(self, request: Request, pk: int) -> Response:
        """Enter what the insurer paid. 400 for more than was asked for, 409 the second time."""
        found = get_object_or_404(AccidentClaim.objects.visible_to(request.user, Perms.EDIT_INSURANCE), pk=pk)
        typed = self.typed(ClaimDecisionIn)

        def make() -> tuple[int, Any]:
            return 200, ClaimOut(services.decide_claim(claim=found, by=request.user, **typed)).data

        return once(request, f"accident-claims/{pk}/decide", make)
