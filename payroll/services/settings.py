"""What is set for one person, and what a month brings: entered by a clerk, or written by another room."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.audit import record
from core.errors import BadInput, NotNow
from payroll.models import PayInput, PayItem, PaySetting, SpecialDeduction, month_of
from roster.models import Auxiliary

BY_ITEM = PayInput.Kind.ITEM
QUANTITIES = ("overtime_150", "overtime_200", "overtime_300", "absence", "sick")


@transaction.atomic
def set_pay(
    *,
    auxiliary: Auxiliary,
    starts_on: date,
    bank_card: str,
    by: User,
    bank_name: str = "",
    first_wage_year: int | None = None,
    low_income_year: int | None = None,
) -> PaySetting:
    """Where somebody's pay goes from a day on, and what was declared to the tax office. What was set before ends the day
    before, or is replaced when it began the same day. Raises BadInput for a day before it began."""
    auxiliary = _locked(auxiliary)
    before = PaySetting.objects.filter(auxiliary=auxiliary, ends_on__isnull=True).first()
    if before is not None and before.starts_on > starts_on:
        raise BadInput({"starts_on": _("Settings from a later day are there already.")})
    if before is not None and before.starts_on < starts_on:
        before.ends_on = starts_on - timedelta(days=1)
        before.save(update_fields=["ends_on"])
        before = None
    row = before or PaySetting(auxiliary=auxiliary, starts_on=starts_on)
    row.bank_card, row.bank_name = bank_card.replace(" ", ""), bank_name.strip()
    row.first_wage_year, row.low_income_year = first_wage_year, low_income_year
    row.changed_at, row.changed_by = clock.now(), by
    row.full_clean()
    row.save()
    after = {
        "from": starts_on,
        "bank_card": row.bank_card,
        "first_wage": first_wage_year,
        "low_income": low_income_year,
    }
    record("pay_setting.set", row, by=by, after=after)
    return row


@transaction.atomic
def declare_deduction(
    *,
    auxiliary: Auxiliary,
    kind: str,
    monthly: Decimal,
    starts_on: date,
    declared_on: date,
    by: User,
    ends_on: date | None = None,
) -> SpecialDeduction:
    """A special additional deduction as the auxiliary declared it. Loan and rent exclude each other (Guofa 2018-41, 20)."""
    auxiliary = _locked(auxiliary)
    other = {"loan": "rent", "rent": "loan"}.get(kind, "")
    rows = SpecialDeduction.objects.filter(auxiliary=auxiliary, kind=other).exclude(ends_on__lt=starts_on)
    if rows.exclude(starts_on__gt=ends_on or date.max).exists():
        raise BadInput({"kind": _("Loan interest and rent cannot be deducted in the same months.")})
    row = SpecialDeduction(
        auxiliary=auxiliary, kind=kind, monthly=monthly, starts_on=starts_on, ends_on=ends_on, declared_on=declared_on
    )
    row.full_clean()
    row.save()
    record("special_deduction.declared", row, by=by, after={"kind": kind, "monthly": monthly, "from": starts_on})
    return row


@transaction.atomic
def record_input(
    *,
    auxiliary: Auxiliary,
    month: date,
    kind: str,
    by: User,
    quantity: Decimal | None = None,
    amount: Decimal | None = None,
    item_code: str = "",
    source: str = PayInput.Source.ENTERED,
    note: str = "",
) -> PayInput:
    """What a month brings for somebody. Raises BadInput for hours given as an amount, or an item that no scheme has."""
    auxiliary = _locked(auxiliary)
    if (kind in QUANTITIES) != (quantity is not None) and kind != BY_ITEM:
        field = "quantity" if kind in QUANTITIES else "amount"
        raise BadInput({field: _("Give hours and days as a quantity, everything else as an amount.")})
    if (kind == BY_ITEM) != bool(item_code):
        raise BadInput({"item_code": _("Name the item of the scheme.")})
    if item_code and not PayItem.objects.filter(code=item_code).exclude(basis=PayItem.Basis.MONTH).exists():
        raise BadInput({"item_code": _("No scheme has an item of this code that is entered month by month.")})
    row = PayInput(
        auxiliary=auxiliary, month=month_of(month), kind=kind, item_code=item_code, quantity=quantity, amount=amount,
        source=source, note=note.strip()[:200], entered_by=by, entered_at=clock.now(),
    )  # fmt: skip
    row.full_clean()
    row.save()
    told = {"month": row.month, "kind": kind, "item": item_code, "quantity": quantity, "amount": amount}
    record("pay_input.entered", row, by=by, after=told)
    return row


@transaction.atomic
def withdraw_input(*, entry: PayInput, by: User, reason: str = "") -> PayInput:
    """Take back what was entered for a month. Raises NotNow the second time; what was paid already stays paid."""
    row = PayInput.objects.select_for_update(of=("self",)).select_related("auxiliary__unit").get(pk=entry.pk)
    if row.withdrawn_at is not None:
        raise NotNow(_("This entry was already withdrawn."))
    row.withdrawn_at = clock.now()
    row.save(update_fields=["withdrawn_at"])
    record("pay_input.withdrawn", row, by=by, reason=reason)
    return row


def _locked(auxiliary: Auxiliary) -> Auxiliary:
    Auxiliary.objects.select_for_update(no_key=True).values_list("pk").get(pk=auxiliary.pk)
    found: Auxiliary = Auxiliary.objects.select_related("unit").get(pk=auxiliary.pk)
    return found
