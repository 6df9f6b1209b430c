"""API: what is set for the pay of one person and what a month brings, by the services of the pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.stepup import RecentlyConfirmed
from core.api import once
from core.api_views import HouseAPI, RightsByMethod
from core.errors import BadInput
from core.masking import mask_card
from core.perms import Perms
from organisation.selectors import subtree
from payroll import services
from payroll.api_schemes import ON, READ, UNIT, WRITE, number
from payroll.calculating.identifiers import bank_card
from payroll.forms_runs import MONTH
from payroll.models import PayInput, PaySetting, SpecialDeduction
from roster.api.common import referred
from roster.models import Auxiliary

OF = OpenApiParameter("auxiliary", int, description="Only this person's.")
KINDS = PayInput.TYPED


class SettingOut(serializers.ModelSerializer[PaySetting]):
    """Where somebody's pay goes from a day on. The card is masked; `doubt`: what to compare with the card."""

    bank_card = serializers.SerializerMethodField()
    doubt = serializers.SerializerMethodField()

    class Meta:
        model = PaySetting
        fields = ("id", "auxiliary", "starts_on", "ends_on", "bank_card", "bank_name", "doubt", "first_wage_year",
                  "low_income_year")  # fmt: skip

    def get_bank_card(self, row: PaySetting) -> str:
        return mask_card(row.bank_card)

    def get_doubt(self, row: PaySetting) -> str:
        return str(bank_card(row.bank_card).message)


class DeductionOut(serializers.ModelSerializer[SpecialDeduction]):
    """A special additional deduction as the person declared it."""

    class Meta:
        model = SpecialDeduction
        fields = ("id", "auxiliary", "kind", "monthly", "starts_on", "ends_on", "declared_on")


class EntryOut(serializers.ModelSerializer[PayInput]):
    """What a month brings for somebody: hours, days and times as a quantity, everything else as an amount.

    `withheld`: performance pay that a decision takes; here stand its number and whether house policy says how much, and no share.
    """

    quantity = serializers.SerializerMethodField()

    class Meta:
        model = PayInput
        fields = ("id", "auxiliary", "month", "kind", "item_code", "quantity", "amount", "source", "note", "document",
                  "house_policy", "entered_at", "withdrawn_at")  # fmt: skip

    @extend_schema_field(serializers.DecimalField(max_digits=8, decimal_places=2, allow_null=True))
    def get_quantity(self, row: PayInput) -> str | None:
        return None if row.quantity is None or row.origin else str(row.quantity)


class CardIn(serializers.Serializer[Any]):
    """Where the pay goes from a day on, and what was declared to the tax office."""

    auxiliary = number()
    starts_on = serializers.DateField()
    bank_card = serializers.CharField(max_length=30)
    bank_name = serializers.CharField(max_length=80, required=False, allow_blank=True)
    first_wage_year = serializers.IntegerField(min_value=2000, max_value=2100, required=False, allow_null=True)
    low_income_year = serializers.IntegerField(min_value=2000, max_value=2100, required=False, allow_null=True)


class DeductionIn(serializers.Serializer[Any]):
    """A deduction as declared; the employer may not alter it (IITL 11)."""

    auxiliary = number()
    kind = serializers.ChoiceField(SpecialDeduction.Kind.choices)
    monthly = serializers.DecimalField(max_digits=8, decimal_places=2, min_value=0)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(required=False, allow_null=True)
    declared_on = serializers.DateField()


class DeductionEndIn(serializers.Serializer[Any]):
    """The last day of a deduction, and why."""

    ends_on = serializers.DateField()
    reason = serializers.CharField(max_length=200)


class EntryIn(serializers.Serializer[Any]):
    """An entry of a month: `quantity` for hours and days, `amount` for everything else; an item of the scheme by its code."""

    auxiliary = number()
    month = serializers.RegexField(MONTH, max_length=7, help_text="As 2026-11.")
    kind = serializers.ChoiceField([choice for choice in PayInput.Kind.choices if choice[0] in KINDS])
    item_code = serializers.CharField(max_length=20, required=False, allow_blank=True)
    quantity = serializers.DecimalField(max_digits=8, decimal_places=2, min_value=0, required=False, allow_null=True)
    amount = serializers.DecimalField(max_digits=10, decimal_places=2, min_value=0, required=False, allow_null=True)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True)


class WithdrawIn(serializers.Serializer[Any]):
    """Why."""

    reason = serializers.CharField(max_length=200)


class OfPeople(HouseAPI):
    """Rows of people: lists narrowed to a unit or one person, entered for somebody in sight."""

    rights = {"GET": READ, "POST": WRITE}

    def of_people(self, request: Request, rows: Any) -> QuerySet[Any]:
        if code := request.GET.get("unit", ""):
            rows = rows.filter(auxiliary__in=Auxiliary.objects.filter(subtree(request.user, code)))
        if key := request.GET.get("auxiliary", ""):
            rows = rows.filter(auxiliary_id=int(key))
        if day := request.GET.get("on", ""):
            rows = rows.in_force(serializers.DateField().run_validation(day))
        return rows  # type: ignore[no-any-return]

    def person(self, request: Request, key: int) -> Auxiliary:
        found: Auxiliary = referred(Auxiliary.objects.visible_to(request.user, Perms.EDIT_PAY), key, "auxiliary")
        return found


class Settings(OfPeople):
    """Cards and tax settings."""

    serializer_class = SettingOut
    permission_classes = (RightsByMethod, RecentlyConfirmed)
    filters = {"auxiliary": "number", "on": "day"}

    @extend_schema(parameters=[UNIT, OF, ON], responses=SettingOut(many=True))
    def get(self, request: Request) -> Response:
        """Where the pay of people in my units goes, the newest entries first."""
        return self.page(self.of_people(request, PaySetting.objects.visible_to(request.user)))

    @extend_schema(request=CardIn, responses={201: SettingOut})
    def post(self, request: Request) -> Response:
        """Enter a card from a day on; what was set before ends the day before. Asks for a fresh proof."""
        typed = self.typed(CardIn)
        auxiliary = self.person(request, typed.pop("auxiliary"))
        checked = bank_card(typed["bank_card"])
        if not checked.valid and not checked.warns_only:
            raise BadInput({"bank_card": str(checked.message)})
        typed["bank_card"] = checked.number

        def make() -> tuple[int, Any]:
            return 201, SettingOut(services.set_pay(auxiliary=auxiliary, by=request.user, **typed)).data

        return once(request, "pay-settings", make)


class Deductions(OfPeople):
    """Special additional deductions."""

    serializer_class = DeductionOut
    filters = {"auxiliary": "number", "on": "day", "kind": tuple(SpecialDeduction.Kind.values)}

    @extend_schema(
        parameters=[UNIT, OF, ON, OpenApiParameter("kind", str, enum=[*SpecialDeduction.Kind.values])],
        responses=DeductionOut(many=True),
    )
    def get(self, request: Request) -> Response:
        """What people in my units declared, the newest entries first."""
        rows = SpecialDeduction.objects.visible_to(request.user)
        if kind := request.GET.get("kind"):
            rows = rows.filter(kind=kind)
        return self.page(self.of_people(request, rows))

    @extend_schema(request=DeductionIn, responses={201: DeductionOut})
    def post(self, request: Request) -> Response:
        """Enter a deduction. 400 for loan interest and rent in the same months."""
        typed = self.typed(DeductionIn)
        auxiliary = self.person(request, typed.pop("auxiliary"))

        def make() -> tuple[int, Any]:
            row = services.declare_deduction(auxiliary=auxiliary, by=request.user, **typed)
            return 201, DeductionOut(row).data

        return once(request, "special-deductions", make)


class DeductionEnd(HouseAPI):
    """The end of a deduction."""

    serializer_class = DeductionOut
    rights = {"POST": WRITE}

    @extend_schema(request=DeductionEndIn, responses=DeductionOut)
    def post(self, request: Request, pk: int) -> Response:
        """Let a deduction end with a day. 409 when it ends on it or before."""
        rows = SpecialDeduction.objects.visible_to(request.user, Perms.EDIT_PAY).select_related("auxiliary")
        found = get_object_or_404(rows, pk=pk)
        typed = self.typed(DeductionEndIn)

        def make() -> tuple[int, Any]:
            return 200, DeductionOut(services.end_deduction(deduction=found, by=request.user, **typed)).data

        return once(request, f"special-deductions/{pk}/end", make)


class Entries(OfPeople):
    """What months bring."""

    serializer_class = EntryOut
    filters = {"auxiliary": "number", "kind": tuple(PayInput.Kind.values), "state": ("counting", "withdrawn")}

    @extend_schema(
        parameters=[
            UNIT,
            OF,
            OpenApiParameter("month", str, description="As 2026-11."),
            OpenApiParameter("kind", str, enum=[*PayInput.Kind.values]),
            OpenApiParameter("state", str, enum=["counting", "withdrawn"]),
        ],
        responses=EntryOut(many=True),
    )
    def get(self, request: Request) -> Response:
        """Entries of people in my units, the newest first."""
        rows = PayInput.objects.visible_to(request.user)
        if kind := request.GET.get("kind"):
            rows = rows.filter(kind=kind)
        if state := request.GET.get("state"):
            rows = rows.filter(withdrawn_at__isnull=state == "counting")
        if month := request.GET.get("month"):
            rows = rows.filter(month=_month(serializers.RegexField(MONTH, max_length=7).run_validation(month)))
        return self.page(self.of_people(request, rows))

    @extend_schema(request=EntryIn, responses={201: EntryOut})
    def post(self, request: Request) -> Response:
        """Enter what a month brings. A run calculated before has to be calculated again."""
        typed = self.typed(EntryIn)
        auxiliary = self.person(request, typed.pop("auxiliary"))
        typed["month"] = _month(typed["month"])

        def make() -> tuple[int, Any]:
            return 201, EntryOut(services.record_input(auxiliary=auxiliary, by=request.user, **typed)).data

        return once(request, "pay-entries", make)


class EntryOne(HouseAPI):
    """One entry."""

    serializer_class = EntryOut
    rights = {"GET": READ}

    def get(self, request: Request, pk: int) -> Response:
        """An entry."""
        return Response(EntryOut(get_object_or_404(PayInput.objects.visible_to(request.user), pk=pk)).data)


class Withdraw(HouseAPI):
    """An entry that was wrong."""

    serializer_class = EntryOut
    rights = {"POST": WRITE}

    @extend_schema(request=WithdrawIn, responses=EntryOut)
    def post(self, request: Request, pk: int) -> Response:
        """Take an entry back. 409 the second time; what was paid already stays paid."""
        found = get_object_or_404(PayInput.objects.visible_to(request.user, Perms.EDIT_PAY), pk=pk)
        typed = self.typed(WithdrawIn)

        def make() -> tuple[int, Any]:
            return 200, EntryOut(services.withdraw_input(entry=found, by=request.user, **typed)).data

        return once(request, f"pay-entries/{pk}/withdraw", make)


def _month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")
