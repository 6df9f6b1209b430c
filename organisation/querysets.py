"""Named filters of units, people, officers, employers."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from core.periods import on
from core.perms import Perms
from core.scope import ScopedQuerySet
from organisation.pinyin import search_keys


class UnitQuerySet(ScopedQuerySet):
    """Units 单位."""

    scope_path = "path"
    view_permission = Perms.VIEW_UNITS

    def below(self, unit: models.Model) -> Self:
        """The unit and everything under it."""
        return self.filter(path__startswith=unit.path)  # type: ignore[attr-defined]

    def above(self, path: str) -> Self:
        """The unit of this path and its ancestors."""
        numbers = [int(n) for n in path.strip(".").split(".") if n]
        return self.filter(pk__in=numbers)

    def open_on(self, day: date) -> Self:
        return self.filter(on(day))


class PersonQuerySet(ScopedQuerySet):
    """Natural persons 自然人: seen through the officer or auxiliary they are."""

    scope_path = "officer__unit__path"
    view_permission = Perms.VIEW_OFFICERS


class OfficerQuerySet(ScopedQuerySet):
    """Officers 民警."""

    scope_path = "unit__path"
    view_permission = Perms.VIEW_OFFICERS

    def serving_on(self, day: date) -> Self:
        """Only these may approve, command or lead: not trainees, not retired."""
        return self.filter(on(day), status="serving")

    def search(self, words: str) -> Self:
        """By characters, pinyin or initials of the name, or by the whole police number."""
        rows = self
        for word in words.split():
            named = Q(person__search__contains=search_keys(word))
            rows = rows.filter(named | Q(police_number__iexact=word))
        return rows


class EmployerQuerySet(ScopedQuerySet):
    """Employers of record 用人单位: the organ itself or a dispatch firm."""

    scope_path = "unit__path"
    view_permission = Perms.VIEW_UNITS


class AgreementQuerySet(ScopedQuerySet):
    """Dispatch agreements 劳务派遣协议."""

    scope_path = "unit__path"
    view_permission = Perms.VIEW_UNITS
