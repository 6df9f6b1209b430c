"""Named filters of the roster. What belongs to an auxiliary is seen by whoever sees the auxiliary's present unit."""

from __future__ import annotations

import datetime as dt
from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Q

from core.periods import on
from core.perms import Perms
from core.scope import ScopedQuerySet
from organisation.models import Unit
from organisation.pinyin import search_keys

if TYPE_CHECKING:
    from accounts.models import User


class AuxiliaryQuerySet(ScopedQuerySet):
    """Auxiliaries 辅警."""

    scope_path = "unit__path"
    view_permission = Perms.VIEW_AUXILIARIES

    def on_strength(self) -> Self:
        """Everybody who has not left; suspended ones are still on strength."""
        return self.exclude(status="left")

    def below(self, unit: Unit) -> Self:
        """Those of the unit and everything under it."""
        return self.filter(unit__path__startswith=unit.path)

    def search(self, words: str) -> Self:
        """By Chinese characters, pinyin, initials, or (with a digit in it) the badge number."""
        rows = self
        for word in words.split()[:8]:
            if any(letter.isdigit() for letter in word):
                rows = rows.filter(badge_number__istartswith=word)
            else:
                rows = rows.filter(person__search__contains=search_keys(word))
        return rows

    def with_contract_ending(self, day: date, within_days: int) -> Self:
        """Whose open contract ends within so many days of the day, or has already run over."""
        return self.on_strength().filter(
            contracts__ended_on__isnull=True, contracts__last_day__lte=day + dt.timedelta(days=within_days)
        )


class OfAuxiliaryQuerySet(ScopedQuerySet):
    """Whatever belongs to one auxiliary."""

    scope_path = "auxiliary__unit__path"
    view_permission = Perms.VIEW_AUXILIARIES


class GradeQuerySet(OfAuxiliaryQuerySet):
    """Grades held from a day on 层级."""

    def standing(self) -> Self:
        """Without those that were taken back: they count as if they had never been given."""
        return self.filter(revoked_on=None)


class DocumentQuerySet(OfAuxiliaryQuerySet):
    """Papers of the file 档案材料: seen with the file, and each kind only with the right that opens it."""

    def scope(self, user: User, permission: str | None = None) -> Q:
        from roster.opening import papers_open_to  # it names the kinds, which stand with the model

        return super().scope(user, permission) & papers_open_to(user)


class ContractQuerySet(OfAuxiliaryQuerySet):
    """Labour contracts 劳动合同."""

    def in_force(self, day: date) -> Self:
        return self.filter(on(day, ends="last_day"))

    def unended(self) -> Self:
        """Neither ended nor replaced; perhaps run over."""
        return self.filter(ended_on__isnull=True)

    def ending(self, day: date, until: date) -> Self:
        """Open contracts of people on strength whose last day falls in these days."""
        return self.unended().filter(last_day__range=(day, until)).exclude(auxiliary__status="left")

    def overrun(self, day: date) -> Self:
        """Open contracts past their last day: the person works on without one."""
        return self.unended().filter(last_day__lt=day).exclude(auxiliary__status="left")

    def unsigned(self) -> Self:
        return self.unended().filter(signed_on__isnull=True)


class CardQuerySet(OfAuxiliaryQuerySet):
    """Work cards 工作证."""

    def held(self) -> Self:
        return self.filter(returned_on__isnull=True)

    def valid_on(self, day: date) -> Self:
        return self.filter(on(day, starts="valid_from", ends="valid_until")).filter(
            Q(returned_on__isnull=True) | Q(returned_on__gt=day)
        )


class IssueQuerySet(OfAuxiliaryQuerySet):
    """Equipment given out 装备领用."""

    def held(self) -> Self:
        return self.filter(returned_on__isnull=True)


class RestrictionQuerySet(OfAuxiliaryQuerySet):
    """Restrictions 限制."""

    def in_force(self, day: date) -> Self:
        return self.filter(on(day, ends="last_day"))


class QualificationQuerySet(OfAuxiliaryQuerySet):
    """Qualifications 资格."""

    def valid_on(self, day: date) -> Self:
        return self.filter(on(day, starts="obtained_on", ends="valid_until"))


class QuotaQuerySet(ScopedQuerySet):
    """Quotas 用人额度."""

    scope_path = "unit__path"
    view_permission = Perms.VIEW_AUXILIARIES

    def approved(self) -> Self:
        return self.filter(approved_on__isnull=False)

    def binding(self, unit: Unit, year: int, category: str) -> Self:
        """Approved quotas of the unit and those above it that count an auxiliary of the category."""
        above = [int(number) for number in unit.path.strip(".").split(".")]
        return self.approved().filter(unit_id__in=above, year=year, category__in=(category, "any"))


class PostQuerySet(ScopedQuerySet):
    """Posts 岗位."""

    scope_path = "unit__path"
    view_permission = Perms.VIEW_AUXILIARIES

    def open_on(self, day: date) -> Self:
        return self.filter(on(day))
