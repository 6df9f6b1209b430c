"""API: cases and appeals in sight, a report, and each act of a case. Same services, scope and refusals as the pages."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.api import once
from core.api_views import HouseAPI
from core.perms import Perms
from discipline.api import case_acts, case_people
from discipline.api.case_shapes import (
    AppealAnswerIn,
    AppealIn,
    AppealOut,
    AppealRowOut,
    CaseOut,
    CaseReportIn,
    CaseRowOut,
)
from discipline.models.cases import Appeal, Case
from discipline.rules.cases.life import Nature, Status
from discipline.selectors import cases as read
from discipline.services import cases as services
from roster.api.common import LISTS, answered, referred
from roster.models import Auxiliary

FILTERS = [
    *LISTS,
    OpenApiParameter("status", str, enum=["all", *Status.values]),
    OpenApiParameter("nature", str, enum=Nature.values),
]
STATES = ("waiting", "answered")
ACTS = (*case_acts.ACTS, case_people.LookAgain, case_people.NameInvestigator)


class Cases(HouseAPI):
    """Cases."""

    serializer_class = CaseRowOut
    rights = {"GET": read.READERS, "POST": (Perms.INVESTIGATE,)}
    filters = {"status": ("all", *Status.values), "nature": tuple(Nature.values)}

    @extend_schema(parameters=FILTERS)
    def get(self, request: Request) -> Response:
        """Cases in sight, newest first; open ones unless a status is asked for."""
        return self.page(read.listed(request.user, request.query_params.dict(), clock.today()))

    @extend_schema(request=CaseReportIn, responses={201: CaseOut})
    def post(self, request: Request) -> Response:
        """Enter a report."""
        typed = self.typed(CaseReportIn)
        seen = Auxiliary.objects.visible_to(request.user, Perms.INVESTIGATE)
        auxiliary = referred(seen, typed.pop("auxiliary"), "auxiliary")

        def make() -> tuple[int, Any]:
            case = services.report(auxiliary=auxiliary, by=request.user, on=clock.today(), **typed)
            return 201, case_acts.told(request.user, case.pk)

        return once(request, "cases", make)


class CaseOne(HouseAPI):
    """One case."""

    serializer_class = CaseOut
    rights = {"GET": read.READERS}

    def get(self, request: Request, pk: int) -> Response:
        """A case with what was found, intended and decided."""
        told = case_acts.told(request.user, pk)
        return answered(told, told["revision"])


class Appeals(HouseAPI):
    """Appeals."""

    serializer_class = AppealRowOut
    rights = {"GET": read.READERS, "POST": (Perms.HANDLE_APPEALS,)}
    filters = {"state": STATES}

    @extend_schema(parameters=[OpenApiParameter("state", str, enum=STATES)])
    def get(self, request: Request) -> Response:
        """Appeals in sight, newest first."""
        return self.page(read.appeals(request.user, request.query_params.dict()))

    @extend_schema(request=AppealIn, responses={201: AppealOut})
    def post(self, request: Request) -> Response:
        """Enter an appeal that came on paper, of a closed case too; 409 when it came after its term (CS-22)."""
        typed = self.typed(AppealIn)
        seen = Case.objects.visible_to(request.user, Perms.HANDLE_APPEALS).select_related("unit", "auxiliary")
        case = referred(seen, typed.pop("case"), "case")

        def make() -> tuple[int, Any]:
            row = services.take_appeal(case=case, by=request.user, on=clock.today(), **typed)
            return 201, dict(AppealOut(get_object_or_404(read.appeals(request.user, {}), pk=row.pk)).data)

        return once(request, "appeals", make)


class AppealOne(HouseAPI):
    """One appeal."""

    serializer_class = AppealOut
    rights = {"GET": read.READERS}

    def get(self, request: Request, pk: int) -> Response:
        """An appeal with its answer."""
        return Response(AppealOut(get_object_or_404(read.appeals(request.user, {}), pk=pk)).data)


class AppealAnswer(HouseAPI):
    """Answering an appeal."""

    serializer_class = AppealOut
    rights = {"POST": (Perms.HANDLE_APPEALS,)}

    @extend_schema(request=AppealAnswerIn, responses=AppealOut)
    def post(self, request: Request, pk: int) -> Response:
        """Answer it; 409 for whoever took part in the case, and for a harsher measure."""
        seen = Appeal.objects.visible_to(request.user, Perms.HANDLE_APPEALS)
        appeal = get_object_or_404(seen.select_related("case__unit", "case__auxiliary"), pk=pk)
        typed = self.typed(AppealAnswerIn)

        def make() -> tuple[int, Any]:
            services.answer_appeal(appeal=appeal, by=request.user, on=clock.today(), **typed)
            return 200, dict(AppealOut(get_object_or_404(read.appeals(request.user, {}), pk=pk)).data)

        return once(request, f"appeals/{pk}/answer", make)


urlpatterns = [
    path("cases/", Cases.as_view(), name="api-cases"),
    path("cases/<int:pk>/", CaseOne.as_view(), name="api-case"),
    *(path(f"cases/<int:pk>/{act.name}/", act.as_view(), name=f"api-case-{act.name}") for act in ACTS),
    path("investigators/<int:pk>/relieve/", case_people.Relieve.as_view(), name="api-investigator-relieve"),
    path("withdrawals/<int:pk>/answer/", case_people.AnswerWithdrawal.as_view(), name="api-withdrawal-answer"),
    path("suspensions/<int:pk>/lift/", case_people.Lift.as_view(), name="api-suspension-lift"),
    path("appeals/", Appeals.as_view(), name="api-appeals"),
    path("appeals/<int:pk>/", AppealOne.as_view(), name="api-appeal"),
    path("appeals/<int:pk>/answer/", AppealAnswer.as_view(), name="api-appeal-answer"),
]
