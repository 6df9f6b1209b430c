"""What incidents and the care list hang on the common pages: navigation, the desk, the auxiliary's own page, the trail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.perms import Perms
from core.registries import DeskCard, NavigationItem, OwnSection, action_words, desk_cards, navigation, own_sections
from discipline.models.protection import Care, Incident
from regulations.querysets import numbers
from regulations.selectors import own_values
from roster.rules.terms import add_months

ROWS, MEDICAL = 8, "roster.health.medical_every_months"
READERS = (Perms.HANDLE_INCIDENTS, Perms.VIEW_CONDUCT)


def to_deal_with(user: Any, day: date) -> Mapping[str, Any] | None:
    """Incidents that nobody deals with, or I do, the next to fall due first."""
    rows = (
        Incident.objects.visible_to(user, Perms.HANDLE_INCIDENTS).open().exclude(auxiliary__person=user.person_id or 0)
    )
    rows = rows.filter(handler_person=None) | rows.filter(handler_person=user.person_id or 0)
    found = list(rows.select_related("unit").defer("what", "result")[: ROWS + 1])
    if not found:
        return None
    count = len(found) if len(found) <= ROWS else rows.order_by().count()
    return {"count": count, "rows": found[:ROWS], "url": f"{reverse('discipline:incidents')}?state=open", "today": day}


def own(auxiliary: Any, day: date) -> Mapping[str, Any]:
    """What happened to me on duty and who deals with it by when; care; and when the yearly medical is due."""
    path = auxiliary.unit.path
    months = own_values(numbers(path), key=MEDICAL, confirmed=False).at(MEDICAL, path=path, day=day).value
    return {
        "incidents": list(Incident.objects.of_person(auxiliary.person_id).select_related("handler_person")[:20]),
        "cares": list(Care.objects.running().filter(auxiliary__person=auxiliary.person_id)),
        "medical_by": add_months(auxiliary.medical_on or auxiliary.hired_on, months),
        "today": day,
    }


navigation.add(
    NavigationItem(
        "discipline.incidents", _("Incidents on duty"), "discipline:incidents", READERS, 162, group="conduct"
    )
)
navigation.add(NavigationItem("discipline.cares", _("Care list"), "discipline:cares", READERS, 164, group="conduct"))
desk_cards.add(
    DeskCard(
        "protection.mine",
        _("Incidents that wait for you"),
        "discipline/protection/_desk.html",
        to_deal_with,
        Perms.HANDLE_INCIDENTS,
        130,
    )
)
own_sections.add(
    OwnSection("protection", _("Protection and care"), "discipline/protection/_own.html", own, 335, "mine")
)
action_words.update(
    {
        "incident.reported": _("Incident reported"),
        "incident.taken": _("Incident taken in hand"),
        "incident.noted": _("Help or step written down"),
        "incident.settled": _("Incident settled"),
        "care.begun": _("Put on the care list"),
        "care.visited": _("Visited"),
        "care.ended": _("Taken off the care list"),
    }
)
