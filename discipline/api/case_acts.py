"""API: what becomes of a case: examine, drop, open, conclude, tell, hear, decide, serve, close, suspend."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.api import once
from core.api_views import HouseAPI
from core.perms import Perms
from discipline.api.case_shapes import (
    CaseNothing,
    CaseOut,
    CaseReasonIn,
    DecideIn,
    FindingsIn,
    HearIn,
    ServeIn,
    SuspendIn,
    SuspensionOut,
    TellIn,
)
from discipline.models.cases import Case
from discipline.selectors import cases as read
from discipline.services import cases as services
from roster.api.common import IF_MATCH, if_match


def told(user: Any, pk: int) -> dict[str, Any]:
    """One case as it stands now, within the reader's scope."""
    rows = Case.objects.visible_to(user).select_related("unit", "auxiliary__person")
    parts = ("sanctions", "investigators__officer__person", "suspensions", "withdrawals")
    return dict(CaseOut(get_object_or_404(rows.prefetch_related(*parts), pk=pk)).data)


def decide(*, outcome: str, grounds: str, case: Case, by: Any, on: Any, revision: int | None, **asked: Any) -> Case:
    """The decision with what is said of an exit."""
    exit = services.Exit(**asked)
    return services.decide(case=case, outcome=outcome, grounds=grounds, exit=exit, by=by, on=on, revision=revision)


class CaseAct(HouseAPI):
    """One act: fetch within the scope of its right, do it, answer the case as it then stands."""

    serializer_class = CaseOut
    name: ClassVar[str] = ""
    reads: ClassVar[type[serializers.Serializer[Any]]] = CaseNothing

    def act(self, request: Request, pk: int, do: Callable[..., Any]) -> Response:
        case = read.one(request.user, pk, *self.rights["POST"])
        typed = self.typed(self.reads)
        revision = if_match(request)

        def make() -> tuple[int, Any]:
            do(case=case, by=request.user, on=clock.today(), revision=revision, **typed)
            return 200, told(request.user, pk)

        return once(request, f"cases/{pk}/{self.name}", make)


class Examine(CaseAct):
    """Begin the preliminary look."""

    name, reads, rights = "examine", CaseNothing, {"POST": (Perms.INVESTIGATE,)}

    @extend_schema(request=None, responses=CaseOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """Begin the preliminary look."""
        return self.act(request, pk, services.examine)


class Drop(CaseAct):
    """Do not open the case."""

    name, reads, rights = "drop", CaseReasonIn, {"POST": (Perms.INVESTIGATE,)}

    @extend_schema(request=CaseReasonIn, responses=CaseOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """Do not open the case, with the reason."""
        return self.act(request, pk, services.drop)


class Open(CaseAct):
    """Open the case."""

    name, reads, rights = "open", CaseNothing, {"POST": (Perms.INVESTIGATE,)}

    @extend_schema(request=None, responses=CaseOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """Open the case; its investigation has a term."""
        return self.act(request, pk, services.open_case)


class Conclude(CaseAct):
    """End the investigation with its findings."""

    name, reads, rights = "conclude", FindingsIn, {"POST": (Perms.INVESTIGATE,)}

    @extend_schema(request=FindingsIn, responses=CaseOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """End the investigation with its findings; 409 with fewer than two investigators."""
        return self.act(request, pk, services.conclude)


class Tell(CaseAct):
    """Note that the person was told."""

    name, reads, rights = "tell", TellIn, {"POST": (Perms.INVESTIGATE,)}

    @extend_schema(request=TellIn, responses=CaseOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """Note that the person was told; the term of the statement begins."""
        return self.act(request, pk, services.tell)


class Hear(CaseAct):
    """Enter how the person was heard."""

    name, reads, rights = "hear", HearIn, {"POST": (Perms.INVESTIGATE,)}

    @extend_schema(request=HearIn, responses=CaseOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """Enter how the person was heard; 409 while the term runs and nothing was said."""
        return self.act(request, pk, services.hear)


class Decide(CaseAct):
    """Decide."""

    name, reads, rights = "decide", DecideIn, {"POST": (Perms.DECIDE_CASE,)}

    @extend_schema(request=DecideIn, responses=CaseOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """Decide; 409 with what is missing: a hearing, another decider, a ground of the statute."""
        return self.act(request, pk, decide)


class Serve(CaseAct):
    """Note that the decision was served."""

    name, reads, rights = "serve", ServeIn, {"POST": (Perms.INVESTIGATE,)}

    @extend_schema(request=ServeIn, responses=CaseOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """Note that the decision was served; effects and the term of the appeal begin."""
        return self.act(request, pk, services.serve)


class Close(CaseAct):
    """Close the case."""

    name, reads, rights = "close", CaseNothing, {"POST": (Perms.INVESTIGATE,)}

    @extend_schema(request=None, responses=CaseOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """Close the case; 409 while an appeal may still be filed."""
        return self.act(request, pk, services.close)


class Suspend(HouseAPI):
    """Suspending."""

    serializer_class = SuspensionOut
    name, rights = "suspend", {"POST": read.SUSPENDERS}

    @extend_schema(request=SuspendIn, responses=SuspensionOut)
    def post(self, request: Request, pk: int) -> Response:
        """Suspend the person from all duty; what is planned is decided again at once."""
        case = read.one(request.user, pk, *read.SUSPENDERS)
        typed = self.typed(SuspendIn)

        def make() -> tuple[int, Any]:
            row = services.suspend(case=case, by=request.user, on=clock.today(), **typed)
            return 200, dict(SuspensionOut(row).data)

        return once(request, f"cases/{pk}/suspend", make)


ACTS = (Examine, Drop, Open, Conclude, Tell, Hear, Decide, Serve, Close, Suspend)
