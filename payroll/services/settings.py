"""What is set for one person, and what a month brings: entered by a clerk, by a sheet of many, or by another room.

Each act exists once, for any number of people: locks, facts and rows cost the same few queries for one and for thousands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.actors import SYSTEM, Actor
from core.audit import record, record_many
from core.errors import BadInput, NotNow
from payroll.models import PayInput, PayItem, PaySetting, SpecialDeduction, month_of
from roster.models import Auxiliary

BY_ITEM = PayInput.Kind.ITEM
QUANTITIES = ("overtime_150", "overtime_200", "overtime_300", "absence", "sick")
EITHER_OR = {"loan": "rent", "rent": "loan"}
BATCH = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Where somebody's pay goes from a day on, and what was declared to the tax office."""

    auxiliary: Auxiliary
    starts_on: date
    bank_card: str
    bank_name: str = ""
    first_wage_year: int | None = None
    low_income_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A special additional deduction as the auxiliary declared it."""

    auxiliary: Auxiliary
    kind: str
    monthly: Decimal
    starts_on: date
    declared_on: date
    ends_on: date | None = None

    def meets(self, starts_on: date, ends_on: date | None) -> bool:
        """Have they a day in common?"""
        return starts_on <= (self.ends_on or date.max) and self.starts_on <= (ends_on or date.max)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a month brings for somebody: a quantity of hours, days or times, or an amount in yuan."""

    auxiliary: Auxiliary
    month: date
    kind: str
    quantity: Decimal | None = None
    amount: Decimal | None = None
    item_code: str = ""
    note: str = ""


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
    card = Card(
        auxiliary=auxiliary, starts_on=starts_on, bank_card=bank_card, bank_name=bank_name,
        first_wage_year=first_wage_year, low_income_year=low_income_year,
    )  # fmt: skip
    return set_pays(cards=[card], by=by)[0]


@transaction.atomic
def set_pays(*, cards: Sequence[Card], by: User) -> list[PaySetting]:
    """The same for many people, each named once. Raises BadInput as soon as one of them cannot be."""
    people = _locked(card.auxiliary for card in cards)
    if len(people) != len(cards):
        raise BadInput({"auxiliary": _("Somebody is named twice.")})
    rows = PaySetting.objects.filter(auxiliary_id__in=people, ends_on__isnull=True)
    before = {row.auxiliary_id: row for row in rows}
    ended, replaced, fresh = [], [], []
    for card in cards:
        old = before.get(card.auxiliary.pk)
        if old is not None and old.starts_on > card.starts_on:
            raise BadInput({"starts_on": _("Settings from a later day are there already.")})
        if old is not None and old.starts_on == card.starts_on:
            replaced.append(_as_set(old, card, people, by))
            continue
        if old is not None:
            old.ends_on = card.starts_on - timedelta(days=1)
            ended.append(old)
        fresh.append(_as_set(PaySetting(starts_on=card.starts_on), card, people, by))
    PaySetting.objects.bulk_update(ended, ["ends_on"], batch_size=BATCH)
    names = ["bank_card", "bank_name", "first_wage_year", "low_income_year", "changed_at", "changed_by"]
    PaySetting.objects.bulk_update(replaced, names, batch_size=BATCH)
    PaySetting.objects.bulk_create(fresh, batch_size=BATCH)
    told = {row.auxiliary_id: row for row in (*replaced, *fresh)}
    settings = [told[card.auxiliary.pk] for card in cards]
    record_many("pay_setting.set", [(row, {}, _set(row)) for row in settings], by=by)
    return settings


def _as_set(row: PaySetting, card: Card, people: dict[int, Auxiliary], by: User) -> PaySetting:
    row.auxiliary = people[card.auxiliary.pk]
    row.bank_card, row.bank_name = card.bank_card.replace(" ", ""), card.bank_name.strip()
    row.first_wage_year, row.low_income_year = card.first_wage_year, card.low_income_year
    row.changed_at, row.changed_by = clock.now(), by
    row.clean_fields(exclude=["auxiliary", "changed_by"])
    return row


def _set(row: PaySetting) -> dict[str, object]:
    years = {"first_wage": row.first_wage_year, "low_income": row.low_income_year}
    return {"from": row.starts_on, "bank_card": row.bank_card, **years}


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
    declared = Declared(
        auxiliary=auxiliary, kind=kind, monthly=monthly, starts_on=starts_on, ends_on=ends_on, declared_on=declared_on
    )
    return declare_deductions(declared=[declared], by=by)[0]


@transaction.atomic
def declare_deductions(*, declared: Sequence[Declared], by: User) -> list[SpecialDeduction]:
    """The same for many people. Raises BadInput as soon as one of them cannot be."""
    people = _locked(one.auxiliary for one in declared)
    rows = SpecialDeduction.objects.filter(auxiliary_id__in=people, kind__in=EITHER_OR)
    spans: dict[tuple[int, str], list[tuple[date, date | None]]] = {}
    for person, kind, starts_on, ends_on in rows.values_list("auxiliary_id", "kind", "starts_on", "ends_on"):
        spans.setdefault((person, kind), []).append((starts_on, ends_on))
    fresh = []
    for one in declared:
        if any(one.meets(*span) for span in spans.get((one.auxiliary.pk, EITHER_OR.get(one.kind, "")), ())):
            raise BadInput({"kind": _("Loan interest and rent cannot be deducted in the same months.")})
        if one.ends_on is not None and one.ends_on < one.starts_on:
            raise BadInput({"ends_on": _("The last day is before the first.")})
        if one.monthly < 0:
            raise BadInput({"monthly": _("An amount cannot be negative.")})
        spans.setdefault((one.auxiliary.pk, one.kind), []).append((one.starts_on, one.ends_on))
        row = SpecialDeduction(
            auxiliary=people[one.auxiliary.pk], kind=one.kind, monthly=one.monthly, starts_on=one.starts_on,
            ends_on=one.ends_on, declared_on=one.declared_on,
        )  # fmt: skip
        row.clean_fields(exclude=["auxiliary"])
        fresh.append(row)
    SpecialDeduction.objects.bulk_create(fresh, batch_size=BATCH)
    record_many("special_deduction.declared", [(row, {}, _as_declared(row)) for row in fresh], by=by)
    return fresh


@transaction.atomic
def end_deduction(*, deduction: SpecialDeduction, ends_on: date, by: User, reason: str = "") -> SpecialDeduction:
    """The last day of a deduction, as the auxiliary said. Raises NotNow when it ends on that day or before already,
    BadInput for a day before it began."""
    people = _locked([deduction.auxiliary])
    row = SpecialDeduction.objects.get(pk=deduction.pk)
    row.auxiliary = people[row.auxiliary_id]
    if row.ends_on is not None and row.ends_on <= ends_on:
        raise NotNow(_("The deduction ends on that day or before already."))
    if ends_on < row.starts_on:
        raise BadInput({"ends_on": _("The last day is before the first.")})
    before, row.ends_on = row.ends_on, ends_on
    row.save(update_fields=["ends_on"])
    record("special_deduction.ended", row, by=by, before={"to": before}, after={"to": ends_on}, reason=reason)
    return row


def _as_declared(row: SpecialDeduction) -> dict[str, object]:
    return {"kind": row.kind, "monthly": row.monthly, "from": row.starts_on}


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
    entry = Entry(
        auxiliary=auxiliary, month=month, kind=kind, quantity=quantity, amount=amount, item_code=item_code, note=note
    )
    return record_inputs(entries=[entry], by=by, source=source)[0]


@transaction.atomic
def record_inputs(*, entries: Sequence[Entry], by: User, source: str = PayInput.Source.ENTERED) -> list[PayInput]:
    """The same for many people and kinds. Raises BadInput as soon as one entry cannot be."""
    people = _locked(entry.auxiliary for entry in entries)
    codes = {entry.item_code for entry in entries if entry.item_code}
    items = PayItem.objects.filter(code__in=codes).exclude(basis=PayItem.Basis.MONTH)
    known, now, rows = set(items.values_list("code", flat=True)) if codes else set(), clock.now(), []
    for entry in entries:
        _check_entry(entry, known)
        row = PayInput(
            auxiliary=people[entry.auxiliary.pk], month=month_of(entry.month), kind=entry.kind, quantity=entry.quantity,
            amount=entry.amount, item_code=entry.item_code, source=source, note=entry.note.strip()[:200],
            entered_by=by, entered_at=now,
        )  # fmt: skip
        row.clean_fields(exclude=["auxiliary", "entered_by"])
        rows.append(row)
    PayInput.objects.bulk_create(rows, batch_size=BATCH)
    record_many("pay_input.entered", [(row, {}, _entered(row)) for row in rows], by=by)
    return rows


def _check_entry(entry: Entry, known: set[str]) -> None:
    if entry.kind not in PayInput.TYPED:
        raise BadInput({"kind": _("This kind of entry is not made by hand.")})
    if (entry.kind in QUANTITIES) != (entry.quantity is not None) and entry.kind != BY_ITEM:
        field = "quantity" if entry.kind in QUANTITIES else "amount"
        raise BadInput({field: _("Give hours and days as a quantity, everything else as an amount.")})
    if (entry.kind == BY_ITEM) != bool(entry.item_code):
        raise BadInput({"item_code": _("Name the item of the scheme.")})
    if entry.item_code and entry.item_code not in known:
        raise BadInput({"item_code": _("No scheme has an item of this code that is entered month by month.")})
    given = [number for number in (entry.quantity, entry.amount) if number is not None]
    if len(given) != 1 or given[0] < 0:
        field = "amount" if entry.quantity is None else "quantity"
        raise BadInput({field: _("Give a quantity or an amount, not both, and not below nought.")})


def _entered(row: PayInput) -> dict[str, object]:
    said = {"month": row.month, "kind": row.kind, "item": row.item_code}
    return {**said, "quantity": row.quantity, "amount": row.amount}


def withdraw_input(*, entry: PayInput, by: User, reason: str = "") -> PayInput:
    """Take back what was entered for a month. Raises NotNow the second time; what was paid already stays paid."""
    return withdraw_inputs(entries=[entry.pk], by=by, reason=reason)[0]


@transaction.atomic
def withdraw_inputs(*, entries: Iterable[int], by: Actor, reason: str = "") -> list[PayInput]:
    """The same for many. Raises NotNow as soon as one of them was taken back already."""
    locked = PayInput.objects.select_for_update(of=("self",)).filter(pk__in=list(entries)).order_by("pk")
    rows, now = list(locked.select_related("auxiliary__unit")), clock.now()
    if any(row.withdrawn_at is not None for row in rows):
        raise NotNow(_("This entry was already withdrawn."))
    if any(row.origin for row in rows) and by is not SYSTEM:
        raise NotNow(_("This entry stands on a decision: it goes when the decision is taken back, not before."))
    PayInput.objects.filter(pk__in=[row.pk for row in rows]).update(withdrawn_at=now)
    for row in rows:
        row.withdrawn_at = now
    record_many("pay_input.withdrawn", [(row, {}, {}) for row in rows], by=by, reason=reason)
    return rows


def _locked(people: Iterable[Auxiliary]) -> dict[int, Auxiliary]:
    """Their files, in one order for everybody who waits for them, read after the wait."""
    keys = {one.pk for one in people}
    rows = Auxiliary.objects.filter(pk__in=keys)
    list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    return {row.pk: row for row in rows.select_related("unit")}
