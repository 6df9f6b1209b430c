"""Moving between units and posts, and the dated grade."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from core.actors import Actor
from core.audit import record
from core.errors import BadInput, Finding, NotNow
from core.outbox import emit
from organisation.models import Unit
from regulations import rules
from regulations.selectors import unit_pack
from roster.models import Auxiliary, GradeRecord, Post, Posting, Quota
from roster.services import room
from roster.services.common import bump, lock, on_strength, refuse, save
from roster.services.hiring import place_facts


@transaction.atomic
def move(
    *,
    auxiliary: Auxiliary,
    unit: Unit,
    post: Post | None,
    starts_on: date,
    by: Actor,
    on: date,
    reason: str = "",
    version: int | None = None,
) -> Posting:
    """Post an auxiliary to another unit or post from a day on. Raises Refused when quota or post there have no room."""
    quotas = room.lock_quotas(unit, on.year, auxiliary.category)
    post = room.lock_post(post)
    auxiliary = lock(auxiliary, version=version)
    on_strength(auxiliary)
    refuse(_findings(auxiliary, unit, post, quotas, starts_on, on))
    before = {"unit": auxiliary.unit, "post": auxiliary.post}
    posting = _next_posting(auxiliary, unit, post, starts_on, on, reason)
    auxiliary.unit, auxiliary.post, auxiliary.quota_year = unit, post, on.year
    save(auxiliary, day=on, fields=["unit", "post", "quota_year", *bump(auxiliary)])
    after = {"unit": unit, "post": post, "from": starts_on}
    record("auxiliary.moved", auxiliary, by=by, before=before, after=after, reason=reason)
    emit("roster.moved", {"auxiliary": auxiliary.pk})
    return posting


def _findings(
    auxiliary: Auxiliary, unit: Unit, post: Post | None, quotas: list[Quota], starts_on: date, on: date
) -> list[Finding]:
    """What stands against the move. A quota or post that already counts the person needs no further room."""
    pack = unit_pack(unit, starts_on)
    facts = place_facts(unit, auxiliary.category, post, starts_on)
    found = rules.broken("roster.place", facts, day=starts_on, pack=pack)
    if auxiliary.unit_id != unit.pk:
        found += room.no_room(quotas, unit, None, day=on, year=on.year, pack=pack, leaving=auxiliary.unit)
    if post is not None and auxiliary.post_id != post.pk:
        found += room.no_place(post, day=on, pack=pack)
    return found


def _next_posting(
    auxiliary: Auxiliary, unit: Unit, post: Post | None, starts_on: date, on: date, reason: str
) -> Posting:
    """End the present posting on the day before, begin the next."""
    if starts_on > on:
        raise BadInput({"starts_on": _("The move is entered on its day or later, not beforehand.")})
    if (unit.pk, getattr(post, "pk", None)) == (auxiliary.unit_id, auxiliary.post_id):
        raise BadInput({"unit": _("This is where the person already serves.")})
    present = auxiliary.postings.select_for_update().filter(ends_on__isnull=True).first()
    if present is not None:
        if starts_on <= present.starts_on:
            raise BadInput({"starts_on": _("The present posting began on that day or later.")})
        present.ends_on = starts_on - timedelta(days=1)
        save(present, day=on, fields=["ends_on"])
    posting = Posting(auxiliary=auxiliary, unit=unit, post=post, starts_on=starts_on, reason=reason.strip())
    save(posting, day=on)
    return posting


@transaction.atomic
def give_grade(
    *, auxiliary: Auxiliary, grade: str, since: date, by: Actor, on: date, document_number: str = ""
) -> GradeRecord:
    """Note the grade held from a day on; the newest one that has begun is the present one."""
    auxiliary = lock(auxiliary)
    on_strength(auxiliary)
    _date_the_first(auxiliary, since)
    row = GradeRecord(auxiliary=auxiliary, grade=grade.strip(), since=since, document_number=document_number.strip())
    save(row, day=since)
    before = {"grade": auxiliary.grade}
    _hold_the_newest(auxiliary, on)
    record("auxiliary.graded", auxiliary, by=by, before=before, after={"grade": row.grade, "since": since})
    return row


@transaction.atomic
def take_back_grade(*, auxiliary: Auxiliary, since: date, by: Actor, on: date, reason: str) -> GradeRecord:
    """The grade given from that day counts no more, as if it had never been; also for somebody who has left meanwhile.

    The one before is held again since its own day. Raises NotNow when none was given on that day, or it was taken back.
    """
    auxiliary = lock(auxiliary)
    row = auxiliary.grades.standing().filter(since=since).first()
    if row is None:
        raise NotNow(_("No grade stands from this day on: it was taken back already."))
    row.revoked_on = on
    save(row, day=on, fields=["revoked_on"])
    before = {"grade": auxiliary.grade}
    _hold_the_newest(auxiliary, on)
    after = {"grade": auxiliary.grade, "since": since}
    record("auxiliary.grade_taken_back", auxiliary, by=by, before=before, after=after, reason=reason)
    return row


def _hold_the_newest(auxiliary: Auxiliary, on: date) -> None:
    newest = auxiliary.grades.standing().filter(since__lte=on).order_by("-since").first()
    if newest is not None and newest.grade != auxiliary.grade:
        auxiliary.grade = newest.grade
        save(auxiliary, day=on, fields=["grade", *bump(auxiliary)])


def _date_the_first(auxiliary: Auxiliary, since: date) -> None:
    """A grade on file without its day is held since the hiring: pay reckons the days before the next one by it."""
    if auxiliary.grade and auxiliary.hired_on < since and not auxiliary.grades.standing().exists():
        save(GradeRecord(auxiliary=auxiliary, grade=auxiliary.grade, since=auxiliary.hired_on), day=since)
