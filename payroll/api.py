"""API: insurances, within the scope and rights of the pages."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import once
from core.api_views import HouseAPI
from core.perms import Perms
from organisation.selectors import subtree
from payroll import services
from payroll.models import Enrolment
from roster.models import Auxiliary


class EnrolmentOut(serializers.ModelSerializer[Enrolment]):
    """Somebody's place in one insurance or in the housing fund."""

    class Meta:
        model = Enrolment
        fields = ("id", "auxiliary", "kind", "place", "base", "account_number", "starts_on", "ends_on",
                  "registered_on", "ended_why")  # fmt: skip


class EnrolmentIn(serializers.Serializer[Any]):
    """Insurances opened for somebody: all of these kinds or none."""

    auxiliary = serializers.IntegerField(min_value=1)
    kinds = serializers.ListField(
        child=serializers.ChoiceField(Enrolment.Kind.choices), min_length=1, max_length=len(Enrolment.Kind.choices)
    )
    place = serializers.CharField(max_length=60)
    starts_on = serializers.DateField()
    registered_on = serializers.DateField()
    base = serializers.DecimalField(max_digits=10, decimal_places=2, min_value=0, required=False, allow_null=True)
    account_number = serializers.CharField(max_length=40, required=False, allow_blank=True)


class EnrolmentEndIn(serializers.Serializer[Any]):
    """The end of an insurance."""

    ends_on = serializers.DateField()
    why = serializers.ChoiceField(Enrolment.REASONS)
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True)


class EnrolmentBaseIn(serializers.Serializer[Any]):
    """Another base from a day on, which may lie in the past; without one the wage of each month counts."""

    base = serializers.DecimalField(max_digits=10, decimal_places=2, min_value=0, allow_null=True)
    starts_on = serializers.DateField()
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True)


LISTS = [
    OpenApiParameter("unit", str, description="Code of a unit: it and all below."),
    OpenApiParameter("auxiliary", int, description="Only this person's."),
    OpenApiParameter("kind", str, enum=[*Enrolment.Kind.values]),
    OpenApiParameter("on", str, description="In force on this day, as 2026-11-21."),
]


class Enrolments(HouseAPI):
    """Insurances."""

    serializer_class = EnrolmentOut
    rights = {"GET": (Perms.VIEW_INSURANCE,), "POST": (Perms.EDIT_INSURANCE,)}
    filters = {"kind": tuple(Enrolment.Kind.values), "auxiliary": "number", "on": "day"}

    @extend_schema(parameters=LISTS, responses=EnrolmentOut(many=True))
    def get(self, request: Request) -> Response:
        """Insurances of people in my units, newest entries first."""
        rows = Enrolment.objects.visible_to(request.user)
        if code := request.GET.get("unit", ""):
            people = Auxiliary.objects.filter(subtree(request.user, code))
            rows = rows.filter(auxiliary__in=people)
        if kind := request.GET.get("kind"):
            rows = rows.filter(kind=kind)
        if number := request.GET.get("auxiliary", ""):
            rows = rows.filter(auxiliary_id=int(number))
        if day := request.GET.get("on", ""):
            rows = rows.in_force(serializers.DateField().run_validation(day))
        return self.page(rows)

    @extend_schema(request=EnrolmentIn, responses={201: EnrolmentOut(many=True)})
    def post(self, request: Request) -> Response:
        """Enter insurances opened for somebody."""
        typed = self.typed(EnrolmentIn)
        people = Auxiliary.objects.visible_to(request.user, Perms.EDIT_INSURANCE)
        auxiliary = get_object_or_404(people, pk=typed.pop("auxiliary"))
        kinds = list(dict.fromkeys(typed.pop("kinds")))

        def make() -> tuple[int, Any]:
            rows = services.enrol(auxiliary=auxiliary, kinds=kinds, opening=services.Opening(**typed), by=request.user)
            return 201, EnrolmentOut(rows, many=True).data

        return once(request, "enrolments", make)


class EnrolmentOne(HouseAPI):
    """One insurance."""

    serializer_class = EnrolmentOut
    rights = {"GET": (Perms.VIEW_INSURANCE,)}

    def get(self, request: Request, pk: int) -> Response:
        """An insurance."""
        return Response(EnrolmentOut(get_object_or_404(Enrolment.objects.visible_to(request.user), pk=pk)).data)


class End(HouseAPI):
    """The end of an insurance."""

    serializer_class = EnrolmentOut
    rights = {"POST": (Perms.EDIT_INSURANCE,)}

    @extend_schema(request=EnrolmentEndIn, responses=EnrolmentOut)
    def post(self, request: Request, pk: int) -> Response:
        """Let an insurance end with a day, for a reason."""
        found = get_object_or_404(Enrolment.objects.visible_to(request.user, Perms.EDIT_INSURANCE), pk=pk)
        typed = self.typed(EnrolmentEndIn)

        def make() -> tuple[int, Any]:
            return 200, EnrolmentOut(services.end_enrolment(enrolment=found, by=request.user, **typed)).data

        return once(request, f"enrolments/{pk}/end", make)


class Base(HouseAPI):
    """The base of an insurance."""

    serializer_class = EnrolmentOut
    rights = {"POST": (Perms.EDIT_INSURANCE,)}

    @extend_schema(request=EnrolmentBaseIn, responses=EnrolmentOut)
    def post(self, request: Request, pk: int) -> Response:
        """Change the base from a day on; months paid on the old one are made up for in the next pay run."""
        rows = Enrolment.objects.visible_to(request.user, Perms.EDIT_INSURANCE).select_related("auxiliary")
        found = get_object_or_404(rows, pk=pk)
        typed = self.typed(EnrolmentBaseIn)

        def make() -> tuple[int, Any]:
            (row,) = services.change_base(auxiliary=found.auxiliary, kinds=[found.kind], by=request.user, **typed)
            return 200, EnrolmentOut(row).data

        return once(request, f"enrolments/{pk}/base", make)
