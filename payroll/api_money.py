"""API: where the money of pay comes from and goes to: sources and budgets, terms of insurances, fees of dispatch firms."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import once
from core.api_views import HouseAPI
from core.perms import Perms
from core.versions import IF_MATCH, answered, if_match
from organisation.models import DispatchAgreement
from organisation.selectors import subtree, unit_named
from payroll import selectors_pay as selectors
from payroll import services
from payroll.api_schemes import READ, UNIT, WRITE, number
from payroll.models import Budget, DispatchFee, Enrolment, FundingSource, InsuranceTerms
from roster.api.common import referred

KINDS = tuple(Enrolment.Kind.values)


def yuan(digits: int = 10, **more: Any) -> serializers.DecimalField:
    """An amount in yuan, to the fen."""
    return serializers.DecimalField(max_digits=digits, decimal_places=2, min_value=0, **more)


def rate(**more: Any) -> serializers.DecimalField:
    """A share of the base: for eight per cent send 0.08."""
    return serializers.DecimalField(max_digits=6, decimal_places=5, **more)


class SourceOut(serializers.ModelSerializer[FundingSource]):
    """Where money comes from."""

    unit = serializers.CharField(source="unit.code")

    class Meta:
        model = FundingSource
        fields = ("id", "unit", "kind", "name")


class BudgetOut(serializers.ModelSerializer[Budget]):
    """What a source may spend in a year, what payslips of that year took, and what remains."""

    spent = serializers.DecimalField(max_digits=16, decimal_places=2, help_text="By payslips that are released.")
    left = serializers.DecimalField(max_digits=16, decimal_places=2, help_text="Below nought when more was spent.")

    class Meta:
        model = Budget
        fields = ("id", "source", "year", "amount", "spent", "left", "version")


class InsuranceTermsOut(serializers.ModelSerializer[InsuranceTerms]):
    """Limits and rates of an insurance for a unit and below, as announced."""

    unit = serializers.CharField(source="unit.code")

    class Meta:
        model = InsuranceTerms
        fields = ("id", "unit", "kind", "place", "since", "floor", "cap", "own_rate", "unit_rate", "own_fixed", "rounding",
                  "document", "due_after", "free_until")  # fmt: skip


class FeeOut(serializers.ModelSerializer[DispatchFee]):
    """What a dispatch firm takes a head and month from a day on."""

    class Meta:
        model = DispatchFee
        fields = ("id", "agreement", "since", "a_head", "source")


class SourceIn(serializers.Serializer[Any]):
    """A source of money of a unit."""

    unit = serializers.CharField(max_length=30, help_text="Code of the unit.")
    kind = serializers.ChoiceField(FundingSource.Kind.choices)
    name = serializers.CharField(max_length=80)


class BudgetChanges(serializers.Serializer[Any]):
    """What may be spent."""

    amount = yuan(14)


class BudgetIn(BudgetChanges):
    """The budget of a source and year."""

    source = number()
    year = serializers.IntegerField(min_value=2000, max_value=2100)


class InsuranceTermsIn(serializers.Serializer[Any]):
    """Limits and rates as the place announced them, with the number of the document."""

    unit = serializers.CharField(max_length=30, help_text="Code of the unit.")
    kind = serializers.ChoiceField(Enrolment.Kind.choices)
    place = serializers.CharField(max_length=60)
    since = serializers.DateField()
    floor = yuan()
    cap = yuan()
    own_rate = rate()
    unit_rate = rate()
    own_fixed = yuan(8, required=False)
    rounding = serializers.ChoiceField(InsuranceTerms.Rounding.choices, required=False)
    document = serializers.CharField(max_length=120)
    due_after = serializers.IntegerField(
        min_value=-31,
        max_value=92,
        required=False,
        allow_null=True,
        help_text="15: due on the 15th of the next month; surcharges are reckoned from there (SIL 86).",
    )
    free_until = serializers.DateField(
        required=False,
        allow_null=True,
        help_text="Of limits announced late: back-payments until then bear no surcharge.",
    )


class FeeIn(serializers.Serializer[Any]):
    """The fee of a dispatch agreement."""

    agreement = number()
    since = serializers.DateField()
    a_head = yuan(8)
    source = number(required=False, allow_null=True)


class Sources(HouseAPI):
    """Sources of money."""

    serializer_class = SourceOut
    rights = {"GET": READ, "POST": WRITE}
    filters = {"kind": tuple(FundingSource.Kind.values)}

    @extend_schema(
        parameters=[UNIT, OpenApiParameter("kind", str, enum=[*FundingSource.Kind.values])],
        responses=SourceOut(many=True),
    )
    def get(self, request: Request) -> Response:
        """The sources of my units, the newest entries first."""
        rows = FundingSource.objects.visible_to(request.user).filter(subtree(request.user, request.GET.get("unit", "")))
        if kind := request.GET.get("kind"):
            rows = rows.filter(kind=kind)
        return self.page(rows.select_related("unit"))

    @extend_schema(request=SourceIn, responses={201: SourceOut})
    def post(self, request: Request) -> Response:
        """Add a source of money."""
        typed = self.typed(SourceIn)
        typed["unit"] = unit_named(request.user, typed["unit"], Perms.EDIT_PAY)
        return once(
            request, "funding-sources", lambda: (201, SourceOut(services.add_source(by=request.user, **typed)).data)
        )


class Budgets(HouseAPI):
    """Budgets."""

    serializer_class = BudgetOut
    rights = {"GET": READ, "POST": WRITE}
    filters = {"source": "number", "year": "number"}

    @extend_schema(
        parameters=[
            OpenApiParameter("source", int, description="Only this source's."),
            OpenApiParameter("year", int, description="Only of this year."),
        ],
        responses=BudgetOut(many=True),
    )
    def get(self, request: Request) -> Response:
        """The budgets of my units' sources, the newest entries first."""
        rows = selectors.budgets(request.user)
        if source := request.GET.get("source"):
            rows = rows.filter(source_id=int(source))
        if year := request.GET.get("year"):
            rows = rows.filter(year=int(year[:4]))
        return self.page(rows)

    @extend_schema(request=BudgetIn, responses={201: BudgetOut})
    def post(self, request: Request) -> Response:
        """Enter what a source may spend in a year, or change it; the figure before stays in the trail."""
        typed = self.typed(BudgetIn)
        sources = FundingSource.objects.visible_to(request.user, Perms.EDIT_PAY).select_related("unit")
        source = referred(sources, typed.pop("source"), "source")

        def make() -> tuple[int, Any]:
            return 201, _told(services.set_budget(source=source, by=request.user, **typed), request)

        return once(request, "budgets", make)


class BudgetOne(HouseAPI):
    """One budget."""

    serializer_class = BudgetOut
    rights = {"GET": READ, "PATCH": WRITE}

    def get(self, request: Request, pk: int) -> Response:
        """A budget with its version as ETag."""
        found = get_object_or_404(selectors.budgets(request.user), pk=pk)
        return answered(BudgetOut(found).data, found.version)

    @extend_schema(request=BudgetChanges, responses=BudgetOut, parameters=IF_MATCH)
    def patch(self, request: Request, pk: int) -> Response:
        """Change what may be spent. 409 when somebody changed it since the version of If-Match was read."""
        rows = Budget.objects.visible_to(request.user, Perms.EDIT_PAY).select_related("source__unit")
        found = get_object_or_404(rows, pk=pk)
        typed = {"amount": found.amount, **self.typed(BudgetChanges, partial=True)}
        changed = services.set_budget(
            source=found.source, year=found.year, by=request.user, version=if_match(request), **typed
        )
        return answered(_told(changed, request), changed.version)


def _told(budget: Budget, request: Request) -> Any:
    """The budget as it is now, with what was spent."""
    return BudgetOut(selectors.budgets(request.user).get(pk=budget.pk)).data


class Terms(HouseAPI):
    """Terms of insurances."""

    serializer_class = InsuranceTermsOut
    rights = {"GET": READ, "POST": WRITE}
    filters = {"kind": KINDS}

    @extend_schema(
        parameters=[UNIT, OpenApiParameter("kind", str, enum=[*KINDS])], responses=InsuranceTermsOut(many=True)
    )
    def get(self, request: Request) -> Response:
        """Limits and rates entered by my units, the newest entries first; the next day replaces the one before."""
        rows = InsuranceTerms.objects.visible_to(request.user)
        rows = rows.filter(subtree(request.user, request.GET.get("unit", "")))
        if kind := request.GET.get("kind"):
            rows = rows.filter(kind=kind)
        return self.page(rows.select_related("unit"))

    @extend_schema(request=InsuranceTermsIn, responses={201: InsuranceTermsOut})
    def post(self, request: Request) -> Response:
        """Enter limits and rates from a day on."""
        typed = self.typed(InsuranceTermsIn)
        typed["unit"] = unit_named(request.user, typed["unit"], Perms.EDIT_PAY)

        def make() -> tuple[int, Any]:
            return 201, InsuranceTermsOut(services.set_insurance_terms(by=request.user, **typed)).data

        return once(request, "insurance-terms", make)


class Fees(HouseAPI):
    """Fees of dispatch firms."""

    serializer_class = FeeOut
    rights = {"GET": READ, "POST": WRITE}
    filters = {"agreement": "number"}

    @extend_schema(
        parameters=[OpenApiParameter("agreement", int, description="Only of this dispatch agreement.")],
        responses=FeeOut(many=True),
    )
    def get(self, request: Request) -> Response:
        """What the firms of my units take, the newest entries first."""
        rows = DispatchFee.objects.visible_to(request.user)
        if agreement := request.GET.get("agreement"):
            rows = rows.filter(agreement_id=int(agreement))
        return self.page(rows)

    @extend_schema(request=FeeIn, responses={201: FeeOut})
    def post(self, request: Request) -> Response:
        """Enter what a firm takes from a day on."""
        typed = self.typed(FeeIn)
        agreements = DispatchAgreement.objects.visible_to(request.user, Perms.EDIT_PAY).select_related("unit")
        typed["agreement"] = referred(agreements, typed["agreement"], "agreement")
        sources = FundingSource.objects.visible_to(request.user, Perms.EDIT_PAY)
        typed["source"] = referred(sources, typed.get("source"), "source")

        def make() -> tuple[int, Any]:
            return 201, FeeOut(services.set_dispatch_fee(by=request.user, **typed)).data

        return once(request, "dispatch-fees", make)
