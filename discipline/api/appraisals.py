"""API: rounds of appraisal, people, marks and results, by the services of the pages."""

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
from discipline.models import Appraisal, AppraisalMark, AppraisalRound
from discipline.rules.appraisals import Head, Kind, Missing, Result, Source, Status
from discipline.selectors import appraisals as selectors
from discipline.services import appraisals as services
from duties.api.serializers import WhyIn
from organisation.selectors import unit_named

READ = (Perms.APPRAISE, Perms.VIEW_CONDUCT)
PEOPLE = (*READ, Perms.HANDLE_APPEALS)
WRITE = (Perms.APPRAISE,)


class AppraisalRoundOut(serializers.ModelSerializer[AppraisalRound]):
    """A round of appraisal. `basis`: the house policy it stands on; `people`, `waiting`, `done`: how far it is."""

    unit = serializers.CharField(source="unit.code")
    people = serializers.IntegerField()
    waiting = serializers.IntegerField()
    done = serializers.IntegerField()

    class Meta:
        model = AppraisalRound
        fields = ("id", "unit", "kind", "first", "last", "share", "report_until", "basis", "opened_at", "people", "waiting",
                  "done")  # fmt: skip


class AppraisalOut(serializers.ModelSerializer[Appraisal]):
    """The appraisal of one person. `calibrated` is the result as it was set, `result` the final one."""

    unit = serializers.CharField(source="unit.code")
    report_until = serializers.DateField(allow_null=True)
    left_on = serializers.DateField(source="auxiliary.left_on", allow_null=True, help_text="Has left since.")

    class Meta:
        model = Appraisal
        fields = ("id", "number", "round", "auxiliary", "unit", "kind", "first", "last", "form", "status", "left_on",
                  "self_report", "report_until", "reported_on", "facts", "heads", "score", "proposed", "calibrated",
                  "reason", "told_on", "objection_until", "contested", "objection", "contested_on", "review_until",
                  "answer", "accepted_on", "result", "final_on", "revision")  # fmt: skip


class AppraisalMarkOut(serializers.ModelSerializer[AppraisalMark]):
    """Marks of one voice; whose it is, is not given out."""

    class Meta:
        model = AppraisalMark
        fields = ("id", "appraisal", "source", *Head.values, "comment", "given_on")


class AppraisalRoundIn(serializers.Serializer[Any]):
    """Which unit, and any day of the span."""

    unit = serializers.CharField(max_length=30, help_text="Code of the unit.")
    kind = serializers.ChoiceField(Kind.choices)
    day = serializers.DateField()


class AppraisalMarkIn(serializers.Serializer[Any]):
    """Marks of a leader, or of the public as it was asked."""

    source = serializers.ChoiceField([(one.value, one.label) for one in (Source.LEADER, Source.PUBLIC)])
    virtue = serializers.IntegerField(min_value=0, max_value=100)
    ability = serializers.IntegerField(min_value=0, max_value=100)
    diligence = serializers.IntegerField(min_value=0, max_value=100)
    results = serializers.IntegerField(min_value=0, max_value=100)
    integrity = serializers.IntegerField(min_value=0, max_value=100)
    comment = serializers.CharField(max_length=500, required=False, allow_blank=True)


class AppraisalMissingOut(serializers.Serializer[Any]):
    """Somebody who serves here and is not in the round. `why`: hired, back, moved or later (entered into the program)."""

    auxiliary = serializers.IntegerField()
    name = serializers.CharField()
    badge_number = serializers.CharField()
    unit = serializers.CharField(help_text="Code of the unit.")
    why = serializers.ChoiceField(Missing.choices)
    since = serializers.DateField(allow_null=True)


class AppraisalMissingIn(serializers.Serializer[Any]):
    """Whom to add to the round."""

    auxiliaries = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=10**15), min_length=1, max_length=2000
    )


class AppraisalResultIn(serializers.Serializer[Any]):
    """The result, and why it differs from the proposed one."""

    result = serializers.ChoiceField(Result.choices)
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True)


class AppraisalContestIn(serializers.Serializer[Any]):
    """What the person wrote, and when it was received."""

    text = serializers.CharField(max_length=1000)
    received_on = serializers.DateField(required=False, help_text="Today where none is given.")


class AppraisalAnswerIn(serializers.Serializer[Any]):
    """The result that stands, and what was found."""

    result = serializers.ChoiceField(Result.choices)
    answer = serializers.CharField(max_length=1000)


FILTERS = [
    OpenApiParameter("unit", str, description="Code of a unit: it and all below."),
    OpenApiParameter("kind", str, enum=Kind.values),
]


def round_answer(pk: int) -> dict[str, Any]:
    """The round as it stands now."""
    return dict(AppraisalRoundOut(selectors.round_as_it_stands(pk)).data)


def answer(row: Appraisal) -> Response:
    """The appraisal as it stands now."""
    found = selectors.as_it_stands(row)
    return Response(AppraisalOut(found).data, headers={"ETag": f'"{found.revision}"'})


class Rounds(HouseAPI):
    """Rounds of appraisal."""

    serializer_class = AppraisalRoundOut
    rights: ClassVar = {"GET": READ, "POST": WRITE}
    filters: ClassVar = {"kind": tuple(Kind.values)}

    @extend_schema(parameters=FILTERS, responses=AppraisalRoundOut(many=True))
    def get(self, request: Request) -> Response:
        """Rounds of my units, the newest first."""
        return self.page(selectors.rounds(request.user, request.query_params.dict()))

    @extend_schema(request=AppraisalRoundIn, responses={201: AppraisalRoundOut})
    def post(self, request: Request) -> Response:
        """Open the round of the day, month or year that `day` lies in."""
        typed = self.typed(AppraisalRoundIn)
        unit = unit_named(request.user, typed.pop("unit"), Perms.APPRAISE)

        def make() -> tuple[int, Any]:
            row = services.open_round(unit=unit, by=request.user, on=clock.today(), **typed)
            return 201, round_answer(row.pk)

        return once(request, "appraisal-rounds", make)


class RoundOne(HouseAPI):
    """One round."""

    serializer_class = AppraisalRoundOut
    rights: ClassVar = {"GET": READ}

    def get(self, request: Request, pk: int) -> Response:
        """One round of my units."""
        row = get_object_or_404(AppraisalRound.objects.visible_to(request.user), pk=pk)
        return Response(round_answer(row.pk))


class RoundMissing(ActAPI):
    """Those who are not in a round."""

    serializer_class = AppraisalMissingOut
    rights: ClassVar = {"GET": WRITE, "POST": WRITE}
    place, name, reads = "appraisal-rounds", "missing", AppraisalMissingIn

    def find(self, request: Request, pk: int) -> AppraisalRound:
        rows = AppraisalRound.objects.visible_to(request.user, Perms.APPRAISE).select_related("unit")
        return get_object_or_404(rows, pk=pk)

    def get(self, request: Request, pk: int) -> Response:
        """Who serves here and is not in the round, with the reason; who was left out with a reason is not among them."""
        row = self.find(request, pk)
        found = self.paginate_queryset(selectors.missing(row, clock.today()))
        told = [
            {"auxiliary": one.pk, "name": one.name, "badge_number": one.badge_number, "unit": one.unit.code, "why": why.value,
             "since": since}
            for one, why, since in selectors.why_missing(found or (), row)
        ]  # fmt: skip
        return self.get_paginated_response(self.get_serializer(told, many=True).data)

    @extend_schema(request=AppraisalMissingIn, responses=AppraisalRoundOut)
    def post(self, request: Request, pk: int) -> Response:
        """Add these people; each has the whole term of the self-report from today on."""
        return self.act(request, pk)

    def do(self, row: AppraisalRound, typed: dict[str, Any], request: Request) -> tuple[int, Any]:
        services.add_missing(round_=row, by=request.user, on=clock.today(), **typed)
        return 200, round_answer(row.pk)


class RoundAct(HouseAPI):
    """One act on everybody of a round: fetched within the scope, done, answered as the round then stands."""

    serializer_class = AppraisalRoundOut
    rights: ClassVar = {"POST": WRITE}
    name: ClassVar[str] = ""

    def act(self, request: Request, pk: int) -> Response:
        row = get_object_or_404(AppraisalRound.objects.visible_to(request.user, Perms.APPRAISE), pk=pk)

        def make() -> tuple[int, Any]:
            getattr(services, self.name)(round_=row, by=request.user, on=clock.today())
            return 200, round_answer(row.pk)

        return once(request, f"appraisal-rounds/{pk}/{self.name}", make)


class Reckon(RoundAct):
    """Closing the marks."""

    name = "reckon"

    @extend_schema(request=None, responses=AppraisalRoundOut)
    def post(self, request: Request, pk: int) -> Response:
        """Close and reckon the marks of everybody; 409 naming who lacks what."""
        return self.act(request, pk)


class Adopt(RoundAct):
    """Setting what is proposed."""

    name = "adopt"

    @extend_schema(request=None, responses=AppraisalRoundOut)
    def post(self, request: Request, pk: int) -> Response:
        """Set the proposed results as far as the share of excellent allows; else 409."""
        return self.act(request, pk)


class Tell(RoundAct):
    """Telling the results."""

    name = "tell"

    @extend_schema(request=None, responses=AppraisalRoundOut)
    def post(self, request: Request, pk: int) -> Response:
        """Tell everybody whose result is set; the term of the objection runs."""
        return self.act(request, pk)


class Appraisals(HouseAPI):
    """Appraisals of people."""

    serializer_class = AppraisalOut
    rights: ClassVar = {"GET": READ}
    filters: ClassVar = {"kind": tuple(Kind.values), "state": tuple(Status.values)}

    @extend_schema(
        parameters=[*FILTERS, OpenApiParameter("state", str, enum=Status.values)], responses=AppraisalOut(many=True)
    )
    def get(self, request: Request) -> Response:
        """Appraisals of my units, the newest first."""
        return self.page(selectors.listed(request.user, request.query_params.dict()))


class AppraisalOne(HouseAPI):
    """One appraisal."""

    serializer_class = AppraisalOut
    rights: ClassVar = {"GET": PEOPLE}

    def get(self, request: Request, pk: int) -> Response:
        """One appraisal of my units; for whoever hears objections a contested one."""
        return answer(get_object_or_404(Appraisal.objects.visible_to(request.user), pk=pk))


class Marks(HouseAPI):
    """Marks of one appraisal."""

    serializer_class = AppraisalMarkOut
    rights: ClassVar = {"GET": READ, "POST": WRITE}

    @extend_schema(responses=AppraisalMarkOut(many=True))
    def get(self, request: Request, pk: int) -> Response:
        """The marks that were given."""
        readable = get_object_or_404(Appraisal.objects.visible_to(request.user), pk=pk)
        return self.page(readable.marks.all())

    @extend_schema(request=AppraisalMarkIn, responses={201: AppraisalMarkOut})
    def post(self, request: Request, pk: int) -> Response:
        """Mark as the leader, or enter what the public said; once, and never changed."""
        row = get_object_or_404(Appraisal.objects.visible_to(request.user, Perms.APPRAISE), pk=pk)
        typed = self.typed(AppraisalMarkIn)
        marks = {head: typed.pop(head) for head in Head.values}

        def make() -> tuple[int, Any]:
            found = services.mark(appraisal=row, marks=marks, by=request.user, on=clock.today(), **typed)
            return 201, AppraisalMarkOut(found).data

        return once(request, f"appraisals/{pk}/marks", make)


class Act(HouseAPI):
    """One act on an appraisal: fetched within the scope, done, answered as it then stands."""

    serializer_class = AppraisalOut
    rights: ClassVar = {"POST": WRITE}
    name: ClassVar[str] = ""
    reads: ClassVar[type[serializers.Serializer[Any]]] = WhyIn
    right: ClassVar[str | None] = Perms.APPRAISE

    def act(self, request: Request, pk: int) -> Response:
        row = get_object_or_404(Appraisal.objects.visible_to(request.user, self.right), pk=pk)
        typed = self.typed(self.reads)
        if self.name != "leave_out":
            typed["on"] = clock.today()

        def make() -> Response:
            return answer(getattr(services, self.name)(appraisal=row, by=request.user, **typed))

        return once(request, f"appraisals/{pk}/{self.name}", make)


class Calibrate(Act):
    """Setting one result."""

    name, reads = "calibrate", AppraisalResultIn

    @extend_schema(request=AppraisalResultIn, responses=AppraisalOut)
    def post(self, request: Request, pk: int) -> Response:
        """Set the result of one person; 409 with every rule that stands against it."""
        return self.act(request, pk)


class LeaveOut(Act):
    """Leaving somebody out."""

    name, reads = "leave_out", WhyIn

    @extend_schema(request=WhyIn, responses=AppraisalOut)
    def post(self, request: Request, pk: int) -> Response:
        """Leave one person out of the round, with the reason."""
        return self.act(request, pk)


class Contest(Act):
    """Entering an objection."""

    name, reads = "contest", AppraisalContestIn

    @extend_schema(request=AppraisalContestIn, responses=AppraisalOut)
    def post(self, request: Request, pk: int) -> Response:
        """Enter the objection a person handed in on paper, until the last day of the term."""
        return self.act(request, pk)


class Settle(Act):
    """Answering an objection."""

    name, reads, right = "settle", AppraisalAnswerIn, None
    rights: ClassVar = {"POST": (Perms.HANDLE_APPEALS,)}

    @extend_schema(request=AppraisalAnswerIn, responses=AppraisalOut)
    def post(self, request: Request, pk: int) -> Response:
        """Answer an objection with the result that stands; never by whoever set it, never a worse one."""
        return self.act(request, pk)


urlpatterns = [
    path("appraisal-rounds/", Rounds.as_view(), name="api-appraisal-rounds"),
    path("appraisal-rounds/<int:pk>/", RoundOne.as_view(), name="api-appraisal-round"),
    path("appraisal-rounds/<int:pk>/missing/", RoundMissing.as_view(), name="api-appraisal-missing"),
    path("appraisal-rounds/<int:pk>/reckon/", Reckon.as_view(), name="api-appraisal-reckon"),
    path("appraisal-rounds/<int:pk>/adopt/", Adopt.as_view(), name="api-appraisal-adopt"),
    path("appraisal-rounds/<int:pk>/tell/", Tell.as_view(), name="api-appraisal-tell"),
    path("appraisals/", Appraisals.as_view(), name="api-appraisals"),
    path("appraisals/<int:pk>/", AppraisalOne.as_view(), name="api-appraisal"),
    path("appraisals/<int:pk>/marks/", Marks.as_view(), name="api-appraisal-marks"),
    path("appraisals/<int:pk>/result/", Calibrate.as_view(), name="api-appraisal-calibrate"),
    path("appraisals/<int:pk>/leave-out/", LeaveOut.as_view(), name="api-appraisal-leave-out"),
    path("appraisals/<int:pk>/contest/", Contest.as_view(), name="api-appraisal-contest"),
    path("appraisals/<int:pk>/settle/", Settle.as_view(), name="api-appraisal-settle"),
]
