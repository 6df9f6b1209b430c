"""Is the contract of the row whole, in order, and lawful?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from organisation.models import DispatchAgreement, Employer, Unit
from regulations import packs, rules
from roster.importing.cells import OPEN
from roster.importing.facts import Facts
from roster.importing.findings import WARNING, Findings
from roster.importing.rows import Draft
from roster.importing.vocabulary import plain
from roster.models import Contract
from roster.rules.contracts import WrittenFacts
from roster.services.contracts import Terms, facts_of_terms

GIVEN_BY = (
    "contract_number",
    "contract_kind",
    "contract_from",
    "contract_to",
    "probation_until",
    "signed_on",
    "monthly_wage",
)
NEEDED = ("employer", "contract_kind", "contract_from", "monthly_wage")
OURSELVES = frozenset(plain(word) for word in ("本局", "本单位", "本机关", "本级公安机关", "organ", "ourselves"))
COLUMN_OF: Mapping[str, str] = {
    "RO-11": "probation_until",
    "RO-12": "probation_until",
    "RO-13": "contract_to",
    "RO-14": "agreement",
    "RO-15": "employer",
    "RO-16": "contract_kind",
}


def check(draft: Draft, facts: Facts, found: Findings) -> None:
    """Leaves the terms in the draft when they can be signed."""
    if not draft.gives(*GIVEN_BY):
        found.problem("contract_missing", draft.number, "contract_from")
        return
    unit: Unit = draft.facts.get("unit") or facts.unit
    complete = _complete(draft, found)
    employer = _employer(draft, unit, facts, found)
    agreement = _agreement(draft, employer, unit, facts, found) if employer is not None else None
    in_order = _in_order(draft, found)
    if not (complete and in_order and employer is not None) or found.has_error(draft.number, *GIVEN_BY, "agreement"):
        return
    terms = _terms(draft, employer, agreement)
    if _lawful(draft, terms, unit, facts, found):
        draft.facts["terms"] = terms
    last = terms.ends_on
    if last is not None and last < facts.day:
        cell = draft.cells.get("contract_to")
        found.problem("contract_over", draft.number, "contract_to", cell, day=last.isoformat())


def _complete(draft: Draft, found: Findings) -> bool:
    empty = [key for key in NEEDED if draft.get(key) in (None, "") and not found.has_error(draft.number, key)]
    for key in empty:
        if key in draft.cells:
            found.problem("contract_incomplete", draft.number, key, draft.cells[key])
        elif not found.has_error(0, key):
            found.column_missing(key)
    return not empty


def _employer(draft: Draft, unit: Unit, facts: Facts, found: Findings) -> Employer | None:
    """By name; 本局 is the organ nearest above the unit."""
    written = plain(draft.get("employer") or "")
    if not written:
        return None
    near = [one for one in facts.employers if one.unit_id in _numbers(unit)]
    near.sort(key=lambda one: _numbers(unit).index(one.unit_id), reverse=True)
    if written in OURSELVES:
        named = [one for one in near if one.kind == Employer.Kind.ORGAN]
    else:
        named = [one for one in near if plain(one.name) == written]
    if not named:
        names = "、".join(one.name for one in near) or "–"
        found.problem("employer_unknown", draft.number, "employer", draft.cells.get("employer"), words=names[:300])
    return named[0] if named else None


def _agreement(draft: Draft, employer: Employer, unit: Unit, facts: Facts, found: Findings) -> DispatchAgreement | None:
    if employer.kind != Employer.Kind.FIRM:
        return None
    written = plain(draft.get("agreement") or "")
    theirs = [one for one in facts.agreements if one.employer_id == employer.pk and one.unit_id in _numbers(unit)]
    named = next((one for one in theirs if plain(one.number) == written), None)
    if named is None and not found.has_error(draft.number, "agreement"):
        code = "agreement_unknown" if written else "agreement_missing"
        words = "、".join(one.number for one in theirs) or "–"
        found.problem(code, draft.number, "agreement", draft.cells.get("agreement"), words=words[:300])
    return named


def _in_order(draft: Draft, found: Findings) -> bool:
    starts, ends, kind = draft.get("contract_from"), draft.get("contract_to"), draft.get("contract_kind")
    wrong: list[tuple[str, str]] = []
    if starts and isinstance(ends, date) and ends < starts:
        wrong.append(("contract_ends_before_start", "contract_to"))
    if kind == Contract.Kind.FIXED and not isinstance(ends, date) and not found.has_error(draft.number, "contract_to"):
        wrong.append(("fixed_without_end", "contract_to"))
    if kind == Contract.Kind.OPEN_ENDED and isinstance(ends, date):
        wrong.append(("open_with_end", "contract_to"))
    if starts and draft.get("probation_until") and draft.get("probation_until") < starts:
        wrong.append(("probation_before_start", "probation_until"))
    for code, key in wrong:
        found.problem(code, draft.number, key, draft.cells.get(key))
    return not wrong


def _terms(draft: Draft, employer: Employer, agreement: DispatchAgreement | None) -> Terms:
    ends: Any = draft.get("contract_to")
    return Terms(
        employer=employer,
        kind=draft.get("contract_kind"),
        starts_on=draft.get("contract_from"),
        ends_on=None if ends in (OPEN, None) else ends,
        probation_until=draft.get("probation_until"),
        signed_on=draft.get("signed_on"),
        monthly_wage=draft.get("monthly_wage"),
        agreement=agreement,
        number=draft.get("contract_number") or "",
    )


def _lawful(draft: Draft, terms: Terms, unit: Unit, facts: Facts, found: Findings) -> bool:
    """The rules of signing, as for one person at a time; nobody here has an earlier contract with us."""
    pack = facts.packs.pack_of(unit.path, terms.starts_on)
    asked = facts_of_terms(terms, unit, pack)
    words = {"max_months": asked.probation_max_months, "min_years": asked.dispatch_min_years}
    broken = rules.broken("roster.contract", asked, day=terms.starts_on, pack=pack, **words)
    for finding in broken:
        key = COLUMN_OF[finding.code]
        found.rule(finding, draft.number, key, draft.cells.get(key))
    _signed_in_time(draft, terms, pack, facts, found)
    return not broken


def _signed_in_time(draft: Draft, terms: Terms, pack: str, facts: Facts, found: Findings) -> None:
    """A contract signed late, or not yet, is a fact to enter, and double pay may be owed: said, not refused."""
    months = packs.at_or_first("roster.contract.written_within_months", day=facts.day, pack=pack).value
    asked = WrittenFacts(terms.starts_on, terms.signed_on, facts.day, months)
    for finding in rules.broken("roster.contract.written", asked, day=facts.day, pack=pack, months=months):
        cell = draft.cells.get("signed_on")
        found.rule(finding, draft.number, "signed_on", cell, severity=WARNING)


def _numbers(unit: Unit) -> list[int]:
    return [int(number) for number in unit.path.strip(".").split(".")]
