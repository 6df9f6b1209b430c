"""Quotas and posts: how many, for what work, by which approval."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.actors import Actor
from core.audit import record
from core.errors import BadInput, NotNow
from organisation.models import Unit
from regulations import rules
from regulations.selectors import unit_pack
from roster.models import Auxiliary, Post, Quota
from roster.rules.room import AllocationFacts
from roster.services.common import bump, lock_row, refuse, save
from roster.services.standing import check_duty_codes

POST_FIELDS = ("title", "funding_source", "headcount", "duty_codes", "ends_on")


@transaction.atomic
def allocate_quota(
    *,
    unit: Unit,
    year: int,
    category: str,
    number: int,
    by: Actor,
    on: date,
    approval_document: str = "",
    approved_on: date | None = None,
    approved_by: str = "",
    version: int | None = None,
) -> Quota:
    """Enter or change a unit's quota of a year. Raises Refused when the quotas below come to more than the one above."""
    above = list(_quotas_above(unit, year, category).select_for_update(of=("self",)).order_by("pk"))
    quota = Quota.objects.select_for_update().filter(unit=unit, year=year, category=category).first()
    if quota is not None and version is not None and quota.version != version:
        raise NotNow(_("Somebody changed this in the meantime: look at it again before you save."))
    before = {} if quota is None else {"number": quota.number, "document": quota.approval_document}
    quota = quota or Quota(unit=unit, year=year, category=category, version=0)
    quota.number, quota.approved_on = number, approved_on
    quota.approval_document, quota.approved_by = approval_document.strip(), approved_by.strip()
    bump(quota)
    save(quota, day=on)
    _keep_within(quota, above, on)
    after = {"unit": unit, "year": year, "category": category, "number": number, "document": approval_document}
    record("quota.allocated", quota, by=by, before=before, after=after)
    return quota


def _quotas_above(unit: Unit, year: int, category: str) -> Any:
    """Quotas of the units above and of the unit itself that bind one of this category."""
    above = [int(number) for number in unit.path.strip(".").split(".")]
    return Quota.objects.filter(unit_id__in=above, year=year, category__in={category, Quota.Category.ANY}).exclude(
        unit=unit, category=category
    )


def _keep_within(quota: Quota, above: list[Quota], on: date) -> None:
    """The quotas handed down by each one above, this one included, stay within it; and so do those below this one."""
    for source in (*above, quota):
        given_out = handed_down(source)
        facts = AllocationFacts(above=source.number, given_out=given_out)
        words = {"unit": str(source.unit), "above": source.number, "given_out": given_out}
        pack = unit_pack(source.unit, on)
        refuse(rules.broken("roster.quota.allocation", facts, day=on, pack=pack, **words))


def handed_down(source: Quota) -> int:
    """How many of this quota are given out below: of each branch only the topmost quota counts.

    A branch may have a quota for both categories or one for each; the larger of the two ways counts.
    """
    rows = Quota.objects.filter(unit__path__startswith=source.unit.path, year=source.year).exclude(unit=source.unit)
    if source.category != Quota.Category.ANY:
        rows = rows.filter(category=source.category)
    numbers: dict[str, dict[str, int]] = {}
    for path, category, number in rows.order_by("unit__path").values_list("unit__path", "category", "number"):
        numbers.setdefault(path, {})[category] = number
    total, top = 0, ""
    for path in sorted(numbers):
        if top and path.startswith(top):
            continue
        top = path
        held = numbers[path]
        total += max(held.pop(Quota.Category.ANY, 0), sum(held.values()))
    return total


@transaction.atomic
def open_post(
    *,
    unit: Unit,
    title: str,
    category: str,
    funding_source: str,
    headcount: int,
    starts_on: date,
    by: Actor,
    duty_codes: tuple[str, ...] = (),
) -> Post:
    """Open a post in a unit. Raises BadInput when the unit already has one of this title."""
    check_duty_codes(duty_codes)
    post = Post(
        unit=unit,
        title=title.strip(),
        category=category,
        funding_source=funding_source,
        headcount=headcount,
        starts_on=starts_on,
        duty_codes=[*duty_codes],
    )
    save(post, day=starts_on)
    record("post.opened", post, by=by, after={"title": post.title, "category": category, "headcount": headcount})
    return post


@transaction.atomic
def change_post(*, post: Post, by: Actor, on: date, version: int | None = None, **changes: Any) -> Post:
    """Change title, money, places or usual duties, or close the post. Raises NotNow when closing an occupied one."""
    if wrong := set(changes) - set(POST_FIELDS):
        raise BadInput({name: _("This cannot be changed here.") for name in sorted(wrong)})
    post = lock_row(post, version=version)
    check_duty_codes(changes.get("duty_codes", ()))
    if changes.get("ends_on") and Auxiliary.objects.on_strength().filter(post=post).exists():
        raise NotNow(_("Somebody still holds this post: move them first."))
    before = {name: getattr(post, name) for name in changes}
    for name, value in changes.items():
        setattr(post, name, value)
    save(post, day=on, fields=[*changes, *bump(post)])
    record("post.changed", post, by=by, before=before, after=changes)
    return post
