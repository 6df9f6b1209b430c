"""The sheet of special additional deductions, as people declared them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.actors import Actor
from organisation.models import Unit
from payroll import services
from payroll.importing import people
from payroll.importing.people import People
from payroll.models import SpecialDeduction
from payroll.services.settings import EITHER_OR
from roster.importing.cells import OPEN
from roster.importing.findings import Findings
from roster.importing.plan import ImportPlan
from roster.importing.progress import CHECKING, WRITING, Tick, silent
from roster.importing.rows import Draft
from roster.models import Auxiliary


@dataclass
class Facts:
    """The people and what they declared, of the file and of the rows above."""

    people: People
    filed: Mapping[int, list[Any]]


def gather(drafts: Sequence[Draft], unit: Unit, by: Any, day: date) -> Facts:
    """All of it: four queries."""
    named = people.gather(drafts, unit, day)
    filed: dict[int, list[Any]] = defaultdict(list)
    for row in SpecialDeduction.objects.filter(auxiliary_id__in=named.keys):
        filed[row.auxiliary_id].append(row)
    return Facts(named, filed)


def check(drafts: Sequence[Draft], facts: Facts, found: Findings, *, update: bool, tick: Tick = silent) -> None:
    """Row by row; what is on file letter by letter is left as it is."""
    if not people.named(found):
        return
    for number, draft in enumerate(drafts):
        tick(CHECKING, number, len(drafts))
        draft.action = "none"
        incomplete = people.missing(draft, found, "name", "kind", "monthly", "starts_on")
        someone = people.person_of(draft, facts.people, found)
        if not incomplete and someone is not None and not found.has_error(draft.number, "ends_on", "declared_on"):
            _declared(draft, someone, facts, found)


def _declared(draft: Draft, someone: Auxiliary, facts: Facts, found: Findings) -> None:
    ends = draft.get("ends_on")
    asked = services.Declared(
        auxiliary=someone, kind=draft.get("kind"), monthly=draft.get("monthly"), starts_on=draft.get("starts_on"),
        ends_on=None if ends in (None, OPEN) else ends, declared_on=draft.get("declared_on") or facts.people.day,
    )  # fmt: skip
    if asked.ends_on is not None and asked.ends_on < asked.starts_on:
        first = asked.starts_on.isoformat()
        found.problem("ends_before_start", draft.number, "ends_on", draft.cells.get("ends_on"), first=first)
        return
    filed = [row for row in facts.filed.get(someone.pk, ()) if asked.meets(row.starts_on, row.ends_on)]
    same = [row for row in filed if row.kind == asked.kind]
    if any(
        (row.monthly, row.starts_on, row.ends_on) == (asked.monthly, asked.starts_on, asked.ends_on) for row in same
    ):
        draft.action = "known"
        return
    if any(row.kind == EITHER_OR.get(asked.kind) for row in filed):
        found.problem("pay_loan_and_rent", draft.number, "kind", draft.cells.get("kind"))
        return
    if same:
        found.problem("pay_declared_besides", draft.number, "kind", draft.cells.get("kind"))
    facts.filed[someone.pk].append(asked)
    draft.action, draft.facts["declared"] = "new", asked


def apply(made: ImportPlan, *, by: Actor, tick: Tick = silent) -> None:
    """Enter all of them: the same act as on a person's page, for everybody at once."""
    rows = [draft.facts["declared"] for draft in made.drafts if "declared" in draft.facts]
    tick(WRITING, 0, len(rows))
    services.declare_deductions(declared=rows, by=by)  # type: ignore[arg-type]
    tick(WRITING, len(rows), len(rows))
