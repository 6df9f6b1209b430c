"""Dated periods: inclusive first and last day, an empty last day means open. Overlap is refused by the database."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value


class Same(Func):
    """A key as a one-point range, so that exclusion needs no extension: int8range(x, x, '[]')."""

    function = "int8range"
    template = "%(function)s(%(expressions)s, '[]')"
    output_field = BigIntegerRangeField()

    def __init__(self, name: str, **extra: Any) -> None:
        # By the field's name, not its column's: only so does `full_clean` put in the value of the row it validates.
        field = name.removesuffix("_id")
        super().__init__(F(field), F(field), **extra)


class Days(Func):
    """first–last as a daterange, both inclusive; no last day = open."""

    function = "daterange"
    output_field = DateRangeField()

    def __init__(self, starts: str = "starts_on", ends: str = "ends_on") -> None:
        super().__init__(F(starts), F(ends), Value("[]"))


def no_overlap(
    *same: str, name: str, message: Any, starts: str = "starts_on", ends: str = "ends_on", condition: Q | None = None
) -> ExclusionConstraint:
    """Refuse two rows with equal `same` whose days overlap."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((Same(key), RangeOperators.OVERLAPS) for key in same),
            (Days(starts, ends), RangeOperators.OVERLAPS),
        ],
        condition=condition,
        violation_error_message=message,
    )


def ordered(name: str, message: Any, *, starts: str = "starts_on", ends: str = "ends_on") -> models.CheckConstraint:
    """The last day is not before the first."""
    return models.CheckConstraint(
        condition=Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gte": F(starts)}),
        name=name,
        violation_error_message=message,
    )


def on(day: date, *, starts: str = "starts_on", ends: str = "ends_on", prefix: str = "") -> Q:
    """Rows in force on that day."""
    return Q(**{f"{prefix}{starts}__lte": day}) & (
        Q(**{f"{prefix}{ends}__isnull": True}) | Q(**{f"{prefix}{ends}__gte": day})
    )
