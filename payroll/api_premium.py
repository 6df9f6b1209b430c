"""API: what an accident policy comes to by the people it really covered, as its page tells it."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.api_views import HouseAPI
from payroll.api_money import yuan
from payroll.api_policies import READ
from payroll.models import AccidentPolicy
from payroll.selectors_policies import premium_of


class HeadsOut(serializers.Serializer[Any]):
    """How many the policy covered on the last day of a month."""

    month = serializers.DateField()
    people = serializers.IntegerField()


class PartOut(serializers.Serializer[Any]):
    """People covered for so many months, the share of the year's premium in per cent, and what they come to."""

    months = serializers.IntegerField()
    people = serializers.IntegerField()
    percent = serializers.IntegerField()
    amount = yuan(12)


class PremiumOut(serializers.Serializer[Any]):
    """The premium by the people covered. To be confirmed: the policy itself says which of the two reckonings counts.

    `due` and `difference` stand on the average of the months that have begun; below nought: comes back. All of it is
    null and empty where no premium a head is entered, nobody is covered, or the policy has not begun.
    """

    heads = HeadsOut(many=True)
    average = serializers.DecimalField(max_digits=10, decimal_places=2, source="settled.average", allow_null=True)
    due = yuan(14, source="settled.due", allow_null=True)
    difference = serializers.DecimalField(max_digits=14, decimal_places=2, source="settled.difference", allow_null=True)
    parts = PartOut(many=True)
    by_table = yuan(14, allow_null=True)


NOTHING: dict[str, Any] = {
    "heads": [],
    "settled": {"average": None, "due": None, "difference": None},
    "parts": [],
    "by_table": None,
}


class PremiumOne(HouseAPI):
    """The settled premium of an accident policy."""

    serializer_class = PremiumOut
    rights = {"GET": READ}
    filters = {"on": "day"}
    one_page = True

    @extend_schema(parameters=[OpenApiParameter("on", str, description="Until this day; today without it.")])
    def get(self, request: Request, pk: int) -> Response:
        """The premium as head counts and the short-period table settle it until a day."""
        asked = request.GET.get("on")
        day = serializers.DateField().run_validation(asked) if asked else clock.today()
        policy = get_object_or_404(AccidentPolicy.objects.visible_to(request.user), pk=pk)
        return Response(PremiumOut(premium_of(policy, day) or NOTHING).data)
