"""API: what becomes of an inspection: begun, called off, its checklist answered, something found."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.api_views import ActAPI
from core.perms import Perms
from discipline.api.supervision_shapes import (
    ConcludeIn,
    FindIn,
    FindingOut,
    InspectionOut,
    SupervisionNothing,
    WordsIn,
)
from discipline.models.supervision import Inspection
from discipline.selectors import supervision as read
from discipline.services import supervision as services
from discipline.services.supervision import Seen
from roster.api.common import IF_MATCH, if_match


def told(user: Any, pk: int) -> dict[str, Any]:
    """One inspection as it stands now."""
    return dict(InspectionOut(get_object_or_404(read.inspections(user, {}), pk=pk)).data)


class InspectionAct(ActAPI):
    """One act on an inspection within the units inspected."""

    serializer_class = InspectionOut
    rights = {"POST": (Perms.SUPERVISE,)}
    place, reads = "inspections", SupervisionNothing

    def find(self, request: Request, pk: int) -> Inspection:
        seen = Inspection.objects.visible_to(request.user, Perms.SUPERVISE)
        return get_object_or_404(seen.select_related("unit", "assignment"), pk=pk)


class Begin(InspectionAct):
    """Beginning."""

    name = "begin"

    @extend_schema(request=None, responses=InspectionOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """The inspector is there: from now on the unit sees the inspection."""
        return self.act(request, pk)

    def do(self, row: Inspection, typed: dict[str, Any], request: Request) -> tuple[int, Any]:
        services.begin(inspection=row, by=request.user, revision=if_match(request))
        return 200, told(request.user, row.pk)


class CallOff(InspectionAct):
    """Calling off."""

    name, reads = "cancel", WordsIn

    @extend_schema(request=WordsIn, responses=InspectionOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """It will not be made; the reason stays."""
        return self.act(request, pk)

    def do(self, row: Inspection, typed: dict[str, Any], request: Request) -> tuple[int, Any]:
        services.cancel(inspection=row, reason=typed["what"], by=request.user, revision=if_match(request))
        return 200, told(request.user, row.pk)


class Conclude(InspectionAct):
    """Recording."""

    name, reads = "conclude", ConcludeIn

    @extend_schema(request=ConcludeIn, responses=InspectionOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """Answer every item of the checklist; each that is not in order becomes a finding with its deadline."""
        return self.act(request, pk)

    def do(self, row: Inspection, typed: dict[str, Any], request: Request) -> tuple[int, Any]:
        seen = {one["item"]: Seen(one["result"], one.get("what", ""), one.get("due_on")) for one in typed["answers"]}
        services.conclude(inspection=row, seen=seen, on=clock.today(), by=request.user, revision=if_match(request))
        return 200, told(request.user, row.pk)


class Find(InspectionAct):
    """Finding something else."""

    name, reads, serializer_class = "findings", FindIn, FindingOut

    @extend_schema(request=FindIn, responses={201: FindingOut})
    def post(self, request: Request, pk: int) -> Response:
        """Something else that the inspection found."""
        return self.act(request, pk)

    def do(self, row: Inspection, typed: dict[str, Any], request: Request) -> tuple[int, Any]:
        found = services.find(inspection=row, item="", on=clock.today(), by=request.user, **typed)
        return 201, dict(FindingOut(found).data)


ACTS = (Begin, CallOff, Conclude, Find)
