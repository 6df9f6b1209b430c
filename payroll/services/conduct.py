"""What decisions of the room of conduct mean for pay: an entry for each month a measure touches, and its end.

Pay learns a share, days and the number of the decision, nothing else. What is done follows from how the measure stands now, not
from which event told it: told twice, late or in another order, the entries are the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction

from core import clock
from core.actors import Actor
from core.audit import record_many
from discipline.selectors.effects import GradeGiven, PayEffect, grade_given, grade_put_back, pay_effect
from payroll.calculating.days import bounds
from payroll.models import PayInput, Payslip, month_of
from payroll.running.facts import ZERO, Entry
from payroll.running.gather import gather
from payroll.running.places import places_for
from payroll.running.slip import reckon
from roster.models import Auxiliary


class Spell(NamedTuple):
    """The days of one month on which a measure counts, and its share."""

    month: date
    first: date
    last: date
    share: Decimal


@transaction.atomic
def follow_sanction(*, sanction: int, by: Actor) -> int:
    """Make the entries of a measure be what it says now; answers how many were written or withdrawn. Safe to run twice.

    A month that is paid already is not paid again: what was withheld too much there the next run gives back, and what was
    not withheld in time stays with the person.
    """
    effect = pay_effect(sanction)
    if effect is None:
        return 0
    _lock_file(effect.auxiliary)
    effect = pay_effect(sanction)  # as it stands after the wait
    if effect is None:
        return 0
    origin = f"sanction:{sanction}"
    wanted = {spell.month: spell for spell in _spells(effect)} if effect.stands else {}
    there = (
        PayInput.objects.filter(origin=origin, withdrawn_at=None).select_related("auxiliary__unit").order_by("month")
    )
    over = [row for row in there if not _is(row, wanted.get(row.month))]
    kept = {row.month for row in there} - {row.month for row in over}
    _withdraw(over, effect, by)
    return len(over) + _enter([spell for month, spell in wanted.items() if month not in kept], effect, origin, by)


def _lock_file(auxiliary: int) -> None:
    """One decision about a person after the other: what is entered stands on what is there."""
    Auxiliary.objects.select_for_update(no_key=True).values_list("pk").get(pk=auxiliary)


@transaction.atomic
def follow_grade(*, by: Actor, proposal: int | None = None, sanction: int | None = None) -> int:
    """A grade was given, or put back after a measure: months paid by the lower one, since the day it is held, are made up for.

    Later months follow the grade by themselves: a run reckons each day by the grade held on it. What was paid before a
    grade was lowered stays with the person. Safe to run twice.
    """
    given = grade_given(proposal) if proposal is not None else grade_put_back(sanction or 0)
    if given is None:
        return 0
    _lock_file(given.auxiliary)
    origin = f"grade:{proposal}" if proposal is not None else f"grade-back:{sanction}"
    if PayInput.objects.filter(origin=origin).exists():
        return 0
    paid = Payslip.objects.valid().filter(auxiliary=given.auxiliary, reverses__isnull=True)
    paid = (
        paid.exclude(reversed_by__run__status__in=("released", "issued")).select_related("run__unit").order_by("month")
    )
    since = month_of(given.since)
    owed = [slip for slip in paid if slip.month >= since and given.lacks(slip.run.calculated_at)]
    amount = sum((_more_by_grade(slip, given) for slip in owed), ZERO)
    if amount <= 0:
        return 0
    last = max(slip.month for slip in paid)
    row = PayInput.objects.create(
        auxiliary=Auxiliary.objects.select_related("unit").get(pk=given.auxiliary), month=month_after(last),
        kind=PayInput.Kind.BACK_PAY, amount=amount, source=PayInput.Source.CONDUCT, document=given.document,
        origin=origin, entered_at=clock.now(),
    )  # fmt: skip
    told = {"month": row.month, "kind": row.kind, "amount": amount, "document": given.document}
    record_many("pay_input.entered", [(row, {}, told)], by=by)
    return 1


def _more_by_grade(slip: Payslip, given: GradeGiven) -> Decimal:
    """What the month would have come to by the grade given, less what it came to by the one before."""
    gross = []
    for grades in ([(given.before, date.min), (given.to, given.since)], [(given.before, date.min)]):
        held = {given.auxiliary: grades}
        places = places_for(slip.run.unit, slip.month, slip.run.pay_day)
        known = [one for batch in gather(slip.run, places, [given.auxiliary], held) for one in batch]
        facts = [
            replace(one.facts, ledger=Entry(), back=(), given_back=())  # of the gross pay alone
            for one in known if one.facts is not None and one.employer == slip.employer_id
        ]  # fmt: skip
        slips = [reckon(one, places.found[one.place], slip.month, slip.run.pay_day) for one in facts]
        gross.append(sum((one.gross for one in slips), ZERO))
    return gross[0] - gross[1]


def month_after(month: date) -> date:
    return date(month.year + (month.month == 12), month.month % 12 + 1, 1)


def _spells(effect: PayEffect) -> Iterator[Spell]:
    """The months a measure touches, each with its days."""
    month = month_of(effect.first)
    while month <= effect.last:
        first, last = bounds(month.year, month.month)
        yield Spell(month, max(first, effect.first), min(last, effect.last), effect.share)
        month = month_after(month)


def _is(row: PayInput, spell: Spell | None) -> bool:
    return spell is not None and (row.starts_on, row.ends_on, row.quantity) == spell[1:]


def _withdraw(rows: list[PayInput], effect: PayEffect, by: Actor) -> None:
    PayInput.objects.filter(pk__in=[row.pk for row in rows]).update(withdrawn_at=clock.now())
    record_many("pay_input.withdrawn", [(row, {}, {"document": effect.document}) for row in rows], by=by)


def _enter(spells: list[Spell], effect: PayEffect, origin: str, by: Actor) -> int:
    auxiliary = Auxiliary.objects.select_related("unit").get(pk=effect.auxiliary)
    rows = PayInput.objects.bulk_create(
        PayInput(
            auxiliary=auxiliary, month=spell.month, kind=PayInput.Kind.WITHHELD, quantity=spell.share,
            source=PayInput.Source.CONDUCT, starts_on=spell.first, ends_on=spell.last, document=effect.document,
            house_policy=effect.house, origin=origin, entered_at=clock.now(),
        )
        for spell in spells
    )  # fmt: skip
    told: dict[str, object] = {"kind": PayInput.Kind.WITHHELD, "document": effect.document}
    record_many("pay_input.entered", [(row, {}, {"month": row.month, **told}) for row in rows], by=by)
    return len(rows)
