"""Somebody who joined, came back or was moved here after a round was opened is added to it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.audit import record
from core.errors import BadInput
from core.outbox import emit
from discipline.models import Appraisal, AppraisalRound
from discipline.selectors import appraisals as selectors
from discipline.services.appraisals.common import lock_round
from discipline.services.appraisals.gathering import put_in


@transaction.atomic
def add_missing(*, round_: AppraisalRound, auxiliaries: Collection[int], by: User, on: date) -> list[Appraisal]:
    """Add people who serve here and are not in the round, each with the whole term of the self-report from this day on.

    Raises BadInput when nobody is named, or somebody who is in it, is appraised elsewhere or does not serve here.
    """
    whole = lock_round(round_, by)
    wanted = set(auxiliaries)
    if not wanted:
        raise BadInput({"auxiliaries": _("Choose whom to add.")})
    people = list(selectors.missing(whole, on).filter(pk__in=wanted))
    if len(people) != len(wanted):
        raise BadInput(
            {"auxiliaries": _("Somebody of them is in the round, is appraised elsewhere or does not serve here.")}
        )
    days = selectors.of_kind(whole.basis, "report_days", whole.kind)
    added = put_in(whole, people, own_report_until=on + timedelta(days=days) if days else None)
    record("appraisal.added", whole, by=by, after={"people": [one.number for one in added]})
    emit("discipline.appraisal_added", {"round": whole.pk, "appraisals": [one.pk for one in added]})
    return added
