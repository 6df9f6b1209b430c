"""Is it a right identity number, of somebody old enough, and what do we know of the person already?"""

from __future__ import annotations

from organisation.models import Person
from regulations import packs, rules
from roster.importing.cells import FORMULA_STARTS
from roster.importing.facts import Facts
from roster.importing.findings import Findings
from roster.importing.headings import needed_for_new
from roster.importing.rows import KIND_OF_WORK, Draft
from roster.models import Auxiliary
from roster.rules.entry import EntryFacts
from roster.rules.kinds import KindOfWork, kind_of_title
from roster.rules.terms import age_on


def check(draft: Draft, facts: Facts, found: Findings, *, update: bool) -> None:
    person = facts.person(draft.identity.number) if draft.identity is not None else None
    draft.facts["person"] = person
    if person is not None:
        _who_is_known(draft, person, facts, found, update=update)
    _nothing_missing(draft, found)
    if (draft.get("name") or "")[:1] in tuple(FORMULA_STARTS):  # guarded by an apostrophe, but no name all the same
        found.problem("formula_text", draft.number, "name", draft.cells.get("name"))
    if draft.identity is not None:
        _number_fits(draft, found)
    if draft.action == "new":
        _may_enter(draft, facts, found)


def _nothing_missing(draft: Draft, found: Findings) -> None:
    """Somebody on file needs the identity number only; a new person every needed column."""
    needed = needed_for_new() if draft.action == "new" else ["identity_number"]
    for key in needed:
        excused = key == "category" and KIND_OF_WORK in draft.facts
        if key in draft.cells and not draft.get(key) and not excused and not found.has_error(draft.number, key):
            found.problem("missing_value", draft.number, key, draft.cells[key])


def _who_is_known(draft: Draft, person: Person, facts: Facts, found: Findings, *, update: bool) -> None:
    """A person on file is updated, refused, or (no auxiliary yet) hired as the person on file."""
    cell = draft.cells.get("identity_number")
    if draft.get("name") and draft.get("name") != person.name:
        found.problem("name_differs", draft.number, "name", draft.cells.get("name"))
    auxiliary = getattr(person, "auxiliary", None)
    if auxiliary is None:
        return
    draft.action = "none"
    if not auxiliary.unit.path.startswith(facts.unit.path):
        found.problem("on_file_elsewhere", draft.number, "identity_number", cell)
    elif auxiliary.status == Auxiliary.Status.LEFT:
        found.problem("left_before", draft.number, "identity_number", cell, day=str(auxiliary.left_on))
    elif not update:
        found.problem("identity_on_file", draft.number, "identity_number", cell, unit=str(auxiliary.unit))
    else:
        draft.action = "known"


def _number_fits(draft: Draft, found: Findings) -> None:
    identity = draft.identity
    if identity is None:
        return
    if not identity.region_known and draft.action == "new":
        found.problem("region_unknown", draft.number, "identity_number", draft.cells.get("identity_number"))
    if draft.get("sex") and draft.get("sex") != identity.sex:
        found.problem("sex_differs", draft.number, "sex", draft.cells.get("sex"))
    if draft.get("born_on") and draft.get("born_on") != identity.born_on:
        cell = draft.cells.get("born_on")
        found.problem("birth_differs", draft.number, "born_on", cell, born_on=identity.born_on.isoformat())


COLUMN_OF = {"RO-01": "identity_number", "RO-02": "category", "RO-03": "identity_number"}


def _may_enter(draft: Draft, facts: Facts, found: Findings) -> None:
    """The rules of entry, on the first day, by the law of the unit chosen."""
    day = draft.get("hired_on") or facts.day
    pack = facts.packs.pack_of(facts.unit.path, day)
    kind, column = _kind_of_work(draft)
    person = draft.facts["person"]
    asked = EntryFacts(
        age=age_on(draft.identity.born_on, day) if draft.identity is not None else None,
        age_min=packs.at_or_first("roster.entry.age_min_years", day=day, pack=pack).value,
        kind_of_work=kind,
        not_auxiliaries=tuple(packs.at_or_first("roster.entry.not_auxiliary_kinds", day=day, pack=pack).value),
        serving_officer=person is not None and person.pk in facts.officers,
    )
    words = {"age": asked.age, "age_min": asked.age_min, "kind": rules.in_both(KindOfWork(kind).label)}
    for finding in rules.broken("roster.entry", asked, day=day, pack=pack, **words):
        key = column if finding.code == "RO-02" else COLUMN_OF[finding.code]
        found.rule(finding, draft.number, key, draft.cells.get(key))
    if day > facts.day:
        found.problem("hired_later", draft.number, "hired_on", draft.cells.get("hired_on"))


def _kind_of_work(draft: Draft) -> tuple[str, str]:
    """What the category or the title of the post betrays, and in which column."""
    if kind := draft.facts.get(KIND_OF_WORK):
        return kind, "category"
    return kind_of_title(draft.get("post") or ""), "post"
