"""What commendations tell of a person's file: awards, by the day they were decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.perms import Perms
from core.registries import Happening, HappeningSource, happenings
from discipline.rules.commendations import Status
from discipline.selectors import commendations as selectors


def awards(auxiliary: Any, user: Any, day: date) -> Iterator[Happening]:
    """Awards, also those that were revoked later."""
    for row in selectors.of_auxiliary(auxiliary, user):
        if row.status not in (Status.AWARDED, Status.REVOKED):
            continue
        said = _("Award: %(award)s (%(number)s)") % {"award": row.get_kind_display(), "number": row.number}
        note = str(row.get_status_display()) if row.status == Status.REVOKED else ""
        yield Happening(row.awarded_on, "award", said, note=note, url=reverse("discipline:commendation", args=[row.pk]))


happenings.add(HappeningSource("awards", awards, Perms.COMMEND))
