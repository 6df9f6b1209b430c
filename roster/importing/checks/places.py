"""Which unit and post are meant, and may this person serve there?"""

from __future__ import annotations

from organisation.models import Unit
from regulations import rules
from roster.importing.facts import Facts
from roster.importing.findings import Findings
from roster.importing.rows import Draft
from roster.importing.vocabulary import FUNDING, chinese, english, plain
from roster.models import Post
from roster.rules.kinds import KindOfWork, kind_of_title
from roster.services.hiring import place_facts

COLUMN_OF = {"RO-04": "post", "RO-05": "post", "RO-06": "unit"}


def check(draft: Draft, facts: Facts, found: Findings) -> None:
    unit = find_unit(draft, facts, found)
    draft.facts["unit"] = unit
    if unit is None:
        return
    post = _find_post(draft, unit, facts, found)
    draft.facts["post"] = post
    category = draft.get("category")
    if not category:
        return
    day = max(draft.get("hired_on") or facts.day, facts.day)  # who serves already is judged by the place of today
    asked = place_facts(unit, category, post, day)
    for finding in rules.broken("roster.place", asked, day=day, pack=facts.packs.pack_of(unit.path, day)):
        key = COLUMN_OF[finding.code]
        found.rule(finding, draft.number, key, draft.cells.get(key))
    if post is not None and draft.get("funding") and draft.get("funding") != post.funding_source:
        filed = {"zh-hans": chinese(FUNDING, post.funding_source), "en": english(FUNDING, post.funding_source)}
        found.problem("funding_differs", draft.number, "funding", draft.cells.get("funding"), filed=filed)


def find_unit(draft: Draft, facts: Facts, found: Findings) -> Unit | None:
    """By code or name; an empty cell means the unit chosen. What is outside the user's scope is not known."""
    written = draft.get("unit")
    if not written:
        return None if found.has_error(draft.number, "unit") else facts.unit
    cell = draft.cells.get("unit")
    candidates = facts.units.get(plain(written), ())
    inside = [unit for unit in candidates if unit.path.startswith(facts.unit.path)]
    if len(inside) == 1:
        return inside[0]
    if len(inside) > 1:
        found.problem("unit_ambiguous", draft.number, "unit", cell, codes=", ".join(unit.code for unit in inside))
    elif candidates:
        found.problem("unit_outside", draft.number, "unit", cell, unit=str(facts.unit))
    else:
        found.problem("unit_unknown", draft.number, "unit", cell)
    return None


def _find_post(draft: Draft, unit: Unit, facts: Facts, found: Findings) -> Post | None:
    """By title among the open posts of the unit, then of those above it; of the person's category if there are two."""
    title = draft.get("post")
    if not title:
        return None
    chain = [int(number) for number in reversed(unit.path.strip(".").split("."))]
    known = [post for number in chain for post in facts.posts.get(number, ())]
    still_open = [post for post in known if post.ends_on is None or post.ends_on >= facts.day]
    same = [post for post in still_open if plain(post.title) == plain(title)]
    fitting = [post for post in same if post.category == draft.get("category")]
    if post := next(iter([*fitting, *same]), None):
        return post
    if kind_of_title(title) == KindOfWork.AUXILIARY:
        titles = "、".join(dict.fromkeys(post.title for post in still_open)) or "–"
        found.problem("post_unknown", draft.number, "post", draft.cells.get("post"), unit=str(unit), posts=titles[:300])
    return None
