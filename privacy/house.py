"""What this room hangs on the common pages: my data, requests to answer, what is forgotten when, words of the trail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import AuditEntry
from core.perms import Perms
from core.registries import (
    DeskCard,
    FileSection,
    NavigationItem,
    OwnSection,
    action_words,
    desk_cards,
    file_sections,
    navigation,
    own_sections,
    photo_allowed,
)
from privacy.models import RightsRequest, people_held
from privacy.services.consenting import consents_now, has_read_notice
from reminders.wording import message_words

ROWS = 8
LINES = 30


def open_requests(user: Any, day: date) -> Mapping[str, Any] | None:
    """Requests to answer, the most urgent first."""
    rows = RightsRequest.objects.visible_to(user).filter(status="open").select_related("auxiliary__person")
    found = list(rows.order_by("due_on", "pk")[: ROWS + 1])
    count = len(found) if len(found) <= ROWS else rows.count()
    url = f"{reverse('privacy:requests')}?status=open"
    return {"count": count, "rows": found[:ROWS], "url": url, "today": day} if found else None


def holds(auxiliary: Any, user: Any, day: date) -> Mapping[str, Any]:
    """Whether something keeps the data of this person from being deleted."""
    held = auxiliary.person_id in people_held(day)
    return {"held": held, "auxiliary": auxiliary, "empty": "" if held else _("No legal hold stands.")}


def hold_acts(auxiliary: Any, user: Any, day: date) -> list[tuple[Any, str]]:
    """The page of the holds, where one is placed and ended."""
    return [(_("Legal holds"), reverse("privacy:holds", args=[auxiliary.pk]))]


def own(auxiliary: Any, day: date) -> Mapping[str, Any]:
    """The way to everything about my data, and what is being answered."""
    waiting = RightsRequest.objects.filter(auxiliary=auxiliary, status="open").count()
    return {"read": has_read_notice(auxiliary.person_id), "waiting": waiting}


def own_timeline(auxiliary: Any, day: date) -> Mapping[str, Any]:
    """What happened to my file, the newest first; who acted in office stays out."""
    rows = AuditEntry.objects.filter(object_type=auxiliary._meta.label, object_id=str(auxiliary.pk), success=True)
    return {"entries": rows.order_by("-at", "-pk").only("at", "action")[:LINES]}


def own_notice(auxiliary: Any, day: date) -> Mapping[str, Any] | None:
    """The notice, until it is read."""
    return None if has_read_notice(auxiliary.person_id) else {"read": False, "waiting": 0}


navigation.add(NavigationItem("my-data", _("My data"), "privacy:own", (Perms.VIEW_SELF,), order=20))
navigation.add(NavigationItem("rights", _("Data requests"), "privacy:requests", (Perms.EDIT_AUXILIARIES,), order=295))
navigation.add(NavigationItem("kept", _("Retention periods"), "privacy:kept", (Perms.MANAGE_SETTINGS,), order=920))
desk_cards.add(
    DeskCard("rights", _("Data requests"), "privacy/_desk.html", open_requests, Perms.EDIT_AUXILIARIES, order=65)
)
file_sections.add(
    FileSection("holds", _("Legal holds"), "privacy/_file.html", holds, Perms.HOLD_RECORDS, order=910, acts=hold_acts)
)
photo_allowed.append(lambda person: consents_now(person, "photo"))
own_sections.add(OwnSection("notice", _("What we keep about you"), "privacy/_own.html", own_notice, 60, "today"))
own_sections.add(OwnSection("data", _("My data"), "privacy/_own.html", own, order=50, tab="mine"))
own_sections.add(OwnSection("timeline", _("Time line"), "privacy/_own_timeline.html", own_timeline, 900, "mine"))
action_words.update(
    {
        "person.copied": _("Copy of one's own file taken"),
        "notice.read": _("Privacy notice read"),
        "consent.given": _("Consent given"),
        "consent.withdrawn": _("Consent withdrawn"),
        "rights.asked": _("Request about own data"),
        "rights.answered": _("Request about own data answered"),
        "retention.ran": _("Old data forgotten"),
        "hold.placed": _("Legal hold placed"),
        "hold.ended": _("Legal hold ended"),
    }
)
message_words.update(
    {
        "rights.asked": _("%(name)s asks about their own data; answer by %(due)s"),
        "rights.answered": _("Your request about your data was answered"),
    }
)
