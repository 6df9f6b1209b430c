"""The early warning: the person's file, held while what was done is written down."""

from __future__ import annotations

from datetime import date

from discipline.services import warnings
from tests.cast import TODAY
from tests.guards.waiting import Lock


def answer(stage):
    someone = stage.cast.auxiliary("预警人", hired_on=date(2019, 1, 1))
    return someone, lambda: warnings.answer(
        auxiliary=someone, done="talked", words="已谈话", by=stage.inspector, on=TODAY
    )


LOCKS = (Lock("discipline/services/warnings.py:_lock", answer),)
