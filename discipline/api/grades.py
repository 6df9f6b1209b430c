"""API: who is due for the next grade; proposals, objections to them and decisions, by the services of the pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.api import once
from core.api_views import ActAPI, HouseAPI
from core.paging import AnyOf
from core.perms import Perms
from discipline.api.commendations import NothingIn, SettleIn
from discipline.api.grade_shapes import (
    ClimberOut,
    GradeDecisionIn,
    GradeObjectionIn,
    GradeObjectionOut,
    GradeProposalIn,
    GradeProposalOut,
)
from discipline.models import GradeObjection, GradeProposal
from discipline.rules.grades import Status
from discipline.selectors import grades as selectors
from discipline.services import grades as services
from duties.api.serializers import WhyIn
from roster.api.common import referred
from roster.models import Auxiliary

RIGHT = (Perms.MANAGE_GRADES,)
WAITING = ("ripe", "soon", "held")
UNIT = OpenApiParameter("unit", str, description="Code of a unit: it and all below.")


def told(user: Any, pk: int) -> dict[str, Any]:
    """One proposal of my units as it stands now."""
    rows = GradeProposal.objects.visible_to(user).select_related(*selectors.WHO)
    return dict(GradeProposalOut(get_object_or_404(rows, pk=pk)).data)


class Grades(HouseAPI):
    """People on the way up."""

    serializer_class = ClimberOut
    rights: ClassVar = {"GET": RIGHT}
    filters: ClassVar = {"state": WAITING}

    @extend_schema(parameters=[UNIT, OpenApiParameter("state", str, enum=WAITING)], responses=ClimberOut(many=True))
    def get(self, request: Request) -> Response:
        """Who of my units is due now (`ripe`), within half a year (`soon`), or held back and by what (`held`)."""
        today = clock.today()
        keys = selectors.climbers(request.user, request.query_params.dict(), today).keys
        people = Auxiliary.objects.visible_to(request.user, Perms.MANAGE_GRADES)
        rows = self.paginate_queryset(people.filter(AnyOf("pk", keys))) or []
        found = selectors.steps_of(people.filter(pk__in=[row.pk for row in rows]), today)
        return self.get_paginated_response(ClimberOut(sorted(found, key=lambda one: -one.auxiliary), many=True).data)


class Proposals(HouseAPI):
    """Proposals."""

    serializer_class = GradeProposalOut
    rights: ClassVar = {"GET": RIGHT, "POST": RIGHT}
    filters: ClassVar = {"state": tuple(Status.values)}

    @extend_schema(
        parameters=[UNIT, OpenApiParameter("state", str, enum=Status.values)], responses=GradeProposalOut(many=True)
    )
    def get(self, request: Request) -> Response:
        """Proposals of my units, the newest first."""
        return self.page(selectors.proposals(request.user, request.query_params.dict()))

    @extend_schema(request=GradeProposalIn, responses={201: GradeProposalOut})
    def post(self, request: Request) -> Response:
        """Propose the next grade; 409 with every condition that is not met."""
        typed = self.typed(GradeProposalIn)
        rows = Auxiliary.objects.visible_to(request.user, Perms.MANAGE_GRADES).select_related("unit", "person")
        auxiliary = referred(rows, typed.pop("auxiliary"), "auxiliary")

        def make() -> tuple[int, Any]:
            row = services.propose(auxiliary=auxiliary, by=request.user, on=clock.today(), **typed)
            return 201, told(request.user, row.pk)

        return once(request, "grade-proposals", make)


class ProposalOne(HouseAPI):
    """One proposal."""

    serializer_class = GradeProposalOut
    rights: ClassVar = {"GET": RIGHT}

    def get(self, request: Request, pk: int) -> Response:
        """One proposal of my units."""
        return Response(told(request.user, pk))


class Act(ActAPI):
    """One act on a proposal; `dated`: the day of the act counts."""

    serializer_class = GradeProposalOut
    rights: ClassVar = {"POST": RIGHT}
    place, reads, dated = "grade-proposals", NothingIn, False

    def find(self, request: Request, pk: int) -> GradeProposal:
        rows = GradeProposal.objects.visible_to(request.user).select_related(*selectors.WHO)
        return get_object_or_404(rows, pk=pk)

    def do(self, row: GradeProposal, typed: dict[str, Any], request: Request) -> tuple[int, Any]:
        day = {"on": clock.today()} if self.dated else {}
        getattr(services, self.name)(proposal=row, by=request.user, **typed, **day)
        return 200, told(request.user, row.pk)


class Publish(Act):
    """Showing in public."""

    name, dated = "publish", True

    @extend_schema(request=None, responses=GradeProposalOut)
    def post(self, request: Request, pk: int) -> Response:
        """Show a proposal in public for the working days that house policy asks for."""
        return self.act(request, pk)


class Decide(Act):
    """Giving the grade."""

    name, reads, dated = "decide", GradeDecisionIn, True

    @extend_schema(request=GradeDecisionIn, responses=GradeProposalOut)
    def post(self, request: Request, pk: int) -> Response:
        """Give the grade; 409 with every rule that stands against it today. Never by whoever proposed."""
        return self.act(request, pk)


class Reject(Act):
    """Closing without a grade."""

    name, reads = "reject", WhyIn

    @extend_schema(request=WhyIn, responses=GradeProposalOut)
    def post(self, request: Request, pk: int) -> Response:
        """Close a proposal without a grade, with the reason."""
        return self.act(request, pk)


class Withdraw(Act):
    """Taking back."""

    name, reads = "withdraw", WhyIn

    @extend_schema(request=WhyIn, responses=GradeProposalOut)
    def post(self, request: Request, pk: int) -> Response:
        """Take back one's own proposal."""
        return self.act(request, pk)


class Objections(Act):
    """What is said against one proposal."""

    serializer_class = GradeObjectionOut
    rights: ClassVar = {"GET": RIGHT, "POST": RIGHT}
    name, reads = "objections", GradeObjectionIn

    @extend_schema(responses=GradeObjectionOut(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """Objections and what was found, without by whom."""
        return self.page(self.find(request, pk).objections.all())

    @extend_schema(request=GradeObjectionIn, responses={201: GradeObjectionOut})
    def post(self, request: Request, pk: int) -> Response:
        """Enter an objection while the proposal is public: it rests until every one is settled."""
        return self.act(request, pk)

    def do(self, row: GradeProposal, typed: dict[str, Any], request: Request) -> tuple[int, Any]:
        found = services.contest(proposal=row, by=request.user, on=clock.today(), **typed)
        return 201, GradeObjectionOut(found).data


class Settle(ActAPI):
    """Answering an objection."""

    serializer_class = GradeObjectionOut
    rights: ClassVar = {"POST": RIGHT}
    place, name, reads = "grade-objections", "settle", SettleIn

    def find(self, request: Request, pk: int) -> GradeObjection:
        rows = GradeObjection.objects.visible_to(request.user).select_related("proposal")
        return get_object_or_404(rows, pk=pk)

    @extend_schema(request=SettleIn, responses=GradeObjectionOut)
    def post(self, request: Request, pk: int) -> Response:
        """Settle an objection; upheld ends the proposal. Never by whoever entered it or proposed."""
        return self.act(request, pk)

    def do(self, row: GradeObjection, typed: dict[str, Any], request: Request) -> tuple[int, Any]:
        return 200, GradeObjectionOut(services.settle(objection=row, by=request.user, **typed)).data


urlpatterns = [
    path("grades/", Grades.as_view(), name="api-grades"),
    path("grade-proposals/", Proposals.as_view(), name="api-grade-proposals"),
    path("grade-proposals/<int:pk>/", ProposalOne.as_view(), name="api-grade-proposal"),
    path("grade-proposals/<int:pk>/publish/", Publish.as_view(), name="api-grade-proposal-publish"),
    path("grade-proposals/<int:pk>/decide/", Decide.as_view(), name="api-grade-proposal-decide"),
    path("grade-proposals/<int:pk>/reject/", Reject.as_view(), name="api-grade-proposal-reject"),
    path("grade-proposals/<int:pk>/withdraw/", Withdraw.as_view(), name="api-grade-proposal-withdraw"),
    path("grade-proposals/<int:pk>/objections/", Objections.as_view(), name="api-grade-proposal-objections"),
    path("grade-objections/<int:pk>/settle/", Settle.as_view(), name="api-grade-objection-settle"),
]
