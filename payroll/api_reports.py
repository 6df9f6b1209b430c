"""API: equal pay for equal work, what insurance for everybody would cost, what auxiliaries cost; as the pages tell it."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.api_views import HouseAPI
from core.errors import BadInput
from core.perms import Perms
from payroll.api_schemes import UNIT
from payroll.comparing.equal import DIMENSIONS, HIDDEN
from payroll.forms_runs import MONTH
from payroll.lists import asked, comparing, costs, showing
from payroll.lists.asked import Asked
from regulations.api import CitationOut

AT_ONCE: Final = 100  # comparisons, or units, of an answer
OF_MONTH = OpenApiParameter("month", str, description="As 2026-10; the last that was paid without it.")
SINCE = OpenApiParameter("from", int, description="Leave out so many of the first; an answer holds 100.")
BY = OpenApiParameter(
    "by", str, enum=[*DIMENSIONS], description="Told apart by this alone; needs the right to read pay."
)


def sum_of_money() -> serializers.DecimalField:
    """Yuan, to the fen; also below nought."""
    return serializers.DecimalField(max_digits=16, decimal_places=2, allow_null=True)


class ReasonOut(serializers.Serializer[Any]):
    """What explains a part of a gap."""

    reason = serializers.CharField()
    amount = sum_of_money()


class LackOut(serializers.Serializer[Any]):
    """How many lack an insurance or the housing fund."""

    kind = serializers.CharField()
    people = serializers.IntegerField()


class GroupOut(serializers.Serializer[Any]):
    """Who is paid alike. `verdict` hidden: too few people to be told to this reader; then no figure is."""

    unit = serializers.CharField()
    employer = serializers.CharField()
    source = serializers.CharField()
    verdict = serializers.CharField()
    people = serializers.IntegerField(allow_null=True)
    mean = sum_of_money()
    median = sum_of_money()
    same_work = sum_of_money()
    gap = sum_of_money()
    explained = ReasonOut(many=True)
    left = sum_of_money()
    lacking = LackOut(many=True)
    cites = CitationOut(many=True)


class ComparisonOut(serializers.Serializer[Any]):
    """The same post, grade and band of service, the group that gets most for it first."""

    title = serializers.CharField()
    groups = GroupOut(many=True)


class ReportOut(serializers.Serializer[Any]):
    """Of which month, and who is not in it."""

    month = serializers.DateField()
    by_scheme = serializers.IntegerField(help_text="People without a released payslip, by the schemes in force.")
    without_scheme = serializers.IntegerField(help_text="Not in it: no scheme or no contract in force.")
    left_out = serializers.IntegerField(help_text="Not in it: too many at once; choose a unit.")


class EqualPayOut(ReportOut):
    """The comparisons, the dearest unexplained gap first. `left`: what would close these gaps a month, for readers of pay."""

    by = serializers.ListField(child=serializers.CharField(), help_text="By what pay is told apart.")
    people = serializers.IntegerField()
    unexplained = serializers.IntegerField()
    left = sum_of_money()
    bands = serializers.ListField(child=serializers.IntegerField())
    bands_to_be_confirmed = serializers.BooleanField()
    cites = CitationOut(many=True)
    in_all = serializers.IntegerField(help_text="Comparisons, also those not in this answer.")
    comparisons = ComparisonOut(many=True)


class MissingOut(serializers.Serializer[Any]):
    """One insurance that people lack; `unknown`: for so many of them the place's rates were not supplied."""

    kind = serializers.CharField()
    people = serializers.IntegerField()
    unknown = serializers.IntegerField()
    at_least = serializers.BooleanField()
    by_unit = sum_of_money()
    own = sum_of_money()


class OfUnitOut(serializers.Serializer[Any]):
    """People of a unit who lack an insurance, and what it would cost the unit a month."""

    unit = serializers.CharField()
    people = serializers.IntegerField()
    by_unit = sum_of_money()


class EverybodyOut(ReportOut):
    """What insurance for everybody would cost the units. To be confirmed: the bases of a real enrolment are last year's wages.

    No sums where so few lack one that they would tell the pay of a person.
    """

    people = serializers.IntegerField()
    by_month = sum_of_money()
    by_year = sum_of_money()
    unknown = serializers.IntegerField()
    at_least = serializers.BooleanField()
    kinds = MissingOut(many=True)
    units = OfUnitOut(many=True)


class CostOut(serializers.Serializer[Any]):
    """What a unit paid and bore besides in the year to the end of the month; `months`: months of one person."""

    unit = serializers.CharField(source="unit__code")
    name = serializers.CharField(source="unit__name")
    paid = sum_of_money()
    besides = sum_of_money()
    all = sum_of_money()
    months = serializers.IntegerField()
    average = sum_of_money()


class CostTotalOut(serializers.Serializer[Any]):
    """All units together."""

    paid = sum_of_money()
    besides = sum_of_money()
    all = sum_of_money()
    months = serializers.IntegerField()


class CostsOut(serializers.Serializer[Any]):
    """What auxiliaries cost, the dearest unit first."""

    month = serializers.DateField()
    total = CostTotalOut()
    in_all = serializers.IntegerField(help_text="Units, also those not in this answer.")
    units = CostOut(many=True)


class ReportAPI(HouseAPI):
    """A report of a month over the reader's units."""

    filters = {"from": "number"}
    right = Perms.COMPARE_PAY
    one_page = True

    def about(self, request: Request) -> Asked:
        """What was asked. Raises BadInput for a unit that is not among the reader's, ValidationError for no month."""
        if month := request.GET.get("month", ""):
            serializers.RegexField(MONTH, max_length=7).run_validation(month)
        found = asked.asked_of(request.user, request.GET.dict(), clock.today(), right=self.right)
        if found.missing:
            raise BadInput({"unit": _("There is no unit of this code among your units.")})
        if month and f"{found.month:%Y-%m}" != month:
            raise BadInput({"month": _("Name a month from 2020-01 to the one after this.")})
        return found

    def cut(self, request: Request, rows: Any) -> Any:
        """So many as an answer holds."""
        since = min(int(request.GET.get("from") or 0), len(rows))
        return rows[since : since + AT_ONCE]


def _head(about: Asked, found: comparing.Found) -> dict[str, Any]:
    return {
        "month": about.month,
        "by_scheme": found.planned,
        "without_scheme": found.unknown,
        "left_out": found.left_out,
    }


class EqualPay(ReportAPI):
    """Equal pay."""

    serializer_class = EqualPayOut
    rights = {"GET": (Perms.COMPARE_PAY,)}
    filters = {"from": "number", "by": DIMENSIONS}

    @extend_schema(parameters=[UNIT, OF_MONTH, BY, SINCE], responses=EqualPayOut)
    def get(self, request: Request) -> Response:
        """Who is paid how much for the same post, grade and service, by whom, and what explains the gaps."""
        about = self.about(request)
        found = comparing.find(request.user, about)
        report = showing.report(about, found)
        rows = showing.shown(self.cut(request, report.comparisons), report.bands)
        told = {
            **_head(about, found),
            "by": about.by,
            "people": report.people,
            "unexplained": report.unexplained,
            "left": report.left if about.sees_single_pay else None,
            "bands": report.bands,
            "bands_to_be_confirmed": report.bands_open,
            "cites": report.cites,
            "in_all": len(report.comparisons),
            "comparisons": [{"title": row.title, "groups": [_group(one) for one in row.groups]} for row in rows],
        }
        return Response(EqualPayOut(told).data)


def _group(shown: showing.ShownGroup) -> dict[str, Any]:
    group, hidden = shown.group, shown.group.verdict == HIDDEN
    figures = {
        "people": group.people,
        "mean": group.mean,
        "median": group.middle,
        "same_work": group.same,
        "gap": group.gap,
        "left": group.left,
    }
    return {
        **{name: None if hidden else figure for name, figure in figures.items()},
        **{name: getattr(shown, name) for name in ("unit", "employer", "source", "cites")},
        "verdict": group.verdict,
        "explained": [{"reason": reason, "amount": amount} for reason, amount in group.explained],
        "lacking": [{"kind": kind, "people": people} for kind, people in group.lacking.items()],
    }


class InsuranceForEverybody(ReportAPI):
    """Insurance for everybody."""

    serializer_class = EverybodyOut
    rights = {"GET": (Perms.COMPARE_PAY,)}

    @extend_schema(parameters=[UNIT, OF_MONTH, SINCE], responses=EverybodyOut)
    def get(self, request: Request) -> Response:
        """What it would cost to insure everybody who is not, and to open the housing fund for everybody."""
        about = self.about(request)
        found = comparing.find(request.user, about)
        told = costs.everybody(about, found)
        rows = [{"unit": unit, "people": people, "by_unit": amount} for unit, people, amount in told.units]
        answer = {
            **_head(about, found),
            "people": told.people,
            "by_month": None if told.hidden else told.month,
            "by_year": None if told.hidden else told.year,
            "unknown": told.unknown,
            "at_least": told.at_least,
            "kinds": [] if told.hidden else told.kinds,
            "units": self.cut(request, rows),
        }
        return Response(EverybodyOut(answer).data)


class Costs(ReportAPI):
    """Cost by unit and year."""

    serializer_class = CostsOut
    rights = {"GET": (Perms.VIEW_PAY,)}
    right = Perms.VIEW_PAY

    @extend_schema(parameters=[UNIT, OF_MONTH, SINCE], responses=CostsOut)
    def get(self, request: Request) -> Response:
        """What auxiliaries cost each unit in the year, to the end of the month; the dearest first."""
        about = self.about(request)
        rows = costs.costs_of(request.user, about)
        told = {
            "month": about.month,
            "total": costs.total_of(rows),
            "in_all": rows.count(),
            "units": costs.with_average(self.cut(request, list(rows))),
        }
        return Response(CostsOut(told).data)
