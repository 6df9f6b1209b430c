"""What the early warning hangs on the common pages: navigation, the desk, the auxiliary's own page, words of the trail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.perms import Perms
from core.registries import DeskCard, NavigationItem, OwnSection, action_words, desk_cards, navigation, own_sections
from discipline.querysets.warnings import READERS
from discipline.selectors import warnings as read
from discipline.selectors.warning_lists import WAITING

ROWS = 5


def to_look_at(user: Any, day: date) -> Mapping[str, Any] | None:
    """Everybody with a reason nobody has looked at is counted; the first of them are named, the red ones first."""
    rows = read.people(user, read.Policies(day), day, sign=WAITING)
    if not (count := len(rows)):
        return None
    return {"count": count, "rows": rows[:ROWS], "url": f"{reverse('discipline:warnings')}?sign={WAITING}"}


def own(auxiliary: Any, day: date) -> Mapping[str, Any] | None:
    """What stands out about me, as far as it is told, and what was done about it."""
    found = read.own(auxiliary, day)
    return {"found": found} if found.reasons or found.note else None


navigation.add(
    NavigationItem("discipline.warnings", _("Early warning"), "discipline:warnings", READERS, 158, group="conduct")
)
for right, order in ((Perms.SUPERVISE, 136), (Perms.RECTIFY, 137)):
    desk_cards.add(
        DeskCard(
            f"warnings.{right}",
            _("Early warning: look at it in time"),
            "discipline/warnings/_desk.html",
            to_look_at,
            right,
            order,
            part="know",
        )
    )
own_sections.add(
    OwnSection("warnings", _("What stands out about me"), "discipline/warnings/_own.html", own, 340, "mine")
)
action_words["warning.answered"] = _("Warning looked at")
