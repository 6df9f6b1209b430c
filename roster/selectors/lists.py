"""Lists: auxiliaries, contracts, posts, quotas. Filters come from the address; a fixed number of queries at any size."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from core.perms import Perms
from core.scope import under
from organisation.models import Unit
from organisation.selectors import subtree
from roster.models import Auxiliary, Contract, Post, Qualification, Quota, WorkCard

# Columns no list shows: sealed numbers would be opened for nothing.
UNREAD = (
    "address", "emergency_name", "emergency_phone", "bank_card", "political_status",
    "person__identity_number", "person__phone", "person__search",
)  # fmt: skip
SORTS = {
    "name": ("person__pinyin", "person_id"),
    "-name": ("-person__pinyin", "-person_id"),
    "badge": ("badge_number", "id"),
    "-badge": ("-badge_number", "-id"),
    "hired": ("hired_on", "id"),
    "-hired": ("-hired_on", "-id"),
}
GAPS = ("contract", "card", "training")
MANY = 1000
ASKED = ("q", "unit", "category", "status", "ends", "gap", "post", "only", "sort", "columns", "size", "page")
MOST_NAMED = 200  # people named one by one in an address


def auxiliaries(user: Any, asked: Mapping[str, str], day: dt.date, paths: Mapping[str, str] | None = None) -> Any:
    """Numbers of the files in sight by the filters of the address, sorted; `columns.shown` reads what a page shows of them.

    A page is cut from numbers alone: sorting a hundred thousand wide rows for fifty costs more than reading fifty again.
    """
    rows = Auxiliary.objects.visible_to(user)
    if path := (paths or {}).get(asked.get("unit", "")):  # a unit in sight that was read already
        rows, asked = rows.filter(unit__path__startswith=path), {**asked, "unit": ""}
    rows = filtered(rows, user, asked, day)
    order = SORTS.get(asked.get("sort", ""), SORTS["name"])
    if order == SORTS["name"] and any(asked.get(name) for name in ("q", "ends", "gap")):
        # Few fit: find them first and sort them, instead of walking the index of names until fifty are found.
        order = (Coalesce("person__pinyin", Value("")), "person_id")
    return rows.order_by(*order).values_list("pk", flat=True)


def filtered(rows: Any, user: Any, asked: Mapping[str, str], day: dt.date) -> Any:
    """The filters alone, for the list, its export and the API."""
    rows = rows.filter(subtree(user, asked.get("unit", "")))
    if asked.get("category") in {"service", "clerical"}:
        rows = rows.filter(category=asked["category"])
    status = asked.get("status", "")
    if status in Auxiliary.Status.values:
        rows = rows.filter(status=status)
    elif status != "all":
        rows = rows.on_strength()
    if asked.get("post", "").isdecimal():
        rows = rows.filter(post_id=int(asked["post"][:15]))
    if only := numbers(asked.get("only", "")):
        rows = rows.filter(pk__in=only)
    if asked.get("ends", "").isdecimal():
        rows = rows.filter(Exists(_ending(day, int(asked["ends"][:4]))))
    if asked.get("gap") in GAPS:
        rows = rows.filter(~Exists(_in_order(asked["gap"], day)))
    return rows.search(asked.get("q", "").replace("\x00", "")[:60])


def numbers(named: str) -> list[int]:
    """`?only=3,5,8`: people chosen one by one."""
    return [int(part) for part in named.split(",")[:MOST_NAMED] if part.isdecimal() and len(part) <= 15]


def _ending(day: dt.date, days: int) -> Any:
    last = day + dt.timedelta(days=days)
    return Contract.objects.unended().filter(auxiliary=OuterRef("pk"), last_day__lte=last)


def _in_order(gap: str, day: dt.date) -> Any:
    """What a file without this gap has."""
    kept = {
        "contract": Contract.objects.in_force(day),
        "card": WorkCard.objects.valid_on(day),
        "training": Qualification.objects.valid_on(day).filter(kind=Qualification.Kind.TRAINING),
    }
    return kept[gap].filter(auxiliary=OuterRef("pk"))


def gap_counts(user: Any, day: dt.date) -> dict[str, int]:
    """How many files on strength lack each thing, counted to at most MANY: one query."""
    mine = Auxiliary.objects.visible_to(user, Perms.EDIT_AUXILIARIES).on_strength().order_by()
    lacking = [
        mine.filter(~Exists(_in_order(gap, day))).annotate(gap=Value(gap)).values_list("gap", flat=True)[:MANY]
        for gap in GAPS
    ]
    found = Counter(lacking[0].union(*lacking[1:], all=True))
    return {gap: found[gap] for gap in GAPS}


def contracts(user: Any, asked: Mapping[str, str], day: dt.date) -> Any:
    """Contracts in sight: ends (within days), employer, kind, state (unsigned, overrun, ended), unit, q."""
    rows = Contract.objects.visible_to(user).filter(subtree_of_file(user, asked.get("unit", "")))
    state = asked.get("state", "")
    if state == "ended":
        rows = rows.filter(ended_on__isnull=False)
    elif state == "unsigned":
        rows = rows.unsigned()
    elif state == "overrun":
        rows = rows.overrun(day)
    else:
        rows = rows.unended().exclude(auxiliary__status="left")
    if asked.get("ends", "").isdecimal():
        rows = rows.filter(last_day__range=(day, day + dt.timedelta(days=int(asked["ends"][:4]))))
    if asked.get("kind") in Contract.Kind.values:
        rows = rows.filter(kind=asked["kind"])
    if asked.get("employer", "").isdecimal():
        rows = rows.filter(employer_id=int(asked["employer"][:15]))
    if words := asked.get("q", "").replace("\x00", "")[:60]:
        rows = rows.filter(auxiliary__in=Auxiliary.objects.search(words))
    rows = rows.select_related("auxiliary__person", "auxiliary__unit", "employer")
    rows = rows.defer(*(f"auxiliary__{name}" for name in UNREAD))
    order = {"-last": F("last_day").desc(nulls_last=True)}.get(
        asked.get("sort", ""), F("last_day").asc(nulls_last=True)
    )
    return rows.order_by(order, "id")


def subtree_of_file(user: Any, code: str) -> Q:
    """`?unit=CODE` for what belongs to an auxiliary."""
    if not code:
        return Q()
    unit = Unit.objects.visible_to(user).filter(code=code).first()
    return Q(auxiliary__unit__path__startswith=unit.path) if unit else Q(pk__in=[])


def posts(user: Any, asked: Mapping[str, str], day: dt.date) -> Any:
    """Posts in sight, open ones unless `?state=closed`, with how many hold each."""
    held = Auxiliary.objects.on_strength().filter(post=OuterRef("pk")).order_by().values("post")
    used = Coalesce(Subquery(held.annotate(n=Count("pk")).values("n")), 0)
    rows = Post.objects.visible_to(user).filter(subtree(user, asked.get("unit", "")))
    rows = rows.exclude(ends_on__isnull=True) if asked.get("state") == "closed" else rows.open_on(day)
    if asked.get("category") in {"service", "clerical"}:
        rows = rows.filter(category=asked["category"])
    return rows.annotate(used=used).select_related("unit").order_by("unit__path", "title", "id")


def quotas(user: Any, asked: Mapping[str, str], year: int) -> Any:
    """Quotas in sight of a year, from the top down."""
    rows = Quota.objects.visible_to(user).filter(subtree(user, asked.get("unit", "")), year=year)
    return rows.select_related("unit").order_by("unit__path", "category")


def with_use(rows: Iterable[Quota]) -> list[Quota]:
    """Each quota with `used`: how many on strength it counts now. One query for all of them."""
    found = list(rows)
    top = shortest([quota.unit.path for quota in found])
    counts = (
        Auxiliary.objects.on_strength()
        .filter(under(top, "unit__path"))
        .order_by()
        .values_list("unit__path", "category")
        .annotate(Count("pk"))
    )
    numbers = list(counts) if found else []
    for quota in found:
        quota.used = sum(  # type: ignore[attr-defined]
            number
            for path, category, number in numbers
            if path.startswith(quota.unit.path) and quota.category in (category, Quota.Category.ANY)
        )
        quota.free = quota.number - quota.used  # type: ignore[attr-defined]
    return found


def shortest(paths: Iterable[str]) -> tuple[str, ...]:
    """The topmost of these paths."""
    kept: list[str] = []
    for path in sorted(paths):
        if not (kept and path.startswith(kept[-1])):
            kept.append(path)
    return tuple(kept)
