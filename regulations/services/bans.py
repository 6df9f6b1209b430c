"""Local bans 本单位禁止: an office may forbid itself more than the law does, never permit more."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from core.actors import Actor
from core.errors import BadInput, NotNow
from organisation.models import Unit
from regulations.models import BanLift, LocalBan
from regulations.packs import PackError, duty
from regulations.services.two_persons import propose


@transaction.atomic
def propose_ban(*, unit: Unit, code: str, since: date, until: date | None = None, reason: str, by: Actor) -> LocalBan:
    """Propose that a duty is not given in this unit and below it from a day on; a second person approves."""
    try:
        duty(code)
    except PackError as error:
        raise BadInput({"duty": _("The catalogue has no such duty: choose one from the list.")}) from error
    return propose(LocalBan(unit=unit, duty=code, since=since, until=until, reason=reason.strip()), by=by)


@transaction.atomic
def lift_ban(*, ban: LocalBan, last_day: date, reason: str, by: Actor) -> BanLift:
    """Propose the last day of a ban that stands; a second person approves. What was forbidden until then stays so."""
    ban = LocalBan.objects.select_for_update(of=("self",)).get(pk=ban.pk)
    if ban.state != "approved":
        raise NotNow(_("Only a ban that was approved can be lifted."))
    if ban.lifts.filter(declined_at__isnull=True).exists():
        raise NotNow(_("The lifting of this ban is already proposed or approved."))
    if last_day < ban.since:
        raise BadInput({"last_day": _("The last day is before the first.")})
    return propose(BanLift(ban=ban, last_day=last_day, reason=reason.strip()), by=by)
