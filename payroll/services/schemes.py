"""Schemes, items, amounts, sources of money, insurance terms and fees: dated rows, entered and ended, never rewritten."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from core.actors import Actor
from core.audit import record
from core.errors import BadInput, NotNow
from core.versions import bump, check_version
from organisation.models import DispatchAgreement, Unit
from payroll.models import (
    Budget,
    DispatchFee,
    FundingSource,
    InsuranceTerms,
    PayAmount,
    PayItem,
    PayScheme,
)


@transaction.atomic
def open_scheme(*, unit: Unit, name: str, starts_on: date, by: Actor, **settings: Any) -> PayScheme:
    """A scheme of a unit from a day on; `settings` are those of PayScheme. Raises ValidationError while another is open."""
    scheme = PayScheme(unit=unit, name=name.strip(), starts_on=starts_on, **settings)
    _save(scheme)
    record("pay_scheme.opened", scheme, by=by, after={"name": scheme.name, "from": starts_on, **settings})
    return scheme


@transaction.atomic
def end_scheme(*, scheme: PayScheme, ends_on: date, by: Actor) -> PayScheme:
    """The scheme ends with that day. Raises NotNow when it has ended."""
    row = PayScheme.objects.select_for_update(of=("self",)).select_related("unit").get(pk=scheme.pk)
    if row.ends_on is not None:
        raise NotNow(_("This scheme has already ended."))
    row.ends_on = ends_on
    row.full_clean()
    row.save(update_fields=["ends_on"])
    record("pay_scheme.ended", row, by=by, after={"to": ends_on})
    return row


@transaction.atomic
def add_item(
    *,
    scheme: PayScheme,
    code: str,
    name: str,
    kind: str,
    by: Actor,
    source: FundingSource | None = None,
    **settings: Any,
) -> PayItem:
    """An item of a scheme. Raises BadInput for a source of another unit's branch."""
    if source is not None and not scheme.unit.path.startswith(source.unit.path):
        raise BadInput({"source": _("This source belongs to another unit.")})
    item = PayItem(scheme=scheme, code=code.strip(), name=name.strip(), kind=kind, source=source, **settings)
    _save(item)
    record("pay_item.added", item, by=by, after={"code": item.code, "kind": kind, **settings})
    return item


@transaction.atomic
def set_amount(*, item: PayItem, amount: Decimal, starts_on: date, by: Actor, **to: Any) -> PayAmount:
    """The amount of an item from a day on, for everybody or as `to` says (grade, post, years, auxiliary).

    The amount for the same people that went on ends the day before. Raises BadInput for a day before that one began.
    """
    PayItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    same = {"grade": "", "post": None, "auxiliary": None, "years": 0, **to}
    alike = {
        f"{name}__isnull" if value is None else name: True if value is None else value for name, value in same.items()
    }
    still = Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on)
    before = PayAmount.objects.filter(still, item=item, **alike).order_by("-starts_on").first()
    if before is not None:
        if before.starts_on >= starts_on:
            raise BadInput({"starts_on": _("An amount from this day or later is there already.")})
        before.ends_on = starts_on - date.resolution
        before.save(update_fields=["ends_on"])
    row = PayAmount(item=item, amount=amount, starts_on=starts_on, **same)
    _save(row)
    groups = {name: value for name, value in to.items() if name != "auxiliary"}  # the record itself leads to a person
    record("pay_amount.set", row, by=by, after={"item": item.code, "amount": amount, "from": starts_on, **groups})
    return row


@transaction.atomic
def add_source(*, unit: Unit, kind: str, name: str, by: Actor) -> FundingSource:
    """A source of money of a unit."""
    source = FundingSource(unit=unit, kind=kind, name=name.strip())
    _save(source)
    record("funding_source.added", source, by=by, after={"kind": kind, "name": source.name})
    return source


@transaction.atomic
def set_budget(*, source: FundingSource, year: int, amount: Decimal, by: Actor, version: int | None = None) -> Budget:
    """What a source may spend in a year; the figure before stays in the trail.

    `version`: the one that was read. Raises NotNow when somebody changed it since.
    """
    FundingSource.objects.select_for_update(of=("self",)).get(pk=source.pk)
    budget = Budget.objects.filter(source=source, year=year).first() or Budget(source=source, year=year)
    check_version(budget, version)
    before, budget.amount = {"amount": budget.amount} if budget.pk else {}, amount
    if budget.pk:
        bump(budget)
    budget.full_clean(validate_constraints=True)
    budget.save()
    record("budget.set", budget, by=by, before=before, after={"year": year, "amount": amount})
    return budget


@transaction.atomic
def set_insurance_terms(*, unit: Unit, kind: str, since: date, by: Actor, **terms: Any) -> InsuranceTerms:
    """Limits and rates of an insurance as announced, from a day on; `terms` are the fields of InsuranceTerms."""
    row = InsuranceTerms(unit=unit, kind=kind, since=since, **terms)
    _save(row)
    record("insurance_terms.set", row, by=by, after={"kind": kind, "since": since, **terms})
    return row


@transaction.atomic
def set_dispatch_fee(
    *, agreement: DispatchAgreement, since: date, a_head: Decimal, by: Actor, source: FundingSource | None = None
) -> DispatchFee:
    """What the firm takes a head and month, from a day on."""
    row = DispatchFee(agreement=agreement, since=since, a_head=a_head, source=source)
    _save(row)
    record("dispatch_fee.set", row, by=by, after={"since": since, "a_head": a_head})
    return row


def _save(row: Any) -> None:
    row.full_clean()
    row.save()
