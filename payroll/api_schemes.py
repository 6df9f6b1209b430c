"""API: pay schemes with their items and amounts; dated rows that are entered and ended, by the services of the pages."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import once
from core.api_views import HouseAPI
from core.periods import on
from core.perms import Perms
from organisation.selectors import subtree, unit_named
from payroll import selectors_pay as selectors
from payroll import services
from payroll.models import FundingSource, PayAmount, PayItem, PayScheme
from regulations.querysets import numbers
from roster.api.common import referred
from roster.models import Post

READ, WRITE = (Perms.VIEW_PAY,), (Perms.EDIT_PAY,)
UNIT = OpenApiParameter("unit", str, description="Code of a unit: it and all below.")
ON = OpenApiParameter("on", str, description="In force on this day, as 2026-11-21.")
SETTINGS = (
    "payday",
    "proration",
    "insured_with",
    "probation_share",
    "sick_share",
    "minimum_wage",
    "minimum_has_own_shares",
    "local_average",
)
PLACES = ("in_probation", "in_overtime", "in_minimum")


def share(**more: Any) -> serializers.DecimalField:
    """A part of the wage: for 80 % send 0.8."""
    return serializers.DecimalField(max_digits=4, decimal_places=3, min_value=0, max_value=1, **more)


def number(**more: Any) -> serializers.IntegerField:
    """The number of a record."""
    return serializers.IntegerField(min_value=1, max_value=2**63 - 1, **more)


class AmountOut(serializers.ModelSerializer[PayAmount]):
    """What an item pays from a day on: to everybody, or to a grade, a post, from so many years of service."""

    class Meta:
        model = PayAmount
        fields = ("id", "item", "grade", "post", "years", "amount", "starts_on", "ends_on")


class ItemOut(serializers.ModelSerializer[PayItem]):
    """An item of a scheme, how it is reckoned, and the money it is paid from."""

    class Meta:
        model = PayItem
        fields: tuple[str, ...] = ("id", "scheme", "code", "name", "kind", "basis", "source", *PLACES, "rank")


class ItemWhole(ItemOut):
    """An item with its amounts, past and to come."""

    amounts = AmountOut(many=True)

    class Meta(ItemOut.Meta):
        fields = (*ItemOut.Meta.fields, "amounts")


class SchemeOut(serializers.ModelSerializer[PayScheme]):
    """How a unit and everything below it pays from a day on."""

    unit = serializers.CharField(source="unit.code")

    class Meta:
        model = PayScheme
        fields: tuple[str, ...] = ("id", "unit", "name", "starts_on", "ends_on", *SETTINGS)


class SchemeWhole(SchemeOut):
    """A scheme with its items and their amounts."""

    items = ItemWhole(many=True)

    class Meta(SchemeOut.Meta):
        fields = (*SchemeOut.Meta.fields, "items")


class SchemeIn(serializers.Serializer[Any]):
    """A scheme of a unit. What is not sent is as the page proposes it."""

    unit = serializers.CharField(max_length=30, help_text="Code of the unit.")
    name = serializers.CharField(max_length=80)
    starts_on = serializers.DateField()
    payday = serializers.IntegerField(
        min_value=1, max_value=28, required=False, help_text="Day of the next month; a day off moves it forward."
    )
    proration = serializers.ChoiceField(PayScheme.Proration.choices, required=False)
    insured_with = serializers.ChoiceField(
        PayScheme.InsuredWith.choices,
        required=False,
        help_text="Whose are the insurances of a month with two employers.",
    )
    probation_share = share(required=False, help_text="At least 0.8 (LCL 20).")
    sick_share = share(required=False)
    minimum_wage = serializers.DecimalField(
        max_digits=10, decimal_places=2, min_value=0, required=False, allow_null=True
    )
    minimum_has_own_shares = serializers.BooleanField(required=False)
    local_average = serializers.DecimalField(
        max_digits=10, decimal_places=2, min_value=0, required=False, allow_null=True,
        help_text="Of a year; three times it are free of tax in a severance.",
    )  # fmt: skip


class SchemeEndIn(serializers.Serializer[Any]):
    """The last day of a scheme."""

    ends_on = serializers.DateField()


class ItemIn(serializers.Serializer[Any]):
    """An item of a scheme. `basis` month: an amount a month; each: for each time or day; given: as entered for the month."""

    scheme = number()
    code = serializers.CharField(max_length=20)
    name = serializers.CharField(max_length=40)
    kind = serializers.ChoiceField(PayItem.Kind.choices)
    basis = serializers.ChoiceField(PayItem.Basis.choices, required=False)
    source = number(required=False, allow_null=True, help_text="A source of the scheme's unit or one above it.")
    in_probation = serializers.BooleanField(required=False)
    in_overtime = serializers.BooleanField(required=False)
    in_minimum = serializers.BooleanField(required=False)
    rank = serializers.IntegerField(min_value=0, max_value=32767, required=False)


class AmountIn(serializers.Serializer[Any]):
    """What an item pays from a day on. What was paid to the same people before ends the day before."""

    item = number()
    amount = serializers.DecimalField(max_digits=10, decimal_places=2, min_value=0)
    starts_on = serializers.DateField()
    grade = serializers.CharField(max_length=40, required=False, allow_blank=True)
    post = number(required=False, allow_null=True)
    years = serializers.IntegerField(min_value=0, max_value=32767, required=False)


class Schemes(HouseAPI):
    """Pay schemes."""

    serializer_class = SchemeOut
    rights = {"GET": READ, "POST": WRITE}
    filters = {"on": "day"}

    @extend_schema(parameters=[UNIT, ON], responses=SchemeOut(many=True))
    def get(self, request: Request) -> Response:
        """The pay schemes of my units, the newest entries first."""
        rows = PayScheme.objects.visible_to(request.user).filter(subtree(request.user, request.GET.get("unit", "")))
        if day := request.GET.get("on"):
            rows = rows.filter(on(serializers.DateField().run_validation(day)))
        return self.page(rows.select_related("unit"))

    @extend_schema(request=SchemeIn, responses={201: SchemeOut})
    def post(self, request: Request) -> Response:
        """Open a scheme. 400 while the unit has another one in these days."""
        typed = self.typed(SchemeIn)
        typed["unit"] = unit_named(request.user, typed["unit"], Perms.EDIT_PAY)
        return once(
            request, "pay-schemes", lambda: (201, SchemeOut(services.open_scheme(by=request.user, **typed)).data)
        )


class SchemeOne(HouseAPI):
    """One pay scheme."""

    serializer_class = SchemeWhole
    rights = {"GET": READ}

    def get(self, request: Request, pk: int) -> Response:
        """A scheme with its items and their amounts."""
        return Response(SchemeWhole(get_object_or_404(selectors.whole_scheme(request.user), pk=pk)).data)


class SchemeEnd(HouseAPI):
    """The end of a scheme."""

    serializer_class = SchemeOut
    rights = {"POST": WRITE}

    @extend_schema(request=SchemeEndIn, responses=SchemeOut)
    def post(self, request: Request, pk: int) -> Response:
        """Let a scheme end with a day. 409 when it has ended."""
        found = get_object_or_404(PayScheme.objects.visible_to(request.user, Perms.EDIT_PAY), pk=pk)
        typed = self.typed(SchemeEndIn)

        def make() -> tuple[int, Any]:
            return 200, SchemeOut(services.end_scheme(scheme=found, by=request.user, **typed)).data

        return once(request, f"pay-schemes/{pk}/end", make)


class Items(HouseAPI):
    """Items of schemes."""

    serializer_class = ItemOut
    rights = {"GET": READ, "POST": WRITE}
    filters = {"scheme": "number"}

    @extend_schema(
        parameters=[OpenApiParameter("scheme", int, description="Only this scheme's.")], responses=ItemOut(many=True)
    )
    def get(self, request: Request) -> Response:
        """The items of the schemes in sight, the newest entries first."""
        rows = PayItem.objects.visible_to(request.user)
        if scheme := request.GET.get("scheme"):
            rows = rows.filter(scheme_id=int(scheme))
        return self.page(rows)

    @extend_schema(request=ItemIn, responses={201: ItemOut})
    def post(self, request: Request) -> Response:
        """Add an item to a scheme."""
        typed = self.typed(ItemIn)
        schemes = PayScheme.objects.visible_to(request.user, Perms.EDIT_PAY).select_related("unit")
        scheme = referred(schemes, typed.pop("scheme"), "scheme")
        sources = FundingSource.objects.filter(unit_id__in=numbers(scheme.unit.path)).select_related("unit")
        source = referred(sources, typed.pop("source", None), "source")

        def make() -> tuple[int, Any]:
            return 201, ItemOut(services.add_item(scheme=scheme, source=source, by=request.user, **typed)).data

        return once(request, "pay-items", make)


class Amounts(HouseAPI):
    """Amounts of items."""

    serializer_class = AmountOut
    rights = {"GET": READ, "POST": WRITE}
    filters = {"item": "number", "on": "day"}

    @extend_schema(
        parameters=[OpenApiParameter("item", int, description="Only this item's."), ON],
        responses=AmountOut(many=True),
    )
    def get(self, request: Request) -> Response:
        """What the items of the schemes in sight pay, the newest entries first; `personal-amounts`: of one person."""
        rows = PayAmount.objects.visible_to(request.user).filter(auxiliary=None)
        if item := request.GET.get("item"):
            rows = rows.filter(item_id=int(item))
        if day := request.GET.get("on"):
            asked = serializers.DateField().run_validation(day)
            rows = rows.in_force(asked, asked)
        return self.page(rows)

    @extend_schema(request=AmountIn, responses={201: AmountOut})
    def post(self, request: Request) -> Response:
        """Set what an item pays from a day on. 400 for a day on or before the one the present amount began."""
        typed = self.typed(AmountIn)
        items = PayItem.objects.visible_to(request.user, Perms.EDIT_PAY).select_related("scheme__unit")
        item = referred(items, typed.pop("item"), "item")
        posts = Post.objects.filter(unit__path__startswith=item.scheme.unit.path)
        typed["post"] = referred(posts, typed.get("post"), "post")

        def make() -> tuple[int, Any]:
            return 201, AmountOut(services.set_amount(item=item, by=request.user, **typed)).data

        return once(request, "pay-amounts", make)
