"""API: what becomes of an assignment: submit, approve, return, reject, withdraw, rule, begin, stop, complete."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api_views import ActAPI
from core.perms import Perms
from duties import services
from duties.api.assignments import in_sight, told
from duties.api.serializers import (
    AssignmentOut,
    BeginIn,
    CompletionIn,
    MaybeWhyIn,
    Nothing,
    RulingIn,
    WhyIn,
)
from duties.models import Assignment
from duties.services.locking import as_seen
from roster.api.common import IF_MATCH, if_match


class Act(ActAPI):
    """One act on an assignment, within the scope of its right."""

    serializer_class = AssignmentOut
    place, reads = "assignments", Nothing

    def find(self, request: Request, pk: int) -> Assignment:
        permission = self.rights["POST"][0]
        return in_sight(request.user, pk, None if permission == Perms.VIEW_ASSIGNMENTS else permission)

    def do(self, row: Assignment, typed: dict[str, Any], request: Request) -> tuple[int, Any]:
        as_seen(row, if_match(request))
        return 200, told(request.user, self.done(row, request.user, typed).pk)

    def done(self, assignment: Assignment, by: Any, typed: dict[str, Any]) -> Assignment:
        """By its service, as it stands afterwards."""
        raise NotImplementedError


class Submit(Act):
    """Submitting."""

    name, rights = "submit", {"POST": (Perms.REQUEST_ASSIGNMENT,)}

    @extend_schema(request=None, responses=AssignmentOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """Submit a draft: pending, referred, or 409 with the findings."""
        return self.act(request, pk)

    def done(self, assignment: Assignment, by: Any, typed: dict[str, Any]) -> Assignment:
        return services.submit(assignment=assignment, by=by)


class Approve(Act):
    """Approving."""

    name, rights = "approve", {"POST": (Perms.APPROVE_ASSIGNMENT,)}

    @extend_schema(request=None, responses=AssignmentOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """Approve; it is decided again at this moment, 409 where the law now refuses."""
        return self.act(request, pk)

    def done(self, assignment: Assignment, by: Any, typed: dict[str, Any]) -> Assignment:
        return services.approve(assignment=assignment, by=by, revision=if_match(self.request))


class Return(Act):
    """Giving back."""

    name, reads, rights = "return", WhyIn, {"POST": (Perms.APPROVE_ASSIGNMENT,)}

    @extend_schema(request=WhyIn, responses=AssignmentOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """Return a request with the reason, to be written anew."""
        return self.act(request, pk)

    def done(self, assignment: Assignment, by: Any, typed: dict[str, Any]) -> Assignment:
        return services.return_(assignment=assignment, by=by, **typed)


class Reject(Act):
    """Saying no."""

    name, reads, rights = "reject", WhyIn, {"POST": (Perms.APPROVE_ASSIGNMENT,)}

    @extend_schema(request=WhyIn, responses=AssignmentOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """Reject a request for good, with the reason."""
        return self.act(request, pk)

    def done(self, assignment: Assignment, by: Any, typed: dict[str, Any]) -> Assignment:
        return services.reject(assignment=assignment, by=by, **typed)


class Stop(Act):
    """Stopping."""

    name, reads, rights = "stop", WhyIn, {"POST": (Perms.APPROVE_ASSIGNMENT,)}

    @extend_schema(request=WhyIn, responses=AssignmentOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """Stop what is approved or under way, with the reason."""
        return self.act(request, pk)

    def done(self, assignment: Assignment, by: Any, typed: dict[str, Any]) -> Assignment:
        return services.stop(assignment=assignment, by=by, **typed)


class Withdraw(Act):
    """Taking back."""

    name, reads, rights = "withdraw", MaybeWhyIn, {"POST": (Perms.REQUEST_ASSIGNMENT,)}

    @extend_schema(request=MaybeWhyIn, responses=AssignmentOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """Take a request back before it is approved."""
        return self.act(request, pk)

    def done(self, assignment: Assignment, by: Any, typed: dict[str, Any]) -> Assignment:
        return services.withdraw(assignment=assignment, by=by, **typed)


class Rule(Act):
    """Ruling."""

    name, reads, rights = "rule", RulingIn, {"POST": (Perms.RULE_ON_LAW,)}

    @extend_schema(request=RulingIn, responses=AssignmentOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """Rule where texts conflict, or name what unclear work is; then it is decided again."""
        return self.act(request, pk)

    def done(self, assignment: Assignment, by: Any, typed: dict[str, Any]) -> Assignment:
        opinion = services.Opinion(**{**typed, "named_codes": tuple(typed.get("named_codes", ()))})
        return services.rule(assignment=assignment, opinion=opinion, by=by)


class Begin(Act):
    """Beginning."""

    name, reads, rights = "begin", BeginIn, {"POST": (Perms.VIEW_ASSIGNMENTS,)}

    @extend_schema(request=BeginIn, responses=AssignmentOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """A lead, or the commander, confirms who leads on the spot."""
        return self.act(request, pk)

    def done(self, assignment: Assignment, by: Any, typed: dict[str, Any]) -> Assignment:
        return services.begin(assignment=assignment, by=by, present=typed.get("present", ()))


class Complete(Act):
    """Completing."""

    name, reads, rights = "complete", CompletionIn, {"POST": (Perms.VIEW_ASSIGNMENTS,)}

    @extend_schema(request=CompletionIn, responses=AssignmentOut, parameters=IF_MATCH)
    def post(self, request: Request, pk: int) -> Response:
        """A lead, or the commander, says who was there from when to when."""
        return self.act(request, pk)

    def done(self, assignment: Assignment, by: Any, typed: dict[str, Any]) -> Assignment:
        rows = typed.get("attendance", ())
        there = {row["auxiliary"]: services.Attendance(row["came_at"], row["left_at"]) for row in rows}
        return services.complete(assignment=assignment, by=by, attendance=there, remarks=typed.get("remarks", ""))


ACTS = (Submit, Approve, Return, Reject, Stop, Withdraw, Rule, Begin, Complete)
