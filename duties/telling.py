"""What this room tells on a person's time line: the duties they were sent to, as far as the reader may see them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.perms import Perms
from core.registries import Happening, HappeningSource, happenings
from duties.life import Status
from duties.models import Assignment

MOST = 200  # the newest; older ones stand in the list of assignments
TOLD = (Status.APPROVED, Status.UNDER_WAY, Status.COMPLETED, Status.STOPPED)


def duties(auxiliary: Any, user: Any, day: date) -> Iterator[Happening]:
    """Work that was approved, by the day it began."""
    rows = Assignment.objects.visible_to(user).of_auxiliary(auxiliary.pk).filter(status__in=TOLD)
    for row in rows.order_by("-starts_at", "-pk")[:MOST]:
        said = _("Duty %(number)s: %(text)s") % {"number": row.number, "text": row.text[:80]}
        on = timezone.localtime(row.starts_at).date()
        url = reverse("duties:assignment", args=[row.pk])
        yield Happening(on, "duty", said, note=str(row.get_status_display()), url=url)


happenings.add(HappeningSource("duties", duties, Perms.VIEW_ASSIGNMENTS))
