"""Room for a newcomer: the quota rows of all units above are locked before anybody counts."""

from __future__ import annotations

from datetime import date

from core.errors import Finding
from organisation.models import Unit
from regulations import rules
from roster.models import Auxiliary, Post, Quota
from roster.rules.room import RoomFacts


def lock_quotas(unit: Unit, year: int, category: str) -> list[Quota]:
    """The approved quotas that count this newcomer, locked in one order so that two hires queue instead of colliding."""
    rows = Quota.objects.binding(unit, year, category).select_for_update(of=("self",))
    return list(rows.select_related("unit").order_by("pk"))


def lock_post(post: Post | None) -> Post | None:
    return Post.objects.select_for_update(of=("self",)).get(pk=post.pk) if post is not None else None


def quota_used(quota: Quota) -> int:
    rows = Auxiliary.objects.on_strength().below(quota.unit)
    return rows.count() if quota.category == Quota.Category.ANY else rows.filter(category=quota.category).count()


def no_room(
    quotas: list[Quota],
    unit: Unit,
    post: Post | None,
    *,
    day: date,
    year: int,
    pack: str,
    leaving: Unit | None = None,
) -> list[Finding]:
    """Everything that leaves no room: no approved quota, a full quota, a full post.

    Who comes from the unit `leaving` is already counted by the quotas over both: those need no further room.
    """
    approved = RoomFacts(approved=bool(quotas))
    found = rules.broken("roster.quota.approved", approved, day=day, pack=pack, unit=str(unit), year=year)
    for quota in quotas:
        if leaving is not None and leaving.path.startswith(quota.unit.path):
            continue
        facts = RoomFacts(number=quota.number, used=quota_used(quota))
        words = {"unit": str(quota.unit), "year": year, "used": facts.used, "number": facts.number}
        found += rules.broken("roster.quota.room", facts, day=day, pack=pack, **words)
    if post is not None:
        found += no_place(post, day=day, pack=pack)
    return found


def no_place(post: Post, *, day: date, pack: str) -> list[Finding]:
    facts = RoomFacts(number=post.headcount, used=Auxiliary.objects.on_strength().filter(post=post).count())
    words = {"post": post.title, "used": facts.used, "number": facts.number}
    return rules.broken("roster.post.room", facts, day=day, pack=pack, **words)
