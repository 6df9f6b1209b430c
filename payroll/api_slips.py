"""API: payslips line by line, for those who read pay and for everybody their own."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.api_views import HouseAPI
from core.perms import Perms
from payroll import selectors_runs as selectors
from payroll.models import Payslip, PayslipLine
from payroll.pay_words import said_of

SUMS = ("gross", "insurance", "tax", "deducted", "net", "cost")


class LineOut(serializers.ModelSerializer[PayslipLine]):
    """One line: what, how it was reckoned, by which article, paid from where."""

    words = serializers.SerializerMethodField(help_text="What it is called, in the reader's language.")
    source = serializers.CharField(source="source.name", default=None)

    class Meta:
        model = PayslipLine
        fields = ("number", "part", "code", "words", "quantity", "rate", "amount", "formula", "article", "source",
                  "of_month")  # fmt: skip

    def get_words(self, line: PayslipLine) -> str:
        return str(said_of(line.code, line.name, line.of_month))


class SlipOut(serializers.ModelSerializer[Payslip]):
    """What one person gets for one month from one employer. `status`: of its run; only released ones are paid."""

    unit = serializers.CharField(source="unit.code")
    employer = serializers.CharField(source="employer.name")
    pay_day = serializers.DateField(source="run.pay_day")
    status = serializers.CharField(source="run.status")

    class Meta:
        model = Payslip
        fields: tuple[str, ...] = (
            "id", "run", "auxiliary", "unit", "employer", "month", "pay_day", "status", "name", "badge_number", "post",
            "grade", *SUMS, "reverses", "replaces",
        )  # fmt: skip


class SlipWhole(SlipOut):
    """A payslip with its lines."""

    lines = LineOut(many=True)

    class Meta(SlipOut.Meta):
        fields = (*SlipOut.Meta.fields, "lines")


def _whole(rows: QuerySet[Payslip], pk: int) -> Any:
    rows = rows.prefetch_related("lines__source")
    return SlipWhole(get_object_or_404(rows, pk=pk)).data


class Slips(HouseAPI):
    """Payslips."""

    serializer_class = SlipOut
    rights = {"GET": (Perms.VIEW_PAY,)}
    filters = {"run": "number", "auxiliary": "number", "month": "day"}

    @extend_schema(
        parameters=[
            OpenApiParameter("unit", str, description="Code of a unit: it and all below."),
            OpenApiParameter("run", int, description="Only of this run."),
            OpenApiParameter("auxiliary", int, description="Only this person's."),
            OpenApiParameter("month", str, description="The month by its first day, as 2026-11-01."),
            OpenApiParameter("q", str, description="Name, pinyin, initials or badge number."),
        ],
        responses=SlipOut(many=True),
    )
    def get(self, request: Request) -> Response:
        """Payslips of people in my units, the newest first; drafts too, by their status."""
        rows = selectors.slips(request.user, request.GET.dict()).select_related("unit", "employer", "run")
        for name, field in (("run", "run_id"), ("auxiliary", "auxiliary_id"), ("month", "month")):
            if asked := request.GET.get(name, ""):
                rows = rows.filter(**{field: asked})
        return self.page(rows.defer("basis", "run__basis"))


class SlipOne(HouseAPI):
    """One payslip."""

    serializer_class = SlipWhole
    rights = {"GET": (Perms.VIEW_PAY,)}

    def get(self, request: Request, pk: int) -> Response:
        """With its lines."""
        return Response(_whole(selectors.slip_in_sight(request.user), pk))


class OwnSlips(HouseAPI):
    """My payslips."""

    serializer_class = SlipOut
    rights = {"GET": (Perms.VIEW_SELF,)}

    @extend_schema(responses=SlipOut(many=True))
    def get(self, request: Request) -> Response:
        """The issued payslips of the natural person who signed in, the newest first."""
        return self.page(selectors.own_slips(request.user.person_id))


class OwnSlip(HouseAPI):
    """One of my payslips."""

    serializer_class = SlipWhole
    rights = {"GET": (Perms.VIEW_SELF,)}

    def get(self, request: Request, pk: int) -> Response:
        """With its lines."""
        return Response(_whole(selectors.own_slips(request.user.person_id), pk))
