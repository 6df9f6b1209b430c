"""What the rows say together and against what is on file. Each check names cells; none changes anything."""

from __future__ import annotations

from collections.abc import Sequence

from roster.importing.checks import contracts, known, numbers, papers, people, places, room
from roster.importing.facts import Facts
from roster.importing.findings import Findings
from roster.importing.progress import CHECKING, Tick, silent
from roster.importing.rows import Draft


def check_all(drafts: Sequence[Draft], facts: Facts, found: Findings, *, update: bool, tick: Tick = silent) -> None:
    """Row by row, then over the whole sheet."""
    for number, draft in enumerate(drafts):
        tick(CHECKING, number, len(drafts))
        people.check(draft, facts, found, update=update)
        if draft.action == "new":
            places.check(draft, facts, found)
            contracts.check(draft, facts, found)
            papers.check(draft, facts, found)
        elif draft.action == "known":
            known.check(draft, facts, found)
    numbers.check(drafts, facts, found)
    room.check(drafts, facts, found)
