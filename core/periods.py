"""Dated periods: inclusive first and last day, an empty last day means open. Overlap is refused by the database."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.db import DEFAULT_DB_ALIAS, models
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


class NoOverlap(ExclusionConstraint):
    """Days that end before they begin overlap nothing: `ordered` tells what is wrong, instead of an error of the database."""

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = DEFAULT_DB_ALIAS) -> None:
        starts, ends = (getattr(instance, days.name) for days in self.expressions[-1][0].source_expressions[:2])
        if starts is None or ends is None or starts <= ends:
            super().validate(model, instance, exclude=exclude, using=using)

    def deconstruct(self) -> Any:
        """In migrations it is Django's own constraint."""
        _path, args, kwargs = super().deconstruct()
        return "django.contrib.postgres.constraints.ExclusionConstraint", args, kwargs


def no_overlap(
    *same: str, name: str, message: Any, starts: str = "starts_on", ends: str = "ends_on", condition: Q | None = None
) -> NoOverlap:
    """Refuse two rows with equal `same` whose days overlap."""
    return NoOverlap(
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
