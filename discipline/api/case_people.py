"""API: who investigates a case, sending it back to them, lifting a suspension."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.api import once
from core.api_views import ActAPI, HouseAPI
from core.perms import Perms
from discipline.api.case_acts import CaseAct, told
from discipline.api.case_shapes import (
    CaseOut,
    CaseReasonIn,
    CaseRowOut,
    NameIn,
    RelieveIn,
    SuspensionOut,
    WithdrawalAnswerIn,
    WithdrawalOut,
)
from discipline.models.cases import Investigator, Suspension
from discipline.models.withdrawals import Withdrawal
from discipline.selectors import cases as read
from discipline.services import cases as services
from organisation.models import Officer
from roster.api.common import IF_MATCH, if_match, referred


def officer_of(user: Any, pk: int | None, field: str, right: str = Perms.INVESTIGATE) -> Any:
    """A serving officer among the units in which the user investigates, or holds another right. Raises BadInput."""
    seen = Officer.objects.visible_to(user, right).serving_on(clock.today())
    return referred(seen.select_related("person"), pk, field)


class LookAgain(HouseAPI):
    """Sending back."""

    name, rights = "look-again", {"POST": (Perms.DECIDE_CASE,)}
    serializer_class = CaseRowOut

    @extend_schema(request=CaseReasonIn, responses=CaseRowOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """Send it back to the investigators; whoever only decides sees it again when they are done."""
        case = read.one(request.user, pk, Perms.DECIDE_CASE)
        typed, revision = self.typed(CaseReasonIn), if_match(request)

        def make() -> tuple[int, Any]:
            words = {"by": request.user, "on": clock.today(), "revision": revision}
            return 200, dict(CaseRowOut(services.look_again(case=case, **typed, **words)).data)

        return once(request, f"cases/{pk}/look-again", make)


class NameInvestigator(CaseAct):
    """Naming an investigator."""

    name, reads, rights = "investigators", NameIn, {"POST": (Perms.INVESTIGATE,)}

    @extend_schema(request=NameIn, responses=CaseOut)
    def post(self, request: Request, pk: int) -> Response:
        """Name somebody to investigate; 409 for whoever is tied to the matter (CS-01)."""

        def do(*, case: Any, by: Any, on: Any, revision: int | None, officer: int) -> Any:
            found = officer_of(request.user, officer, "officer")
            return services.name_investigator(case=case, officer=found, by=by, on=on)

        return self.act(request, pk, do)


class Relieve(HouseAPI):
    """Relieving an investigator."""

    serializer_class = CaseOut
    rights = {"POST": (Perms.INVESTIGATE,)}

    @extend_schema(request=RelieveIn, responses=CaseOut)
    def post(self, request: Request, pk: int) -> Response:
        """Relieve an investigator, and name another instead in the same act where one is given (GX 34)."""
        part = read.part(Investigator, request.user, pk, Perms.INVESTIGATE)
        typed = self.typed(RelieveIn)
        instead = officer_of(request.user, typed.get("instead"), "instead")

        def make() -> tuple[int, Any]:
            words = {"reason": typed["reason"], "instead": instead, "by": request.user, "on": clock.today()}
            services.relieve_investigator(investigator=part, **words)
            return 200, told(request.user, part.case_id)

        return once(request, f"investigators/{pk}/relieve", make)


class AnswerWithdrawal(ActAPI):
    """Answering a request that an investigator withdraw."""

    serializer_class = WithdrawalOut
    rights = {"POST": (Perms.DECIDE_CASE,)}
    place, name, reads = "withdrawals", "answer", WithdrawalAnswerIn

    def find(self, request: Request, pk: int) -> Withdrawal:
        found: Withdrawal = read.part(Withdrawal, request.user, pk, Perms.DECIDE_CASE)
        return found

    @extend_schema(request=WithdrawalAnswerIn, responses=WithdrawalOut)
    def post(self, request: Request, pk: int) -> Response:
        """Grant it with the officer who takes the place, or refuse it; 409 for whoever investigates the case (CS-25)."""
        return self.act(request, pk)

    def do(self, row: Withdrawal, typed: dict[str, Any], request: Request) -> tuple[int, Any]:
        typed["instead"] = officer_of(request.user, typed.get("instead"), "instead", Perms.DECIDE_CASE)
        found = services.answer_withdrawal(withdrawal=row, by=request.user, on=clock.today(), **typed)
        return 200, dict(WithdrawalOut(found).data)


class Lift(HouseAPI):
    """Lifting a suspension."""

    serializer_class = SuspensionOut
    rights = {"POST": read.SUSPENDERS}

    @extend_schema(request=None, responses=SuspensionOut)
    def post(self, request: Request, pk: int) -> Response:
        """Lift a suspension. What was stopped by it stays stopped: whoever needs the work asks for it anew."""
        part = read.part(Suspension, request.user, pk, *read.SUSPENDERS)

        def make() -> tuple[int, Any]:
            row = services.lift_suspension(suspension=part, by=request.user, on=clock.today())
            return 200, dict(SuspensionOut(row).data)

        return once(request, f"suspensions/{pk}/lift", make)
