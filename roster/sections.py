"""The roster's own sections of a person's file: what each shows, and the words of its time line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.perms import Perms
from core.registries import FileSection, file_sections
from roster.models import Auxiliary
from roster.selectors.files import timeline

Context = Mapping[str, Any]


def newest(rows: Iterable[Any], by: str) -> list[Any]:
    """Rows that were read with the file, newest first."""
    return sorted(rows, key=lambda row: getattr(row, by), reverse=True)


def person(auxiliary: Auxiliary, user: Any, day: date) -> Context:
    opening = user.may(Perms.OPEN_AUXILIARY_ACCOUNT, auxiliary.unit)
    accounts = list(auxiliary.person.users.filter(is_active=True).values_list("username", flat=True)) if opening else []
    return {"opening": opening, "accounts": accounts}


def postings(auxiliary: Auxiliary, user: Any, day: date) -> Context:
    rows = auxiliary.postings.select_related("unit", "post").order_by("-starts_on")
    return {"postings": list(rows), "grades": list(auxiliary.grades.order_by("-since"))}


def contracts(auxiliary: Auxiliary, user: Any, day: date) -> Context:
    found = newest(auxiliary.contracts.all(), "starts_on")
    return {"contracts": found, "has_open": any(contract.ended_on is None for contract in found)}


def cards(auxiliary: Auxiliary, user: Any, day: date) -> Context:
    found = newest(auxiliary.cards.all(), "valid_from")
    held = any(card.returned_on is None for card in found)
    return {"cards": found, "holds_card": held, "issues": newest(auxiliary.issues.all(), "issued_on")}


def qualifications(auxiliary: Auxiliary, user: Any, day: date) -> Context:
    return {"qualifications": newest(auxiliary.qualifications.all(), "obtained_on")}


def restrictions(auxiliary: Auxiliary, user: Any, day: date) -> Context:
    return {"restrictions": list(auxiliary.restrictions.order_by("-starts_on"))}


def relationships(auxiliary: Auxiliary, user: Any, day: date) -> Context:
    return {"relationships": list(auxiliary.relationships.order_by("ends_on", "name"))}


def documents(auxiliary: Auxiliary, user: Any, day: date) -> Context:
    return {"documents": list(auxiliary.documents.filter(withdrawn_on__isnull=True).order_by("-uploaded_at"))}


def injuries(auxiliary: Auxiliary, user: Any, day: date) -> Context:
    return {"injuries": list(auxiliary.injuries.order_by("-happened_on"))}


def leaving(auxiliary: Auxiliary, user: Any, day: date) -> Context:
    """Former leavings; of the latest, which pieces on its checklist have come back since."""
    held = {issue.serial or issue.note for issue in auxiliary.issues.all() if issue.returned_on is None}
    held |= {card.number for card in auxiliary.cards.all() if card.returned_on is None}
    return {"leavings": newest(auxiliary.leavings.all(), "last_day"), "still_held": held}


def history(auxiliary: Auxiliary, user: Any, day: date) -> Context:
    return {"entries": timeline(auxiliary)}


for order, (key, title, context) in enumerate(
    (
        ("person", _("Person"), person),
        ("postings", _("Postings and grades"), postings),
        ("contracts", _("Labour contracts"), contracts),
        ("cards", _("Work card and equipment"), cards),
        ("qualifications", _("Trainings and certificates"), qualifications),
        ("restrictions", _("Restrictions"), restrictions),
        ("relationships", _("Relatives"), relationships),
        ("documents", _("Papers"), documents),
        ("injuries", _("Work injuries"), injuries),
        ("leaving", _("Leaving"), leaving),
    )
):
    file_sections.add(FileSection(key, title, f"roster/sections/{key}.html", context, order=100 + 10 * order))
file_sections.add(FileSection("history", _("Time line"), "roster/sections/history.html", history, order=900))
