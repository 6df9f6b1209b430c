"""Entering and ending insurances."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from core.actors import Actor
from core.audit import record
from core.errors import BadInput, NotNow
from payroll.models import Enrolment
from roster.models import Auxiliary


@dataclass(frozen=True)
class Opening:
    """What was opened with the authority: where, from when, on which base."""

    place: str
    starts_on: date
    registered_on: date
    base: Decimal | None = None
    account_number: str = ""


@transaction.atomic
def enrol(*, auxiliary: Auxiliary, kinds: Iterable[str], opening: Opening, by: Actor) -> list[Enrolment]:
    """Enter the insurances opened for somebody: all of these kinds or none. Raises BadInput for a day outside the service."""
    auxiliary = Auxiliary.objects.select_for_update().get(pk=auxiliary.pk)  # its unit is read after the wait
    if opening.starts_on < auxiliary.hired_on:
        raise BadInput(
            {"starts_on": _("This is before the day of hiring: insurance with another employer stands there.")}
        )
    if auxiliary.left_on is not None and opening.starts_on > auxiliary.left_on:
        raise BadInput({"starts_on": _("The auxiliary left before this day.")})
    return [_open(auxiliary, kind, opening, by) for kind in kinds]


def _open(auxiliary: Auxiliary, kind: str, opening: Opening, by: Actor) -> Enrolment:
    row = Enrolment(auxiliary=auxiliary, kind=kind, **asdict(opening))
    row.place, row.account_number = opening.place.strip(), opening.account_number.strip()
    row.entered_at = clock.now()
    row.full_clean()
    row.save()
    record("enrolment.opened", row, by=by, after={"kind": kind, **asdict(opening)})
    return row


@transaction.atomic
def end_enrolment(*, enrolment: Enrolment, ends_on: date, why: str, by: Actor, reason: str = "") -> Enrolment:
    """Let an insurance end with that day. Raises NotNow when it has ended already."""
    row = Enrolment.objects.select_for_update(of=("self",)).select_related("auxiliary__unit").get(pk=enrolment.pk)
    if row.ends_on is not None:
        raise NotNow(_("This insurance has already ended."))
    row.ends_on, row.ended_why = ends_on, why
    row.full_clean()
    row.save(update_fields=["ends_on", "ended_why"])
    record("enrolment.ended", row, by=by, after={"to": ends_on, "why": why}, reason=reason)
    return row


@transaction.atomic
def change_base(
    *, auxiliary: Auxiliary, kinds: Iterable[str], base: Decimal | None, starts_on: date, by: Actor, reason: str = ""
) -> list[Enrolment]:
    """Another base of these insurances from a day on, which may lie in the past: the next pay run then makes up for the
    months that were paid on the old one. Without a base the wage of each month counts. Raises BadInput for an insurance
    that is not in force on the day, or whose base changes again later."""
    auxiliary = Auxiliary.objects.select_for_update().get(pk=auxiliary.pk)
    rows = Enrolment.objects.select_for_update(of=("self",)).filter(auxiliary=auxiliary)
    changed = []
    for kind in kinds:
        row = rows.filter(kind=kind).in_force(starts_on).select_related("auxiliary__unit").first()
        if row is None:
            raise BadInput({"starts_on": _("This insurance is not in force on the day.")})
        if row.ended_why == Enrolment.Ended.BASE:
            raise BadInput({"starts_on": _("The base changes again after this day: choose a later day.")})
        changed.append(_rebased(row, base, starts_on, by, reason))
    return changed


def _rebased(row: Enrolment, base: Decimal | None, starts_on: date, by: Actor, reason: str) -> Enrolment:
    before, new = {"base": row.base, "from": row.starts_on}, row
    if row.starts_on < starts_on:
        new = Enrolment(auxiliary=row.auxiliary, kind=row.kind, place=row.place, account_number=row.account_number,
                        starts_on=starts_on, ends_on=row.ends_on, ended_why=row.ended_why,
                        registered_on=row.registered_on)  # fmt: skip
        row.ends_on, row.ended_why = starts_on - timedelta(days=1), Enrolment.Ended.BASE
        row.save(update_fields=["ends_on", "ended_why"])
    new.base, new.entered_at = base, clock.now()
    new.full_clean()
    new.save()
    after = {"base": base, "from": starts_on}
    record("enrolment.base_changed", new, by=by, before=before, after=after, reason=reason)
    return new
