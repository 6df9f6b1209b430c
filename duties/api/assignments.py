"""API: assignments, written, submitted and read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import once
from core.api_views import HouseAPI
from core.errors import Refused
from core.perms import Perms
from core.strict import flag
from duties import services
from duties.api.serializers import AssignmentChanges, AssignmentIn, AssignmentOut, AssignmentRow, AttemptOut
from duties.life import Status
from duties.models import Assignment
from duties.proposal import Proposal
from duties.selectors import listing
from duties.selectors.assignments import with_people
from duties.services.deciding import proposal_of
from organisation.selectors import unit_named
from roster.api.common import IF_MATCH, LISTS, answered, if_match

VIEW, ASK = (Perms.VIEW_ASSIGNMENTS, Perms.RULE_ON_LAW), (Perms.REQUEST_ASSIGNMENT,)
DRAFT = OpenApiParameter("draft", bool, description="Only keep it, do not submit it.")
FILTERS = [
    *LISTS,
    OpenApiParameter("status", str, enum=Status.values),
    OpenApiParameter("day", OpenApiTypes.DATE, description="Those that touch this day."),
    OpenApiParameter("mine", bool, description="Only those I asked for."),
]
OF_ATTEMPTS = [
    LISTS[0],
    OpenApiParameter("duty", str, description="Code of a duty, or a word of its name."),
    OpenApiParameter("reason", str, description="A short reason, such as prohibited_duty."),
    OpenApiParameter("day", OpenApiTypes.DATE),
]


def in_sight(user: Any, pk: int, permission: str | None = None) -> Assignment:
    """The assignment, fresh, with its people; outside the scope and missing look alike."""
    found: Assignment = get_object_or_404(with_people(Assignment.objects.visible_to(user, permission)), pk=pk)
    return found


def told(user: Any, pk: int) -> dict[str, Any]:
    """One assignment as it stands now."""
    return dict(AssignmentOut(in_sight(user, pk)).data)


class Assignments(HouseAPI):
    """Assignments."""

    serializer_class = AssignmentRow
    rights = {"GET": VIEW, "POST": ASK}
    filters = {"day": "day", "status": tuple(Status.values)}

    @extend_schema(parameters=FILTERS)
    def get(self, request: Request) -> Response:
        """Assignments in sight, newest entries first."""
        asked = {**request.query_params.dict(), "mine": "1" if flag(request.query_params, "mine") else ""}
        return self.page(listing.assignments(request.user, asked))

    @extend_schema(parameters=[DRAFT], request=AssignmentIn, responses={201: AssignmentOut})
    def post(self, request: Request) -> Response:
        """Ask for an assignment and submit it. 409 with `findings` and `refused_attempt` where the law refuses; a draft stays."""
        typed = self.typed(AssignmentIn)
        unit = unit_named(request.user, typed.pop("unit"), Perms.REQUEST_ASSIGNMENT)
        content = Proposal(unit_id=unit.pk, **as_content(typed))
        only_kept = flag(request.query_params, "draft")

        def make() -> tuple[int, Any]:
            return 201, told(request.user, kept(content, request.user, submit=not only_kept).pk)

        return once(request, "assignments", make)


def as_content(typed: dict[str, Any]) -> dict[str, Any]:
    """What was sent, in the words of a proposal."""
    if "duties" in typed:
        typed["codes"] = typed.pop("duties")
    return {name: tuple(value) if isinstance(value, list) else value for name, value in typed.items()}


def kept(content: Proposal, by: Any, *, submit: bool) -> Assignment:
    """Keep and submit as one act: a typing mistake leaves nothing behind, a refusal leaves draft and attempt."""
    refused: Refused | None = None
    with transaction.atomic():
        saved = services.save_draft(content=content, by=by)
        if submit:
            try:
                saved = services.submit(assignment=saved, by=by)
            except Refused as error:
                refused = error
    if refused is not None:
        raise refused
    return saved


class AssignmentOne(HouseAPI):
    """One assignment."""

    serializer_class = AssignmentOut
    rights = {"GET": VIEW, "PATCH": ASK}

    def get(self, request: Request, pk: int) -> Response:
        """An assignment with its decision."""
        assignment = in_sight(request.user, pk)
        return answered(AssignmentOut(assignment).data, assignment.revision)

    @extend_schema(request=AssignmentChanges, responses=AssignmentOut, parameters=IF_MATCH)
    def patch(self, request: Request, pk: int) -> Response:
        """Change a draft or a returned request; 409 when it was changed since the revision in If-Match."""
        assignment = in_sight(request.user, pk, Perms.REQUEST_ASSIGNMENT)
        content = replace(proposal_of(assignment), **as_content(self.typed(AssignmentChanges, partial=True)))
        changed = services.save_draft(
            content=content, by=request.user, assignment=assignment, revision=if_match(request)
        )
        return answered(told(request.user, pk), changed.revision)


class RefusedAttempts(HouseAPI):
    """Refused attempts."""

    serializer_class = AttemptOut
    rights = {"GET": (Perms.VIEW_REFUSED,)}
    filters = {"day": "day"}

    @extend_schema(parameters=OF_ATTEMPTS)
    def get(self, request: Request) -> Response:
        """What the law refused, newest first."""
        return self.page(listing.attempts(request.user, request.query_params.dict()))


class RefusedAttemptOne(HouseAPI):
    """One refused attempt."""

    serializer_class = AttemptOut
    rights = {"GET": (Perms.VIEW_REFUSED,)}

    def get(self, request: Request, pk: int) -> Response:
        """A refused attempt with its decision."""
        found = get_object_or_404(listing.attempts(request.user, {}), pk=pk)
        return Response(AttemptOut(found).data)
