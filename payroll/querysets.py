"""Named filters of insurance and pay."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db.models import Q

from core.periods import on
from core.perms import Perms
from core.scope import ScopedQuerySet


class EnrolmentQuerySet(ScopedQuerySet):
    """Insurances 参保, seen by the auxiliary's present unit."""

    scope_path = "auxiliary__unit__path"
    view_permission = Perms.VIEW_INSURANCE

    def in_force(self, day: date) -> Self:
        return self.filter(on(day))


class PolicyQuerySet(ScopedQuerySet):
    """Accident policies 意外险, seen by the unit that took them out."""

    scope_path = "unit__path"
    view_permission = Perms.VIEW_INSURANCE

    def in_force(self, day: date) -> Self:
        return self.filter(on(day))


class PolicyMemberQuerySet(ScopedQuerySet):
    """Who is covered by a policy, seen by the auxiliary's present unit."""

    scope_path = "auxiliary__unit__path"
    view_permission = Perms.VIEW_INSURANCE

    def in_force(self, day: date) -> Self:
        return self.filter(on(day))


class ClaimQuerySet(ScopedQuerySet):
    """Claims under a policy, seen by the auxiliary's present unit."""

    scope_path = "member__auxiliary__unit__path"
    view_permission = Perms.VIEW_INSURANCE


class PayQuerySet(ScopedQuerySet):
    """Schemes, sources, insurance terms, runs: seen by the unit they stand at."""

    scope_path = "unit__path"
    view_permission = Perms.VIEW_PAY


class BudgetQuerySet(PayQuerySet):
    scope_path = "source__unit__path"


class ItemQuerySet(PayQuerySet):
    scope_path = "scheme__unit__path"


class AmountQuerySet(PayQuerySet):
    scope_path = "item__scheme__unit__path"

    def in_force(self, first: date, last: date) -> Self:
        """On any of these days."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first), starts_on__lte=last)


class FeeQuerySet(PayQuerySet):
    scope_path = "agreement__unit__path"


class PersonPayQuerySet(PayQuerySet):
    """Settings and declarations of one person, seen by the auxiliary's present unit."""

    scope_path = "auxiliary__unit__path"

    def in_force(self, day: date) -> Self:
        return self.filter(on(day))


class InputQuerySet(PersonPayQuerySet):
    """What a month brings."""

    def counting(self, month: date) -> Self:
        return self.filter(month=month, withdrawn_at__isnull=True)


class RunQuerySet(PayQuerySet):
    """Pay runs 工资批次."""

    def open(self) -> Self:
        """Neither released nor cancelled."""
        return self.filter(status__in=("draft", "calculating", "calculated", "reviewed"))


class SlipQuerySet(PayQuerySet):
    """Payslips 工资条, seen by the unit the person served in that month."""

    def valid(self) -> Self:
        """Released ones."""
        return self.filter(run__status__in=("released", "issued"))


class LineQuerySet(PayQuerySet):
    scope_path = "slip__unit__path"


class LedgerQuerySet(PayQuerySet):
    scope_path = "auxiliary__unit__path"


class AnomalyQuerySet(PayQuerySet):
    scope_path = "run__unit__path"

    def waiting(self) -> Self:
        """Nobody looked at them yet."""
        return self.filter(accepted_at__isnull=True)


class CorrectionQuerySet(PayQuerySet):
    scope_path = "run__unit__path"
