"""API: ask for a file, look what became of it, decide as the second person, download once."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from accounts.rates import spend
from accounts.stepup import RecentlyConfirmed, confirm_api
from core import clock
from core.api import once
from core.api_views import HouseAPI, RightsByMethod
from core.errors import BadInput
from core.perms import Perms
from core.registries import ExportKind
from exports import selectors, services
from exports.models import Export
from exports.services.requesting import LONGEST_PURPOSE, kind_named
from exports.views import TYPES, file_answer

FORMATS = ("xlsx", "csv", "pdf")
# Everybody who signs in may look at their own; who may ask for what, the kind says.
ANYBODY = Perms.all()


class ExportIn(serializers.Serializer[Any]):
    """What is asked for, in which form, what for."""

    kind = serializers.CharField(max_length=40, help_text="roster, contracts, duty-sheet, …")
    format = serializers.ChoiceField(choices=FORMATS, default="xlsx")
    purpose = serializers.CharField(max_length=LONGEST_PURPOSE, help_text="In words; kept with your name.")
    filters = serializers.DictField(
        required=False, help_text="As in the address of the list, and what the kind lets you choose, such as columns."
    )


class DecisionIn(serializers.Serializer[Any]):
    """Why; needed for a no."""

    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class ReasonIn(serializers.Serializer[Any]):
    """What happened."""

    reason = serializers.CharField(max_length=300)


class ExportOut(serializers.ModelSerializer[Export]):
    """An export and what became of it; `download` is there while the link works for you."""

    unit = serializers.CharField(source="unit.code")
    by = serializers.CharField(source="by.display_name")
    decided_by = serializers.CharField(source="decided_by.display_name", default=None)
    download = serializers.SerializerMethodField()

    class Meta:
        model = Export
        fields = ("id", "serial", "kind", "format", "filters", "purpose", "unit", "by", "requested_at", "people",
                  "sensitive", "needs_second", "status", "decided_by", "decided_at", "decision_reason", "made_at",
                  "expires_at", "taken_at", "deleted_at", "download")  # fmt: skip

    def get_download(self, export: Export) -> str | None:
        """The one link, for its user only."""
        request = self.context["request"]
        works = export.status == Export.Status.READY and export.expires_at and export.expires_at > clock.now()
        if not works or export.by_id != request.user.pk:
            return None
        return str(reverse("api-export-download", args=[export.pk], request=request))


class Exports(HouseAPI):
    """Exports."""

    serializer_class = ExportOut
    rights = {"GET": ANYBODY, "POST": ANYBODY}

    @extend_schema(
        parameters=[OpenApiParameter("show", str, description="mine (without it), waiting or all")],
        responses=ExportOut(many=True),
    )
    def get(self, request: Request) -> Response:
        """My exports; those that wait for me; all in my units."""
        return self.page(selectors.listed(request.user, request.GET.dict()))

    @extend_schema(request=ExportIn, responses={201: ExportOut})
    def post(self, request: Request) -> Response:
        """Ask for a file. It is made in the background, or waits for a second person."""
        return once(request, "exports", lambda: (201, self._ask(request)))

    def _ask(self, request: Request) -> Any:
        typed = self.typed(ExportIn)
        kind = kind_named(typed["kind"])
        if not request.user.may(kind.permission):
            raise PermissionDenied
        confirm_api(request)
        spend("export", request.user)
        export = services.request_export(
            kind=kind.key,
            filters=_chosen(kind, dict(typed.get("filters") or {}), request.user),
            format=typed["format"],
            purpose=typed["purpose"],
            by=request.user,
            on=clock.today(),
        )
        return self.get_serializer(export).data


def _chosen(kind: ExportKind, filters: dict[str, Any], user: Any) -> dict[str, Any]:
    """What the kind's own form makes of it; the rest stays as the list's filters, which are texts."""
    own: dict[str, Any] = {}
    if kind.form is not None:
        form = kind.form(filters, user=user)
        if not form.is_valid():
            raise BadInput({name: [str(said) for said in errors] for name, errors in form.errors.items()})
        own = form.cleaned_data
    rest = {name: value for name, value in filters.items() if name not in own}
    if wrong := [name for name, value in rest.items() if not isinstance(value, str | int)]:
        raise BadInput({"filters": f"{', '.join(wrong)}: text"})
    return {**{name: str(value) for name, value in rest.items()}, **own}


class ExportOne(HouseAPI):
    """One export."""

    serializer_class = ExportOut
    rights = {"GET": ANYBODY}

    def get(self, request: Request, pk: int) -> Response:
        """What became of it."""
        return Response(self.get_serializer(selectors.one(request.user, pk)).data)


class ExportDownload(HouseAPI):
    """The file."""

    serializer_class = ExportOut
    rights = {"GET": ANYBODY}

    @extend_schema(responses={(200, kind): OpenApiTypes.BINARY for kind in TYPES.values()})
    def get(self, request: Request, pk: int) -> HttpResponse:
        """The file, once, within an hour, for whoever asked for it; 410 when that is over."""
        export = selectors.mine(request.user, pk)
        name, content = services.take_export(export=export, by=request.user)
        return file_answer(name, content, export.format)


class ExportAgain(HouseAPI):
    """A download that broke off."""

    serializer_class = ExportOut
    rights = {"POST": ANYBODY}

    @extend_schema(request=ReasonIn, responses=ExportOut)
    def post(self, request: Request, pk: int) -> Response:
        """Let the link work once more within its hour, at most twice."""
        export, reason = selectors.mine(request.user, pk), self.typed(ReasonIn)["reason"]

        def make() -> tuple[int, Any]:
            made = services.reopen_export(export=export, by=request.user, reason=reason)
            return 200, self.get_serializer(made).data

        return once(request, f"exports/{pk}/again", make)


class ExportApproval(HouseAPI):
    """Agreeing."""

    serializer_class = ExportOut
    permission_classes = (RightsByMethod, RecentlyConfirmed)
    rights = {"POST": (Perms.APPROVE_EXPORT,)}

    @extend_schema(request=DecisionIn, responses=ExportOut)
    def post(self, request: Request, pk: int) -> Response:
        """Agree as the second person."""
        export, reason = selectors.to_decide(request.user, pk), self.typed(DecisionIn)["reason"]

        def make() -> tuple[int, Any]:
            made = services.approve_export(export=export, by=request.user, reason=reason)
            return 200, self.get_serializer(made).data

        return once(request, f"exports/{pk}/approve", make)


class ExportRefusal(HouseAPI):
    """Declining."""

    serializer_class = ExportOut
    rights = {"POST": (Perms.APPROVE_EXPORT,)}

    @extend_schema(request=DecisionIn, responses=ExportOut)
    def post(self, request: Request, pk: int) -> Response:
        """Decline as the second person, with a reason."""
        export, reason = selectors.to_decide(request.user, pk), self.typed(DecisionIn)["reason"]

        def make() -> tuple[int, Any]:
            made = services.decline_export(export=export, by=request.user, reason=reason)
            return 200, self.get_serializer(made).data

        return once(request, f"exports/{pk}/decline", make)
