"""What exports hang on the common pages: navigation, what waits for a second person, who took this person's data, words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.perms import Perms
from core.registries import (
    DeskCard,
    FileSection,
    NavigationItem,
    action_words,
    desk_cards,
    file_sections,
    navigation,
)
from exports.models import Export
from exports.selectors import taken_of
from reminders.wording import message_words

ROWS = 8


def waiting(user: Any, day: date) -> Mapping[str, Any] | None:
    """Files that wait for me as the second person."""
    rows = Export.objects.to_decide(user).select_related("by__person", "unit").order_by("requested_at")
    found = list(rows[: ROWS + 1])
    count = len(found) if len(found) <= ROWS else rows.order_by().count()
    return {"count": count, "rows": found[:ROWS], "url": f"{reverse('exports:list')}?show=waiting"} if found else None


def waiting_badge(user: Any) -> int:
    return Export.objects.to_decide(user).count() if user.may(Perms.APPROVE_EXPORT) else 0


def taken(auxiliary: Any, user: Any, day: date) -> Mapping[str, Any]:
    """Who took this person's data, when, what for."""
    rows = taken_of(auxiliary.person_id)
    return {"rows": rows, "empty": "" if rows else _("Nobody has exported this person's data.")}


navigation.add(
    NavigationItem(
        "exports",
        _("Exports"),
        "exports:list",
        (Perms.EXPORT_ROSTER, Perms.EDIT_PAY, Perms.COMPARE_PAY, Perms.APPROVE_EXPORT, Perms.VIEW_AUDIT),
        order=290,
        badge=waiting_badge,
    )
)
desk_cards.add(
    DeskCard(
        "exports", _("Exports that wait for a second person"), "exports/_desk.html", waiting, Perms.APPROVE_EXPORT, 60
    )
)
file_sections.add(
    FileSection("exported", _("Who took this person's data"), "exports/_file.html", taken, Perms.APPROVE_EXPORT, 900)
)
action_words.update(
    {
        "export.requested": _("Export asked for"),
        "export.approved": _("Export agreed to by a second person"),
        "export.declined": _("Export declined"),
        "export.outgrown": _("More people than agreed to: a second person decides again"),
        "export.made": _("File made"),
        "export.failed": _("File could not be made"),
        "export.downloaded": _("File downloaded"),
        "export.reopened": _("Link opened once more"),
        "export.withdrawn": _("Export taken back"),
        "export.lapsed": _("Export lapsed: nobody decided"),
        "export.deleted": _("File deleted"),
        "export.traced": _("A leaked file was traced"),
    }
)
message_words.update(
    {
        "exports.waits": _("%(name)s asks for export %(serial)s: a second person decides"),
        "exports.ready": _("Export %(serial)s is ready: it can be downloaded once, within an hour"),
        "exports.declined": _("Export %(serial)s was declined"),
        "exports.failed": _("Export %(serial)s could not be made"),
    }
)
