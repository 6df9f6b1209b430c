"""Named filters of insurance and pay."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q

from core.periods import on
from core.perms import Perms
from core.scope import ScopedQuerySet, under
from regulations.querysets import numbers

if TYPE_CHECKING:
    from accounts.models import User
    from organisation.models import Unit


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


class SchemeQuerySet(PayQuerySet):
    """Pay schemes 薪酬方案."""

    def speaking_for(self, unit: Unit, day: date) -> Any:
        """The scheme in force on a day for a unit: that of the nearest unit upward, or None."""
        above = numbers(unit.path)
        by_unit = {scheme.unit_id: scheme for scheme in self.filter(on(day), unit_id__in=above)}
        return next((by_unit[number] for number in reversed(above) if number in by_unit), None)


class ItemQuerySet(PayQuerySet):
    scope_path = "scheme__unit__path"


class AmountQuerySet(PayQuerySet):
    """Amounts 标准: seen by the unit of the scheme; that of one person by the person's present unit."""

    scope_path = "item__scheme__unit__path"

    def scope(self, user: User, permission: str | None = None) -> Q:
        paths = user.unit_paths(permission or self.view_permission)
        return (Q(auxiliary=None) & under(paths, self.scope_path)) | under(paths, "auxiliary__unit__path")

    def in_force(self, first: date, last: date | None = None) -> Self:
        """On any of these days, or on the one."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first), starts_on__lte=last or first)

    def of_persons(self) -> Self:
        """Of one single person each."""
        return self.filter(auxiliary__isnull=False)


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
