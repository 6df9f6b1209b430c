"""What evidence hangs on the common pages: navigation, the auditor's desk, words of the trail; and the stream of grave acts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import clock
from core.perms import Perms
from core.registries import DeskCard, NavigationItem, action_words, desk_cards, navigation
from core.trail import streams
from evidence import anchors, selectors, services
from evidence import exporting as exporting  # hangs the trail on the exports
from evidence.models import SecurityAlarm
from evidence.words import alarm_words
from reminders.wording import message_words

ROWS = 8


def open_alarms(user: Any, day: date) -> Mapping[str, Any]:
    """What looked unusual and nobody has looked into yet."""
    rows = SecurityAlarm.objects.visible_to(user).open()
    found = list(rows[: ROWS + 1])
    count = len(found) if len(found) <= ROWS else rows.order_by().count()
    return {"rows": found[:ROWS], "count": count, "url": reverse("evidence:alarms"), "calm": not found}


def whole(user: Any, day: date) -> Mapping[str, Any]:
    """Whether the trail was whole when it was last verified, and when it was last anchored."""
    last, anchor = selectors.last_verification(), anchors.newest()
    calm = last is not None and last.state == last.State.INTACT
    told = {"last": last, "anchored_at": anchors.moment_of(anchor), "places": (anchor or {}).get("seq")}
    return {**told, "count": None, "url": reverse("evidence:verify"), "calm": calm}


def of_today(user: Any, day: date) -> Mapping[str, Any]:
    """What the trail holds since midnight: acts, refused ones, and by how many people."""
    rows = selectors.visible(user).filter(at__gte=clock.start_of(day)).order_by()
    found = rows.aggregate(
        acts=Count("pk"), refused=Count("pk", filter=Q(success=False)), people=Count("actor_id", distinct=True)
    )
    return {**found, "count": None, "url": reverse("evidence:trail"), "today": day}


navigation.add(
    NavigationItem("evidence", _("Audit trail"), "evidence:trail", (Perms.VIEW_AUDIT,), order=910, icon="trail")
)
navigation.add(
    NavigationItem(
        "alarms",
        _("Unusual events"),
        "evidence:alarms",
        (Perms.VIEW_ALARMS,),
        order=920,
        badge=lambda user: SecurityAlarm.objects.visible_to(user).open().count(),
        icon="alarm",
        short=pgettext_lazy("on the bar", "Unusual"),
    )
)
desk_cards.add(
    DeskCard("evidence.alarms", _("Unusual events"), "evidence/_desk_alarms.html", open_alarms, Perms.VIEW_ALARMS, 10)
)
desk_cards.add(
    DeskCard("evidence.whole", _("The audit trail"), "evidence/_desk_whole.html", whole, Perms.VIEW_AUDIT, 20)
)
desk_cards.add(
    DeskCard(
        "evidence.today",
        _("Today in the trail"),
        "evidence/_desk_today.html",
        of_today,
        Perms.VIEW_AUDIT,
        30,
        "figures",
    )
)
action_words.update(
    {
        "alarm.raised": _("Alarm given"),
        "alarm.answered": _("Alarm looked into"),
        "audit.verification_asked": _("Verification of the trail asked for"),
        "audit.verified": _("Trail verified"),
        "audit.pruned": _("Oldest part of the trail removed"),
        "request.refused": _("Request refused"),
        "sign_in.refused": _("Sign-in refused"),
    }
)
message_words["alarm"] = _("Unusual event: %(subject)s")
message_words.update({f"alarm.{kind}": words for kind, words in alarm_words.items()})
streams.append(services.stream_acts)
