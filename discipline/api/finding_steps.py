"""API: what is done about a finding: reported as put right, checked again, given more time, withdrawn."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.api_views import ActAPI
from core.perms import Perms
from discipline.api.supervision_shapes import ExtendIn, FindingOut, RecheckIn, ReportIn, WordsIn
from discipline.models.supervision import Finding
from discipline.selectors import supervision as read
from discipline.services import supervision as services
from roster.api.common import IF_MATCH, if_match


def told(user: Any, pk: int) -> dict[str, Any]:
    """One finding as it stands now."""
    return dict(FindingOut(get_object_or_404(read.findings(user, {}, clock.today()), pk=pk)).data)


class Step(ActAPI):
    """One step about a finding, within the scope of its right."""

    serializer_class = FindingOut
    place, reads = "findings", ReportIn

    def find(self, request: Request, pk: int) -> Finding:
        seen = Finding.objects.visible_to(request.user, self.rights["POST"][0])
        return get_object_or_404(seen.select_related("unit"), pk=pk)


class Report(Step):
    """Reporting."""

    name, rights = "report", {"POST": (Perms.RECTIFY,)}

    @extend_schema(request=ReportIn, responses=FindingOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """Say what was done to put it right."""
        return self.act(request, pk)

    def do(self, row: Finding, typed: dict[str, Any], request: Request) -> tuple[int, Any]:
        services.report(finding=row, by=request.user, revision=if_match(request), **typed)
        return 200, told(request.user, row.pk)


class Recheck(Step):
    """Checking again."""

    name, reads, rights = "recheck", RecheckIn, {"POST": (Perms.SUPERVISE,)}

    @extend_schema(request=RecheckIn, responses=FindingOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """Look again: passed, or to be put right by a new day. 409 for whoever reported it (SV-03)."""
        return self.act(request, pk)

    def do(self, row: Finding, typed: dict[str, Any], request: Request) -> tuple[int, Any]:
        services.recheck(finding=row, on=clock.today(), by=request.user, revision=if_match(request), **typed)
        return 200, told(request.user, row.pk)


class Extend(Step):
    """Giving more time."""

    name, reads, rights = "extend", ExtendIn, {"POST": (Perms.SUPERVISE,)}

    @extend_schema(request=ExtendIn, responses=FindingOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """Give more time, with the reason."""
        return self.act(request, pk)

    def do(self, row: Finding, typed: dict[str, Any], request: Request) -> tuple[int, Any]:
        services.extend(finding=row, on=clock.today(), by=request.user, revision=if_match(request), **typed)
        return 200, told(request.user, row.pk)


class Withdraw(Step):
    """Withdrawing."""

    name, reads, rights = "withdraw", WordsIn, {"POST": (Perms.SUPERVISE,)}

    @extend_schema(request=WordsIn, responses=FindingOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """It was no finding after all; what was found and why it is withdrawn stays."""
        return self.act(request, pk)

    def do(self, row: Finding, typed: dict[str, Any], request: Request) -> tuple[int, Any]:
        services.withdraw(finding=row, by=request.user, revision=if_match(request), **typed)
        return 200, told(request.user, row.pk)


STEPS = (Report, Recheck, Extend, Withdraw)
