"""Somebody on file already: what would the row change, and what does an import leave as it is?"""

from __future__ import annotations

from datetime import date
from typing import Any

from roster.importing.checks import contracts, papers
from roster.importing.facts import Facts
from roster.importing.findings import Findings, shown
from roster.importing.rows import Draft
from roster.importing.vocabulary import plain
from roster.models import Auxiliary, Contract, WorkCard
from roster.services.files import OWN, PERSONAL

CHANGED_BY_IMPORT = tuple(key for key in (*OWN, *PERSONAL) if key != "name")


def check(draft: Draft, facts: Facts, found: Findings) -> None:
    auxiliary: Auxiliary = draft.facts["person"].auxiliary
    draft.facts["auxiliary"] = auxiliary
    draft.facts["unit"], draft.facts["post"] = auxiliary.unit, auxiliary.post
    draft.facts["changes"] = changes(draft, auxiliary)
    _place(draft, auxiliary, found)
    _contract(draft, auxiliary, facts, found)
    _card(draft, facts.held_cards.get(auxiliary.pk), facts, found)
    filed = {(row.subject, row.obtained_on) for row in facts.qualifications.get(auxiliary.pk, ())}
    fresh = [row for row in papers.qualifications(draft) if (row.subject, row.obtained_on) not in filed]
    draft.facts["qualifications"] = fresh


def changes(draft: Draft, auxiliary: Auxiliary) -> dict[str, Any]:
    """Fields the row gives otherwise than the file. An empty cell changes nothing."""
    found = {}
    for key in CHANGED_BY_IMPORT:
        value = draft.get(key)
        if value in (None, "", []):
            continue
        filed = getattr(auxiliary.person if key in PERSONAL else auxiliary, key)
        if value != filed:
            found[key] = value
    return found


def _place(draft: Draft, auxiliary: Auxiliary, found: Findings) -> None:
    """Unit, post, category, day and grade have acts of their own."""
    unit, post = auxiliary.unit, auxiliary.post
    names = {plain(unit.code), plain(unit.name), plain(unit.short_name)}
    filed = {
        "unit": (str(unit), not draft.get("unit") or plain(draft.get("unit")) in names),
        "post": (
            post.title if post else "–",
            not draft.get("post") or (post is not None and plain(draft.get("post")) == plain(post.title)),
        ),
        "category": (auxiliary.get_category_display(), draft.get("category") in (None, "", auxiliary.category)),
        "hired_on": (auxiliary.hired_on.isoformat(), draft.get("hired_on") in (None, auxiliary.hired_on)),
        "grade": (auxiliary.grade or "–", draft.get("grade") in (None, "", auxiliary.grade)),
    }
    for key, (words, same) in filed.items():
        if not same:
            found.problem("kept_as_on_file", draft.number, key, draft.cells.get(key), filed=words)


def _contract(draft: Draft, auxiliary: Auxiliary, facts: Facts, found: Findings) -> None:
    """A contract is added where none is open; the open one is left alone, and what differs from it is said."""
    if not draft.gives(*contracts.GIVEN_BY):
        return
    filed = facts.contracts.get(auxiliary.pk, ())
    unended = next((row for row in filed if row.ended_on is None), None)
    if unended is None:
        contracts.check(draft, facts, found)
        _no_overlap(draft, filed, found)
    elif draft.get("contract_from") in (None, unended.starts_on):
        _same_contract(draft, unended, found)
    else:
        _overlap(draft, unended, found)


def _no_overlap(draft: Draft, filed: Any, found: Findings) -> None:
    terms = draft.facts.get("terms")
    if terms is None:
        return
    for row in filed:
        if row.last_day is None or terms.starts_on <= row.last_day:
            if terms.ends_on is None or row.starts_on <= terms.ends_on:
                _overlap(draft, row, found)
                return


def _overlap(draft: Draft, row: Contract, found: Findings) -> None:
    cell = draft.cells.get("contract_from")
    words = {"number": row.number or "–", "first": row.starts_on.isoformat()}
    found.problem("contract_overlaps", draft.number, "contract_from", cell, **words)


def _same_contract(draft: Draft, row: Contract, found: Findings) -> None:
    filed = {
        "contract_number": row.number,
        "contract_kind": row.kind,
        "contract_to": row.ends_on,
        "probation_until": row.probation_until,
        "signed_on": row.signed_on,
        "monthly_wage": row.monthly_wage,
    }
    for key, value in filed.items():
        given = draft.get(key)
        if given in (None, "", "open") or given == value:
            continue
        words = value.isoformat() if isinstance(value, date) else shown(key, str(value) if value else "–")
        found.problem("kept_as_on_file", draft.number, key, draft.cells.get(key), filed=words)


def _card(draft: Draft, held: WorkCard | None, facts: Facts, found: Findings) -> None:
    if held is None:
        papers.check(draft, facts, found)
        draft.facts["card"] = bool(draft.get("card_number") and draft.get("card_until"))
        return
    for key, value in (("card_number", held.number), ("card_until", held.valid_until)):
        if draft.get(key) and draft.get(key) != value:
            words = value.isoformat() if isinstance(value, date) else value
            found.problem("kept_as_on_file", draft.number, key, draft.cells.get(key), filed=words)
