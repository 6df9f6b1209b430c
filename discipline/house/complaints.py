"""What complaints hang on the common pages: navigation, the desk, the auxiliary's own page, words of the trail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import clock
from core.perms import Perms
from core.registries import DeskCard, NavigationItem, OwnSection, action_words, desk_cards, navigation, own_sections
from discipline.models.complaints import Complaint
from discipline.rules.complaints import OPEN, Status
from discipline.selectors import complaints as read

ROWS, MOST_COUNTED = 8, 100
RIGHT = Perms.HANDLE_COMPLAINTS


def _mine(user: Any) -> Any:
    """What nobody has in hand yet, and what I have in hand."""
    unassigned = Q(status__in=(Status.RECEIVED, Status.ACKNOWLEDGED))
    in_hand = Q(status=Status.IN_HAND, handler_person=user.person_id)
    return Complaint.objects.visible_to(user).filter(unassigned | in_hand).defer("what", "answer")


def to_deal_with(user: Any, day: date) -> Mapping[str, Any] | None:
    """Complaints that wait for me, the next to fall due first."""
    rows = _mine(user).select_related("unit").order_by("due_on", "pk")
    found = list(rows[: ROWS + 1])
    if not found:
        return None
    count = len(found) if len(found) <= ROWS else rows.order_by().count()
    return {"count": count, "rows": found[:ROWS], "url": f"{reverse('discipline:complaints')}?state=open", "today": day}


def waiting(user: Any) -> int | str:
    count = _mine(user)[:MOST_COUNTED].count()
    return count if count < MOST_COUNTED else f"{MOST_COUNTED - 1}+"


def own(auxiliary: Any, day: date) -> Mapping[str, Any]:
    """My own complaints, where they stand, by when they are answered, and how to make one."""
    return {"complaints": list(read.own(auxiliary.person_id)[:20]), "open": OPEN, "today": clock.today()}


navigation.add(
    NavigationItem(
        "discipline.complaints", _("Complaints"), "discipline:complaints", (RIGHT,), 160, waiting, group="conduct"
    )
)
desk_cards.add(
    DeskCard(
        "complaints.mine",
        _("Complaints that wait for you"),
        "discipline/complaints/_desk.html",
        to_deal_with,
        RIGHT,
        131,
    )
)
own_sections.add(OwnSection("complaints", _("My complaints"), "discipline/complaints/_own.html", own, 330, "mine"))
action_words.update(
    {
        "complaint.received": _("Complaint received"),
        "complaint.acknowledged": _("Complaint acknowledged"),
        "complaint.assigned": _("Complaint given to somebody"),
        "complaint.looked_after": _("Looked at retaliation"),
        "complaint.answered": _("Complaint answered"),
        "complaint.file_added": _("Picture added to a complaint"),
        "complaint.file_opened": _("Picture of a complaint looked at"),
        "reporter.opened": _("Reporter looked at"),
        "reporter.acts_opened": _("Acts against a reporter looked at"),
    }
)
