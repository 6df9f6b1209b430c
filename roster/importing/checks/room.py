"""Is there room for all of them together: approved quotas above, places in each post?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from regulations import rules
from roster.importing.facts import Facts
from roster.importing.findings import Findings
from roster.importing.rows import Draft
from roster.models import Post, Quota
from roster.services.hiring import quota_year


def check(drafts: Sequence[Draft], facts: Facts, found: Findings) -> None:
    coming = [draft for draft in drafts if draft.action == "new" and draft.facts.get("unit") and draft.get("category")]
    _quotas(coming, facts, found)
    _posts(coming, facts, found)


def _quotas(coming: Sequence[Draft], facts: Facts, found: Findings) -> None:
    """Each row needs an approved quota over its unit; the row that goes over a quota's number is the one named."""
    used = {quota.pk: _used(quota, facts) for quota in facts.quotas}
    uncovered: dict[tuple[Any, int], int] = {}
    over: dict[int, tuple[Quota, int]] = {}
    for draft in coming:
        unit, year = draft.facts["unit"], quota_year(draft.get("hired_on") or facts.day, facts.day)
        binding = [quota for quota in facts.quotas if _counts(quota, unit.path, draft.get("category"), year)]
        if not binding:
            uncovered.setdefault((unit, year), draft.number)
        for quota in binding:
            used[quota.pk] += 1
            if used[quota.pk] > quota.number:
                over.setdefault(quota.pk, (quota, draft.number))
    for (unit, year), row in uncovered.items():
        pack = facts.packs.pack_of(unit.path, facts.day)
        found.rule(rules.finding("RO-07", facts.day, pack, year=year, unit=str(unit)), row, "unit")
    for key, (quota, row) in over.items():
        words = {"unit": str(quota.unit), "year": quota.year, "number": quota.number, "used": used[key]}
        found.problem("quota_over", row, "unit", **words)


def _counts(quota: Quota, path: str, category: str, year: int) -> bool:
    return path.startswith(quota.unit.path) and quota.year == year and quota.category in (category, Quota.Category.ANY)


def _used(quota: Quota, facts: Facts) -> int:
    return sum(
        people
        for path, category, people in facts.on_strength
        if path.startswith(quota.unit.path) and quota.category in (category, Quota.Category.ANY)
    )


def _posts(coming: Sequence[Draft], facts: Facts, found: Findings) -> None:
    rows: dict[int, list[Draft]] = defaultdict(list)
    posts: dict[int, Post] = {}
    for draft in coming:
        if (post := draft.facts.get("post")) is not None:
            posts[post.pk] = post
            rows[post.pk].append(draft)
    for key, post in posts.items():
        free = post.headcount - facts.in_post.get(key, 0)
        if len(rows[key]) > free:
            first = rows[key][max(free, 0)]
            used = facts.in_post.get(key, 0) + len(rows[key])
            words = {"post": post.title, "unit": str(post.unit), "number": post.headcount, "used": used}
            found.problem("post_over", first.number, "post", first.cells.get("post"), **words)
