"""API: nominations, objections and awards, by the services of the pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.api import once
from core.api_views import ActAPI, HouseAPI
from core.perms import Perms
from discipline.models import Commendation, Objection
from discipline.rules.commendations import Kind, Status
from discipline.selectors import commendations as selectors
from discipline.services import commendations as services
from duties.api.serializers import WhyIn
from roster.api.common import IF_MATCH, if_match, referred
from roster.models import Auxiliary

READ = (Perms.COMMEND, Perms.VIEW_CONDUCT)
WRITE = (Perms.COMMEND,)


class CommendationOut(serializers.ModelSerializer[Commendation]):
    """A nomination and what came of it. `basis`: the house policy its publicity stands on."""

    unit = serializers.CharField(source="unit.code")
    published_in = serializers.CharField(source="published_in.code", default=None)
    nominated_by = serializers.CharField(source="nominated_by.display_name")
    decided_by = serializers.CharField(source="decided_by.display_name", default=None)
    waiting = serializers.SerializerMethodField()

    class Meta:
        model = Commendation
        fields = ("id", "number", "auxiliary", "unit", "kind", "status", "deed", "deed_on", "nominated_by", "nominated_at",
                  "published_in", "published_from", "published_until", "published_workdays", "decided_by", "decided_at",
                  "awarded_on", "year", "document_number", "reason", "basis", "revision", "waiting")  # fmt: skip

    def get_waiting(self, row: Commendation) -> int:
        """Objections that are not settled."""
        return int(getattr(row, "waiting", 0))


class ObjectionOut(serializers.ModelSerializer[Objection]):
    """An objection without whoever raised it."""

    class Meta:
        model = Objection
        fields = ("id", "commendation", "text", "raised_on", "outcome", "answer", "settled_at")


class NominationIn(serializers.Serializer[Any]):
    """Who is put forward for what; `deed` is shown in public."""

    auxiliary = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    kind = serializers.ChoiceField(Kind.choices)
    deed = serializers.CharField(max_length=2000)
    deed_on = serializers.DateField()


class NothingIn(serializers.Serializer[Any]):
    """Nothing is said with it."""


class AwardIn(serializers.Serializer[Any]):
    """The number of the decision."""

    document_number = serializers.CharField(max_length=60)


class ObjectionIn(serializers.Serializer[Any]):
    """What is objected to; `objector` is sealed and given out to nobody."""

    text = serializers.CharField(max_length=1000)
    objector = serializers.CharField(max_length=60, required=False, allow_blank=True)


class SettleIn(serializers.Serializer[Any]):
    """What was found; upheld ends the nomination."""

    upheld = serializers.BooleanField()
    answer = serializers.CharField(max_length=1000)


FILTERS = [
    OpenApiParameter("unit", str, description="Code of a unit: it and all below."),
    OpenApiParameter("state", str, enum=Status.values),
    OpenApiParameter("kind", str, enum=Kind.values),
]


def answer(row: Commendation) -> Response:
    """The nomination as it stands now, with its version as ETag."""
    found = selectors.as_it_stands(row)
    return Response(CommendationOut(found).data, headers={"ETag": f'"{found.revision}"'})


class Commendations(HouseAPI):
    """Nominations and awards."""

    serializer_class = CommendationOut
    rights: ClassVar = {"GET": READ, "POST": WRITE}
    filters: ClassVar = {"state": tuple(Status.values), "kind": tuple(Kind.values)}

    @extend_schema(parameters=FILTERS, responses=CommendationOut(many=True))
    def get(self, request: Request) -> Response:
        """Nominations of my units, the newest first."""
        return self.page(selectors.listed(request.user, request.query_params.dict()))

    @extend_schema(request=NominationIn, responses={201: CommendationOut})
    def post(self, request: Request) -> Response:
        """Nominate; 409 with every rule that stands against it."""
        typed = self.typed(NominationIn)
        rows = Auxiliary.objects.visible_to(request.user, Perms.COMMEND).select_related("unit", "person")
        auxiliary = referred(rows, typed.pop("auxiliary"), "auxiliary")

        def make() -> tuple[int, Any]:
            row = services.nominate(auxiliary=auxiliary, by=request.user, on=clock.today(), **typed)
            return 201, answer(row).data

        return once(request, "commendations", make)


class CommendationOne(HouseAPI):
    """One nomination."""

    serializer_class = CommendationOut
    rights: ClassVar = {"GET": READ}

    def get(self, request: Request, pk: int) -> Response:
        """One nomination of my units."""
        return answer(get_object_or_404(Commendation.objects.visible_to(request.user), pk=pk))


class Act(ActAPI):
    """One act on a nomination; `right`: the right within whose units it is looked for, none where seeing it is enough."""

    serializer_class = CommendationOut
    rights: ClassVar = {"POST": WRITE}
    place, reads = "commendations", NothingIn
    right: ClassVar[str | None] = Perms.COMMEND

    def find(self, request: Request, pk: int) -> Commendation:
        return get_object_or_404(Commendation.objects.visible_to(request.user, self.right), pk=pk)

    def do(self, row: Commendation, typed: dict[str, Any], request: Request) -> Response:
        return answer(getattr(services, self.name)(commendation=row, by=request.user, **typed, **self.more(request)))

    def more(self, request: Request) -> dict[str, Any]:
        """What the act is told besides what was sent."""
        return {}


class Publish(Act):
    """Showing in public."""

    name = "publish"

    def more(self, request: Request) -> dict[str, Any]:
        return {"on": clock.today()}

    @extend_schema(request=None, responses=CommendationOut)
    def post(self, request: Request, pk: int) -> Response:
        """Show a nomination in public for the working days that house policy asks for."""
        return self.act(request, pk)


class Award(Act):
    """Deciding for it."""

    name, reads, right = "award", AwardIn, None

    def more(self, request: Request) -> dict[str, Any]:
        return {"on": clock.today(), "revision": if_match(request)}

    @extend_schema(request=AwardIn, responses=CommendationOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """Decide for the award; 409 with every rule that stands against it today."""
        return self.act(request, pk)


class Reject(Act):
    """Deciding against it."""

    name, reads = "reject", WhyIn

    @extend_schema(request=WhyIn, responses=CommendationOut)
    def post(self, request: Request, pk: int) -> Response:
        """Close a nomination without award, with the reason."""
        return self.act(request, pk)


class Withdraw(Act):
    """Taking back."""

    name, reads = "withdraw", WhyIn

    @extend_schema(request=WhyIn, responses=CommendationOut)
    def post(self, request: Request, pk: int) -> Response:
        """Take back one's own nomination."""
        return self.act(request, pk)


class Revoke(Act):
    """Taking an award back."""

    name, reads = "revoke", WhyIn

    @extend_schema(request=WhyIn, responses=CommendationOut)
    def post(self, request: Request, pk: int) -> Response:
        """Revoke an award; it stays on record as revoked."""
        return self.act(request, pk)


class Objections(Act):
    """Objections to one nomination."""

    serializer_class = ObjectionOut
    rights: ClassVar = {"GET": READ, "POST": READ}
    name, reads, right = "objections", ObjectionIn, None

    @extend_schema(responses=ObjectionOut(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """What is said against it, without by whom."""
        return self.page(self.find(request, pk).objections.all())

    @extend_schema(request=ObjectionIn, responses={201: ObjectionOut})
    def post(self, request: Request, pk: int) -> Response:
        """Enter an objection while the nomination is public."""
        return self.act(request, pk)

    def do(self, row: Commendation, typed: dict[str, Any], request: Request) -> Response:
        found = services.object_to(commendation=row, by=request.user, on=clock.today(), **typed)
        return Response(ObjectionOut(found).data, status=201)


class Settle(ActAPI):
    """Answering an objection."""

    serializer_class = ObjectionOut
    rights: ClassVar = {"POST": WRITE}
    place, name, reads = "objections", "settle", SettleIn

    def find(self, request: Request, pk: int) -> Objection:
        return get_object_or_404(Objection.objects.visible_to(request.user, Perms.COMMEND), pk=pk)

    @extend_schema(request=SettleIn, responses=ObjectionOut)
    def post(self, request: Request, pk: int) -> Response:
        """Settle an objection; upheld ends the nomination. Never by whoever raised it or nominated."""
        return self.act(request, pk)

    def do(self, row: Objection, typed: dict[str, Any], request: Request) -> Response:
        return Response(ObjectionOut(services.settle(objection=row, by=request.user, **typed)).data)


urlpatterns = [
    path("commendations/", Commendations.as_view(), name="api-commendations"),
    path("commendations/<int:pk>/", CommendationOne.as_view(), name="api-commendation"),
    path("commendations/<int:pk>/publish/", Publish.as_view(), name="api-commendation-publish"),
    path("commendations/<int:pk>/award/", Award.as_view(), name="api-commendation-award"),
    path("commendations/<int:pk>/reject/", Reject.as_view(), name="api-commendation-reject"),
    path("commendations/<int:pk>/withdraw/", Withdraw.as_view(), name="api-commendation-withdraw"),
    path("commendations/<int:pk>/revoke/", Revoke.as_view(), name="api-commendation-revoke"),
    path("commendations/<int:pk>/objections/", Objections.as_view(), name="api-commendation-objections"),
    path("objections/<int:pk>/settle/", Settle.as_view(), name="api-objection-settle"),
]
