"""Entering and ending insurances."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from core.actors import Actor
from core.audit import record
from core.errors import BadInput, NotNow
from payroll.models import Enrolment
from roster.models import Auxiliary


@transaction.atomic
def enrol(
    *,
    auxiliary: Auxiliary,
    kind: str,
    place: str,
    starts_on: date,
    registered_on: date,
    by: Actor,
    base: Decimal | None = None,
    account_number: str = "",
) -> Enrolment:
    """Enter an insurance opened with the authority. Raises BadInput for a day before the service, NotNow after it."""
    auxiliary = Auxiliary.objects.select_for_update().get(pk=auxiliary.pk)
    if auxiliary.left_on is not None and starts_on > auxiliary.left_on:
        raise NotNow(_("The auxiliary left before this day."))
    if starts_on < auxiliary.hired_on:
        raise BadInput(
            {"starts_on": _("This is before the day of hiring: insurance of another employer stands elsewhere.")}
        )
    row = Enrolment(
        auxiliary=auxiliary,
        kind=kind,
        place=place.strip(),
        base=base,
        account_number=account_number.strip(),
        starts_on=starts_on,
        registered_on=registered_on,
    )
    row.full_clean()
    row.save()
    after = {"kind": kind, "place": row.place, "from": starts_on, "registered_on": registered_on}
    record("enrolment.opened", row, by=by, after=after)
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
