"""API: what items of the scheme pay to one single person, by the services of the pages."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import once
from core.api_views import HouseAPI
from core.perms import Perms
from payroll import services
from payroll.api_people import OF, OfPeople
from payroll.api_schemes import ON, UNIT, WRITE, number
from payroll.models import PayAmount


class OwnAmountOut(serializers.ModelSerializer[PayAmount]):
    """What an item pays to one person, from a day to a day; it counts before the amounts of posts and grades."""

    item_code = serializers.CharField(source="item.code")

    class Meta:
        model = PayAmount
        fields = ("id", "auxiliary", "item", "item_code", "amount", "starts_on", "ends_on")


class OwnAmountIn(serializers.Serializer[Any]):
    """An item of the scheme of the person's unit by its code, and what it pays to this person from a day on."""

    auxiliary = number()
    item_code = serializers.CharField(max_length=20)
    amount = serializers.DecimalField(max_digits=10, decimal_places=2, min_value=0)
    starts_on = serializers.DateField()


class OwnAmountEndIn(serializers.Serializer[Any]):
    """The last day of an amount, and why."""

    ends_on = serializers.DateField()
    reason = serializers.CharField(max_length=200)


class OwnAmounts(OfPeople):
    """Amounts of one person."""

    serializer_class = OwnAmountOut
    filters = {"auxiliary": "number", "on": "day"}

    @extend_schema(parameters=[UNIT, OF, ON], responses=OwnAmountOut(many=True))
    def get(self, request: Request) -> Response:
        """What items pay to single people in my units, the newest entries first."""
        rows = PayAmount.objects.visible_to(request.user).of_persons().select_related("item")
        return self.page(self.of_people(request, rows))

    @extend_schema(request=OwnAmountIn, responses={201: OwnAmountOut})
    def post(self, request: Request) -> Response:
        """Set what an item pays to a person from a day on; the amount before it ends the day before."""
        typed = self.typed(OwnAmountIn)
        auxiliary = self.person(request, typed.pop("auxiliary"))

        def make() -> tuple[int, Any]:
            return 201, OwnAmountOut(services.set_own_amount(auxiliary=auxiliary, by=request.user, **typed)).data

        return once(request, "personal-amounts", make)


class OwnAmountEnd(HouseAPI):
    """The end of an amount of one person."""

    serializer_class = OwnAmountOut
    rights = {"POST": WRITE}

    @extend_schema(request=OwnAmountEndIn, responses=OwnAmountOut)
    def post(self, request: Request, pk: int) -> Response:
        """Let an amount end with a day. 409 when it ends on it or before, or a released payslip paid it after that day."""
        rows = PayAmount.objects.visible_to(request.user, Perms.EDIT_PAY).of_persons()
        found = get_object_or_404(rows, pk=pk)
        typed = self.typed(OwnAmountEndIn)

        def make() -> tuple[int, Any]:
            return 200, OwnAmountOut(services.end_own_amount(amount=found, by=request.user, **typed)).data

        return once(request, f"personal-amounts/{pk}/end", make)
