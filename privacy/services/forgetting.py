"""Nothing is kept longer than its policy says, except under a legal hold. Each run is in the trail with its counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction

from accounts.models import User
from core import clock
from core.actors import Actor
from core.audit import record
from core.registries import retention
from privacy.models import LegalHold, RetentionRun, people_held
from privacy.texts import keepings


def run_retention(*, on: date, by: Actor, dry: bool = False, only: str = "") -> Sequence[RetentionRun]:
    """Forget what is due on that day, policy by policy, each in its own transaction; `dry` only counts.

    A policy that fails does not keep the others from running: it stays due and is tried again the next day.
    """
    held = people_held(on)
    return [_run(policy.key, on, by, held, dry=dry) for policy in retention.all() if only in ("", policy.key)]


def _run(key: str, on: date, by: Actor, held: set[int], *, dry: bool) -> RetentionRun:
    policy = retention.get(key)
    if policy is None:
        raise LookupError(f"no policy {key!r}")
    before = on - timedelta(days=keepings()[key].days)
    run = RetentionRun(policy=key, day=on, at=clock.now(), due=policy.due(before, held), held=len(held))
    if dry:
        return run
    with transaction.atomic():
        run.done = policy.forget(before, held)
        run.save()
        record("retention.ran", run, by=by, after={"policy": key, "before": before, "due": run.due, "done": run.done})
    return run


@transaction.atomic
def end_hold(*, hold: LegalHold, ends_on: date, by: User) -> LegalHold:
    """The matter is over: from the day after, policies count again."""
    hold = LegalHold.objects.select_for_update().get(pk=hold.pk)
    before, hold.ends_on = hold.ends_on, ends_on
    hold.full_clean()
    hold.save(update_fields=["ends_on"])
    record("hold.ended", hold, by=by, before={"until": before}, after={"until": ends_on})
    return hold


@transaction.atomic
def place_hold(*, person: int, why: str, starts_on: date, by: User, ends_on: date | None = None) -> LegalHold:
    """Nothing about this person is deleted from a day on, until a day."""
    hold = LegalHold(person_id=person, why=why.strip()[:300], starts_on=starts_on, ends_on=ends_on, by=by)
    hold.full_clean()
    hold.save()
    record("hold.placed", hold, by=by, after={"person": person, "from": starts_on, "until": ends_on}, reason=why)
    return hold
