"""Emergency rights are looked through by the audit administrator within three days of their end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import BreakGlass
from accounts.services.break_glass import REVIEW_DAYS
from core.clock import start_of
from core.deadlines import Due, Source, register


def unreviewed(day: date, until: date) -> Iterator[Due]:
    """Due three days after the rights were over."""
    before = start_of(until - timedelta(days=REVIEW_DAYS - 1))
    rows = BreakGlass.objects.filter(status="opened", reviewed_at=None, ends_at__lt=before)
    for row in rows.select_related("user__person", "unit").order_by("ends_at", "pk"):
        yield Due(
            subject=f"accounts.break_glass:{row.pk}",
            due_on=timezone.localtime(row.ends_at).date() + timedelta(days=REVIEW_DAYS),
            unit_id=row.unit_id,
            label=f"{row.user.display_name}: {row.get_group_display()}",
            url=reverse("accounts:break-glass-show", args=[row.pk]),
        )


register(
    Source(
        code="break_glass_review",
        title=_("Emergency rights to look through"),
        stages=(1, 0, -1),
        find=unreviewed,
        advice=_("The audit administrator looks through what was done with them, and notes it."),
        escalates_after=1,
    )
)
