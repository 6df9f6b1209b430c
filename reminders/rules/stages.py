"""Which stages of a deadline have come, and when does silence about it go to somebody above?

A stage is a number of days before the due day (0 the day itself, negative after it). Its moment is the day it comes.
What has been made after a run depends only on the records and the day, never on how often anything ran before: a run
after an outage makes every stage whose moment passed meanwhile, the same rows that daily runs would have made.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta


def moment(due_on: date, stage: int) -> date:
    """The day on which the stage is told."""
    return due_on - timedelta(days=stage)


def passed(stages: Sequence[int], due_on: date, day: date) -> tuple[int, ...]:
    """Stages whose moment has come by the day, the newest (smallest) last."""
    left = (due_on - day).days
    return tuple(sorted((stage for stage in stages if stage >= left), reverse=True))


def horizon(stages: Sequence[int], day: date) -> date:
    """The last due day of which a stage can have come."""
    return day + timedelta(days=max(stages))


def escalates_on(due_on: date, after: int) -> date:
    """From this day an unanswered notice of an open case is told to somebody above."""
    return due_on + timedelta(days=after)
