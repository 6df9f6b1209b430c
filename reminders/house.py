"""What this room hangs on the common pages: navigation with its count, the desk, the auxiliary's own page, audit words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.perms import Perms
from core.registries import DeskCard, NavigationItem, OwnSection, action_words, desk_cards, navigation, own_sections
from reminders import selectors
from reminders.models import Message

ROWS = 8
MESSAGES = 5  # on the desk, where what waits is more than what was said


def desk(user: Any, day: date) -> Mapping[str, Any] | None:
    """What nobody has answered, by kind; the kind that is due next first, and how much of it is overdue."""
    waiting = selectors.waiting(user)
    kinds = list(
        waiting.order_by()
        .values("source")
        .annotate(
            count=Count("pk"),
            overdue=Count("pk", filter=Q(due_on__lt=day)),
            next=Min("due_on", filter=Q(due_on__gte=day)),
        )
        .order_by("next", "source")
    )
    if not kinds:
        return None
    address = f"{reverse('reminders:list')}?state=unanswered"
    rows = [
        {**kind, "title": selectors.title_of(kind["source"]), "url": f"{address}&kind={kind['source']}"}
        for kind in kinds
    ]
    return {"count": sum(kind["count"] for kind in kinds), "rows": rows, "url": address}


def own(auxiliary: Any, day: date) -> Mapping[str, Any] | None:
    """Papers of mine that run out."""
    rows = selectors.own(auxiliary.person_id)
    return {"rows": rows, "today": day} if rows else None


def unread(user: Any, day: date) -> Mapping[str, Any] | None:
    """What happened and concerns me, until I have read it."""
    mine = user.house_messages.filter(seen_at__isnull=True)
    rows = list(mine[: MESSAGES + 1])
    count = len(rows) if len(rows) <= MESSAGES else mine.order_by().count()
    return {"count": count, "rows": rows[:MESSAGES], "url": reverse("reminders:messages")} if rows else None


def own_unread(auxiliary: Any, day: date) -> Mapping[str, Any] | None:
    """The same, on my page."""
    mine = Message.objects.filter(user__person=auxiliary.person_id, seen_at__isnull=True)
    rows = list(mine[:ROWS])
    return {"rows": rows} if rows else None


navigation.add(
    NavigationItem(
        key="reminders",
        title=_("Reminders"),
        url_name="reminders:list",
        permissions=(Perms.VIEW_REMINDERS,),
        order=500,
        badge=selectors.badge,
        icon="bell",
    )
)
desk_cards.add(
    DeskCard(
        key="reminders",
        title=_("What falls due"),
        template="reminders/_desk.html",
        context=desk,
        permission=Perms.VIEW_REMINDERS,
        order=300,
    )
)
desk_cards.add(
    DeskCard(
        key="messages",
        title=_("Messages"),
        template="reminders/_desk_messages.html",
        context=unread,
        permission=Perms.VIEW_LAW,
        order=60,
        part="know",
    )
)
own_sections.add(
    OwnSection("messages", _("Messages"), "reminders/_own_messages.html", own_unread, order=50, tab="today")
)
own_sections.add(OwnSection("reminders", _("What runs out"), "reminders/_own.html", own, order=400, tab="today"))
action_words.update(
    {
        "reminders.run": _("Reminders looked at"),
        "reminder.answered": _("Reminder answered"),
    }
)
