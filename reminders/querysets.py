"""Named filters of notices."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Exists, OuterRef, Q

from core import deadlines
from core.perms import Perms
from core.scope import ScopedQuerySet, under

if TYPE_CHECKING:
    from accounts.models import User


class NoticeQuerySet(ScopedQuerySet):
    """Notices 提醒, seen by the unit of the record they speak of."""

    scope_path = "unit__path"
    view_permission = Perms.VIEW_REMINDERS

    def scope(self, user: User, permission: str | None = None) -> Q:
        """Of a source that names a right only what that right opens: a reminder of conduct is not read by who keeps files."""
        seen = super().scope(user, permission)
        rights = {source.code: source.right for source in deadlines.sources() if source.right}
        shown = seen & ~Q(source__in=[*rights])
        for right in sorted(set(rights.values())):
            codes = [code for code, named in rights.items() if named == right]
            shown |= seen & under(user.unit_paths(right), self.scope_path) & Q(source__in=codes)
        return shown if rights else seen

    def standing(self) -> Self:
        """One for each case that is still open: its newest stage."""
        return self.filter(closed_at__isnull=True, overtaken=False)

    def unanswered(self) -> Self:
        return self.filter(answered_at__isnull=True)

    def overdue(self, day: date) -> Self:
        return self.filter(due_on__lt=day)

    def of_person(self, person_id: int) -> Self:
        """What the person it is about may read on their own pages."""
        return self.filter(person_id=person_id)

    def with_seen(self, user_id: int) -> Self:
        """Each with `is_seen`: has this user marked it as read?"""
        from reminders.models import Delivery

        seen = Delivery.objects.filter(notice=OuterRef("pk"), user_id=user_id, seen_at__isnull=False)
        return self.annotate(is_seen=Exists(seen))

    def search(self, words: str) -> Self:
        """Every word stands in what a person reads of the notice."""
        condition = Q()
        for word in words.split():
            condition &= Q(label__icontains=word)
        return self.filter(condition)
