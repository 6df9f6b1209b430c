"""Appraisals: the unit a round is opened in, the round, the row of a person, the rows of all."""

from __future__ import annotations

import itertools
from datetime import timedelta

from discipline.models import Appraisal, AppraisalRound
from discipline.services import appraisals as services
from tests.cast import TODAY
from tests.discipline.appraisals.world import heads
from tests.guards.waiting import Lock

FILES = "discipline/services/appraisals"
_days = itertools.count(1)  # one round a day: each case has a day of its own


def _round(stage) -> AppraisalRound:
    day = TODAY - timedelta(days=next(_days))
    return services.open_round(unit=stage.lin.unit, kind="daily", day=day, by=stage.supervisor, on=TODAY)


def _reckoned(stage) -> AppraisalRound:
    whole = _round(stage)
    for row in whole.appraisals.all():
        services.mark(appraisal=row, source="leader", marks=heads(80), by=stage.supervisor, on=TODAY)
    services.reckon(round_=whole, by=stage.supervisor, on=TODAY)
    return whole


def open_round(stage):
    return stage.lin.unit, lambda: _round(stage)


def lock_round(stage):
    whole = _round(stage)
    return whole, lambda: services.reckon(round_=whole, by=stage.supervisor, on=TODAY)


def reckon(stage):
    whole = _round(stage)
    return Appraisal.objects.filter(round=whole).first(), lambda: services.reckon(
        round_=whole, by=stage.supervisor, on=TODAY
    )


def leave_out(stage):
    row = _round(stage).appraisals.first()
    return row, lambda: services.leave_out(appraisal=row, reason="休假", by=stage.supervisor)


def adopt(stage):
    whole = _reckoned(stage)
    return whole.appraisals.first(), lambda: services.adopt(round_=whole, by=stage.supervisor, on=TODAY)


LOCKS = (
    Lock(f"{FILES}/common.py:lock_round", lock_round),
    Lock(f"{FILES}/common.py:lock", leave_out),
    Lock(f"{FILES}/gathering.py:open_round", open_round),
    Lock(f"{FILES}/gathering.py:reckon", reckon),
    Lock(f"{FILES}/results.py:_locked", adopt),
)
