"""The sheet of a month: a row for each person, a column for each kind of hours, days or amounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Q

from core.actors import Actor
from organisation.models import Unit
from payroll import services
from payroll.calculating.days import bounds
from payroll.importing import people
from payroll.importing.columns import ITEM, OF_MONTH
from payroll.importing.people import People
from payroll.models import PayInput, PayItem, PayScheme
from payroll.services.settings import QUANTITIES
from regulations import packs
from regulations.querysets import numbers
from regulations.selectors import Jurisdictions, jurisdictions
from roster.importing.facts import above_and_below
from roster.importing.findings import Findings
from roster.importing.plan import ImportPlan
from roster.importing.progress import CHECKING, WRITING, Tick, silent
from roster.importing.rows import Draft
from roster.models import Auxiliary

OVERTIME: Final = ("overtime_150", "overtime_200", "overtime_300")
MOST: Final = {**dict.fromkeys(OVERTIME, Decimal(24 * 31)), "absence": Decimal(31), "sick": Decimal(31)}
FAR: Final = 12  # months
Same = tuple[int, date, str, str]  # person, month, kind, item


@dataclass
class Facts:
    """What is on file already and bears on the sheet."""

    people: People
    filed: Mapping[Same, Sequence[PayInput]]
    schemes: Mapping[int, Sequence[PayScheme]]  # by unit
    items: Mapping[tuple[int, str], str]  # scheme and code → basis
    packs: Jurisdictions

    def basis(self, someone: Auxiliary, month: date, code: str) -> str | None:
        """How the item of this code is reckoned in the scheme that speaks for somebody; None where it is not there."""
        last = _last(month)
        for unit in reversed(numbers(someone.unit.path)):
            for scheme in self.schemes.get(unit, ()):
                if scheme.starts_on <= last and (scheme.ends_on is None or scheme.ends_on >= last):
                    return self.items.get((scheme.pk, code))
        return None


def gather(drafts: Sequence[Draft], unit: Unit, by: Any, day: date) -> Facts:
    """All of it: seven queries, however long the sheet is."""
    named = people.gather(drafts, unit, day)
    months = {draft.get("month") for draft in drafts if draft.get("month")}
    filed: dict[Same, list[PayInput]] = defaultdict(list)
    for row in PayInput.objects.filter(auxiliary_id__in=named.keys, month__in=months, withdrawn_at=None):
        filed[(row.auxiliary_id, row.month, row.kind, row.item_code)].append(row)
    schemes: dict[int, list[PayScheme]] = defaultdict(list)
    for scheme in PayScheme.objects.filter(above_and_below(unit)).order_by("-starts_on"):
        schemes[scheme.unit_id].append(scheme)
    near = Q(scheme__in=[one.pk for rows in schemes.values() for one in rows])
    items = PayItem.objects.filter(near).exclude(basis=PayItem.Basis.MONTH).values_list("scheme_id", "code", "basis")
    by_code = {(scheme, code): basis for scheme, code, basis in items}
    return Facts(named, filed, schemes, by_code, jurisdictions())


def check(drafts: Sequence[Draft], facts: Facts, found: Findings, *, update: bool, tick: Tick = silent) -> None:
    """Row by row: whose it is, and what each filled cell would enter or replace."""
    if not people.named(found):
        return
    for number, draft in enumerate(drafts):
        tick(CHECKING, number, len(drafts))
        draft.action, draft.facts["entries"], draft.facts["changes"] = "none", [], []
        incomplete = people.missing(draft, found, "name", "month")
        someone = people.person_of(draft, facts.people, found)
        if incomplete or someone is None or not _in_service(draft, someone, facts, found):
            continue
        draft.action = "known"
        for key, kind, code in _cells(found):
            if draft.get(key) is not None:
                _enter(draft, someone, (key, kind, code), facts, found, update=update)
        if draft.facts["entries"] and not draft.facts["changes"]:
            draft.action = "new"
        if all(draft.get(key) is None for key, _kind, _code in _cells(found)):
            found.problem("pay_nothing", draft.number)
        _much_overtime(draft, someone, facts, found)


def _cells(found: Findings) -> list[tuple[str, str, str]]:
    """Column, kind and item of what the sheet can enter."""
    fixed = [(one.key, one.key, "") for one in OF_MONTH if one.key in found.table.places]
    items = [key for key in found.table.places if key.startswith(ITEM)]
    return [*fixed, *((key, PayInput.Kind.ITEM.value, key.removeprefix(ITEM)) for key in items)]


def _in_service(draft: Draft, someone: Auxiliary, facts: Facts, found: Findings) -> bool:
    month, today, cell = draft.get("month"), facts.people.day, draft.cells.get("month")
    if abs((month.year - today.year) * 12 + month.month - today.month) > FAR:
        found.problem("pay_month_far", draft.number, "month", cell)
    elif someone.left_on is not None and someone.left_on < month:
        found.problem("pay_left", draft.number, "month", cell, day=someone.left_on.isoformat())
    elif someone.hired_on > _last(month):
        found.problem("pay_not_yet", draft.number, "month", cell, day=someone.hired_on.isoformat())
    elif (first := facts.people.first_row(draft, someone.pk, month)) is not None:
        found.problem("twice_in_sheet", draft.number, "name", draft.cells.get("name"), first=first)
    else:
        return True
    return False


def _enter(
    draft: Draft, someone: Auxiliary, column: tuple[str, str, str], facts: Facts, found: Findings, *, update: bool
) -> None:
    """One cell: nothing where a sheet entered the same, otherwise a new entry; in place of the old one if wished."""
    key, kind, code = column
    month, value, cell = draft.get("month"), draft.get(key), draft.cells.get(key)
    filed = facts.filed.get((someone.pk, month, kind, code), ())
    ours = [row for row in filed if row.source == PayInput.Source.IMPORTED]
    if value > MOST.get(kind, value):
        found.problem("pay_more_than_month", draft.number, key, cell)
        return
    in_quantity = kind in QUANTITIES
    if kind == PayInput.Kind.ITEM and value:
        if (basis := facts.basis(someone, month, code)) is None:
            found.problem("pay_no_item", draft.number, key, cell, month=f"{month:%Y-%m}")
            return
        in_quantity = basis == PayItem.Basis.EACH
    if sum((_number(row) for row in ours), Decimal(0)) == value:
        return
    if ours and not update:
        found.problem("pay_entered_otherwise", draft.number, key, cell, filed=_shown(ours))
        return
    draft.facts["changes"] += [row.pk for row in ours]
    if not value:
        return
    if len(filed) > len(ours):
        others = [row for row in filed if row not in ours]
        found.problem("pay_entered_besides", draft.number, key, cell, filed=_shown(others))
    given = {"quantity": value} if in_quantity else {"amount": value}
    note = str(draft.get("note") or "")
    draft.facts["entries"].append(
        services.Entry(auxiliary=someone, month=month, kind=kind, item_code=code, note=note, **given)
    )


def _last(month: date) -> date:
    return bounds(month.year, month.month)[1]


def _number(row: PayInput) -> Decimal:
    return row.amount if row.quantity is None else row.quantity  # type: ignore[return-value]


def _shown(rows: Sequence[PayInput]) -> str:
    return "、".join(f"{_number(row):f}" for row in rows)


def _much_overtime(draft: Draft, someone: Auxiliary, facts: Facts, found: Findings) -> None:
    """More than the law allows is paid, and said (LL 41)."""
    hours = sum((draft.get(key) or Decimal(0) for key in OVERTIME), Decimal(0))
    month = draft.get("month")
    pack = facts.packs.pack_of(someone.unit.path, month)
    most = Decimal(str(packs.at_or_first("payroll.wages.overtime_month_max", day=month, pack=pack).value))
    if hours > most:
        key = next(key for key in OVERTIME if draft.get(key))
        found.problem("pay_over_36", draft.number, key, draft.cells.get(key), hours=f"{hours:f}", most=f"{most:f}")


def apply(made: ImportPlan, *, by: Actor, tick: Tick = silent) -> None:
    """Take back what the sheet replaces, then enter all of it: the same acts as on a person's page, for everybody at once."""
    rows = [draft for draft in made.drafts if draft.action != "none"]
    tick(WRITING, 0, len(rows))
    if replaced := [key for draft in rows for key in draft.facts["changes"]]:
        services.withdraw_inputs(entries=replaced, by=by, reason="replaced by a sheet")  # type: ignore[arg-type]
    entries = [entry for draft in rows for entry in draft.facts["entries"]]
    services.record_inputs(entries=entries, by=by, source=PayInput.Source.IMPORTED)  # type: ignore[arg-type]
    tick(WRITING, len(rows), len(rows))
