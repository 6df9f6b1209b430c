"""API: units and officers, within the scope and rights of the pages."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import CursorPages, once
from core.api_views import HouseAPI
from core.perms import Perms
from core.versions import IF_MATCH, answered, if_match
from organisation import selectors, services
from organisation.models import Officer, Unit

LISTS = [
    OpenApiParameter("unit", str, description="Code of a unit: it and all below."),
    OpenApiParameter("search", str, description="Characters, pinyin or initials."),
]


class ByPath(CursorPages):
    """From the top of the tree down."""

    ordering = "path"


class UnitOut(serializers.ModelSerializer[Unit]):
    """An office of public security."""

    parent = serializers.CharField(source="parent.code", default=None)

    class Meta:
        model = Unit
        fields = ("id", "code", "name", "short_name", "level", "parent", "residents", "police_establishment",
                  "starts_on", "ends_on")  # fmt: skip


class UnitChanges(serializers.Serializer[Any]):
    """What may be corrected on a unit."""

    name = serializers.CharField(max_length=100)
    short_name = serializers.CharField(max_length=40, allow_blank=True, required=False)
    level = serializers.ChoiceField(Unit.Level.choices)
    residents = serializers.IntegerField(min_value=0, max_value=2**31 - 1, allow_null=True, required=False)
    police_establishment = serializers.IntegerField(min_value=0, max_value=2**31 - 1, allow_null=True, required=False)


class UnitIn(UnitChanges):
    """A new unit below another."""

    code = serializers.CharField(max_length=30)
    parent = serializers.CharField(max_length=30, help_text="Code of the unit above.")
    starts_on = serializers.DateField()


class OfficerOut(serializers.ModelSerializer[Officer]):
    """A people's police officer."""

    name = serializers.CharField(source="person.name")
    unit = serializers.CharField(source="unit.code")

    class Meta:
        model = Officer
        fields = ("id", "name", "police_number", "unit", "rank", "status", "starts_on", "ends_on")


class OfficerChanges(serializers.Serializer[Any]):
    """A move, another rank or status, or the end of service."""

    unit = serializers.CharField(max_length=30, help_text="Code of the unit.")
    rank = serializers.CharField(max_length=40, allow_blank=True, required=False)
    status = serializers.ChoiceField(Officer.Status.choices, required=False)


class OfficerIn(OfficerChanges):
    """A new officer."""

    name = serializers.CharField(max_length=60)
    identity_number = serializers.CharField(max_length=20, required=False, allow_blank=True)
    police_number = serializers.CharField(max_length=12)
    starts_on = serializers.DateField()


class OfficerPatch(OfficerChanges):
    """What changes; the last day ends the service."""

    ends_on = serializers.DateField(allow_null=True, required=False)


class Units(HouseAPI):
    """Units."""

    serializer_class = UnitOut
    pagination_class = ByPath
    rights = {"GET": (Perms.VIEW_UNITS,), "POST": (Perms.EDIT_UNITS,)}

    @extend_schema(parameters=LISTS, responses=UnitOut(many=True))
    def get(self, request: Request) -> Response:
        """Units in sight, from the top down."""
        return self.page(selectors.units(request.user, **selectors.asked(request.GET)))

    @extend_schema(request=UnitIn, responses={201: UnitOut})
    def post(self, request: Request) -> Response:
        """Open a unit below another."""
        typed = self.typed(UnitIn)
        typed["parent"] = selectors.unit_named(request.user, typed["parent"], Perms.EDIT_UNITS, field="parent")
        return once(request, "units", lambda: (201, UnitOut(services.open_unit(by=request.user, **typed)).data))


class UnitOne(HouseAPI):
    """One unit."""

    serializer_class = UnitOut
    rights = {"GET": (Perms.VIEW_UNITS,), "PATCH": (Perms.EDIT_UNITS,)}

    def get(self, request: Request, pk: int) -> Response:
        """A unit."""
        unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=pk)
        return answered(UnitOut(unit).data, unit.version)

    @extend_schema(request=UnitChanges, responses=UnitOut, parameters=IF_MATCH)
    def patch(self, request: Request, pk: int) -> Response:
        """Correct a unit's name, level, residents or establishment; 409 when it changed since the version in If-Match."""
        unit = get_object_or_404(Unit.objects.visible_to(request.user, Perms.EDIT_UNITS), pk=pk)
        typed, version = self.typed(UnitChanges, partial=True), if_match(request)
        changed = services.change_unit(unit=unit, by=request.user, version=version, **typed)
        return answered(UnitOut(changed).data, changed.version)


class Officers(HouseAPI):
    """Police officers."""

    serializer_class = OfficerOut
    rights = {"GET": (Perms.VIEW_OFFICERS,), "POST": (Perms.EDIT_OFFICERS,)}

    @extend_schema(parameters=LISTS, responses=OfficerOut(many=True))
    def get(self, request: Request) -> Response:
        """Officers in sight, newest entries first."""
        return self.page(selectors.officers(request.user, **selectors.asked(request.GET)))

    @extend_schema(request=OfficerIn, responses={201: OfficerOut})
    def post(self, request: Request) -> Response:
        """Enter a police officer."""
        typed = self.typed(OfficerIn)
        typed["unit"] = selectors.unit_named(request.user, typed["unit"], Perms.EDIT_OFFICERS)
        return once(
            request, "officers", lambda: (201, OfficerOut(services.enter_officer(by=request.user, **typed)).data)
        )


class OfficerOne(HouseAPI):
    """One police officer."""

    serializer_class = OfficerOut
    rights = {"GET": (Perms.VIEW_OFFICERS,), "PATCH": (Perms.EDIT_OFFICERS,)}

    def get(self, request: Request, pk: int) -> Response:
        """An officer."""
        officer = selectors.officer(request.user, pk)
        return answered(OfficerOut(officer).data, officer.version)

    @extend_schema(request=OfficerPatch, responses=OfficerOut, parameters=IF_MATCH)
    def patch(self, request: Request, pk: int) -> Response:
        """Move an officer, change rank or status, or end the service; 409 when the version in If-Match is not the newest."""
        officer = selectors.officer(request.user, pk, Perms.EDIT_OFFICERS)
        typed = self.typed(OfficerPatch, partial=True)
        if "unit" in typed:
            typed["unit"] = selectors.unit_named(request.user, typed["unit"], Perms.EDIT_OFFICERS)
        version = if_match(request)
        changed = services.change_officer(officer=officer, by=request.user, version=version, **typed)
        return answered(OfficerOut(changed).data, changed.version)
