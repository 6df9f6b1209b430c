"""Numbers that exist once: identity, badge, card and contract. Twice in the sheet, or taken on file?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from roster.importing.facts import Facts
from roster.importing.findings import Findings
from roster.importing.rows import Draft

ONCE = ("identity_number", "badge_number", "card_number", "contract_number")


def check(drafts: Sequence[Draft], facts: Facts, found: Findings) -> None:
    for key in ONCE:
        _once_in_the_sheet(key, drafts, found)
    _free(drafts, "badge_number", facts.badges, found)
    _free(drafts, "card_number", facts.cards, found)
    _free(drafts, "contract_number", facts.contract_numbers, found)


def _once_in_the_sheet(key: str, drafts: Sequence[Draft], found: Findings) -> None:
    first: dict[str, int] = {}
    for draft in drafts:
        if value := draft.get(key):
            if value in first:
                found.problem("twice_in_sheet", draft.number, key, draft.cells.get(key), first=first[value])
            first.setdefault(value, draft.number)


def _free(drafts: Sequence[Draft], key: str, taken: Mapping[str, int], found: Findings) -> None:
    for draft in drafts:
        owner = taken.get(draft.get(key) or "")
        person = draft.facts.get("person")
        own = getattr(getattr(person, "auxiliary", None), "pk", None)
        if owner is not None and owner != own:
            found.problem("number_taken", draft.number, key, draft.cells.get(key))
