"""The sheet of cards: where the pay of each person goes from a day on, and what was declared to the tax office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.actors import Actor
from organisation.models import Unit
from payroll import services
from payroll.importing import people
from payroll.importing.people import People
from payroll.models import PaySetting
from roster.importing.cells import luhn_holds
from roster.importing.findings import Findings
from roster.importing.plan import ImportPlan
from roster.importing.progress import CHECKING, WRITING, Tick, silent
from roster.importing.rows import Draft
from roster.models import Auxiliary

YEARS = ("first_wage_year", "low_income_year")


@dataclass
class Facts:
    """The people and the settings that are open."""

    people: People
    filed: Mapping[int, PaySetting]


def gather(drafts: Sequence[Draft], unit: Unit, by: Any, day: date) -> Facts:
    """All of it: four queries."""
    named = people.gather(drafts, unit, day)
    rows = PaySetting.objects.filter(auxiliary_id__in=named.keys, ends_on__isnull=True)
    return Facts(named, {row.auxiliary_id: row for row in rows})


def check(drafts: Sequence[Draft], facts: Facts, found: Findings, *, update: bool, tick: Tick = silent) -> None:
    """Row by row: whose card it is, and whether it is new, the same, or in place of another."""
    if not people.named(found):
        return
    for number, draft in enumerate(drafts):
        tick(CHECKING, number, len(drafts))
        draft.action, draft.facts["changes"] = "none", []
        incomplete = people.missing(draft, found, "name", "bank_card")
        someone = people.person_of(draft, facts.people, found)
        if incomplete or someone is None or found.has_error(draft.number, "starts_on", *YEARS):
            continue
        if (first := facts.people.first_row(draft, someone.pk)) is not None:
            found.problem("twice_in_sheet", draft.number, "name", draft.cells.get("name"), first=first)
            continue
        _doubts(draft, facts, found)
        _card(draft, someone, facts, found, update=update)


def _doubts(draft: Draft, facts: Facts, found: Findings) -> None:
    card, cell = draft.get("bank_card"), draft.cells.get("bank_card")
    if not luhn_holds(card):
        found.problem("bank_card_check", draft.number, "bank_card", cell)
    if (first := facts.people.first_row(draft, card)) is not None:
        found.problem("pay_card_twice", draft.number, "bank_card", cell, first=first)


def _card(draft: Draft, someone: Auxiliary, facts: Facts, found: Findings, *, update: bool) -> None:
    """What is not in the sheet stays as it is on file."""
    day, before = draft.get("starts_on") or facts.people.day, facts.filed.get(someone.pk)
    if someone.left_on is not None and someone.left_on < day:
        left = someone.left_on.isoformat()
        found.problem("pay_left", draft.number, "starts_on", draft.cells.get("starts_on"), day=left)
        return
    years = {name: draft.get(name) or getattr(before, name, None) for name in YEARS}
    bank = str(draft.get("bank_name") or getattr(before, "bank_name", ""))
    card = services.Card(
        auxiliary=someone, starts_on=day, bank_card=draft.get("bank_card"), bank_name=bank,
        first_wage_year=years["first_wage_year"], low_income_year=years["low_income_year"],
    )  # fmt: skip
    if before is None:
        draft.action, draft.facts["card"] = "new", card
    elif _same(card, before):
        draft.action = "known"
    elif not update:
        since = before.starts_on.isoformat()
        found.problem("pay_other_card", draft.number, "bank_card", draft.cells.get("bank_card"), day=since)
    elif before.starts_on > day:
        since = before.starts_on.isoformat()
        found.problem("pay_later_card", draft.number, "starts_on", draft.cells.get("starts_on"), day=since)
    else:
        draft.action, draft.facts["card"], draft.facts["changes"] = "known", card, [before.pk]


def _same(card: services.Card, row: PaySetting) -> bool:
    return all(getattr(card, name) == getattr(row, name) for name in ("bank_card", "bank_name", *YEARS))


def apply(made: ImportPlan, *, by: Actor, tick: Tick = silent) -> None:
    """Set all of them: the same act as on a person's page, for everybody at once."""
    cards = [draft.facts["card"] for draft in made.drafts if "card" in draft.facts]
    tick(WRITING, 0, len(cards))
    services.set_pays(cards=cards, by=by)  # type: ignore[arg-type]
    tick(WRITING, len(cards), len(cards))
