"""The roster's own sections of a person's file: what each shows, and the words of its time line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.perms import Perms
from core.registries import FileSection, file_sections
from roster.models import Auxiliary
from roster.opening import may_read, restriction_right
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
    """That somebody is restricted and until when is seen with the file; why, only with the right for that kind."""
    rows = list(auxiliary.restrictions.order_by("-starts_on"))
    return {"restrictions": [(row, may_read(user, restriction_right(row.kind), auxiliary)) for row in rows]}


def relationships(auxiliary: Auxiliary, user: Any, day: date) -> Context:
    return {"relationships": list(auxiliary.relationships.order_by("ends_on", "name"))}


def documents(auxiliary: Auxiliary, user: Any, day: date) -> Context:
    """The papers of the kinds the user may read; of others not even the title."""
    rows = auxiliary.documents.visible_to(user).filter(withdrawn_on__isnull=True)
    return {"documents": list(rows.order_by("-uploaded_at"))}


def injuries(auxiliary: Auxiliary, user: Any, day: date) -> Context:
    return {"injuries": list(auxiliary.injuries.order_by("-happened_on"))}


def leaving(auxiliary: Auxiliary, user: Any, day: date) -> Context:
    """Former leavings; of the latest, which pieces on its checklist have come back since."""
    held = {issue.serial or issue.note for issue in auxiliary.issues.all() if issue.returned_on is None}
    held |= {card.number for card in auxiliary.cards.all() if card.returned_on is None}
    return {"leavings": newest(auxiliary.leavings.all(), "last_day"), "still_held": held}


def history(auxiliary: Auxiliary, user: Any, day: date) -> Context:
    return {"entries": timeline(auxiliary, user)}


for order, (key, title, context, permission) in enumerate(
    (
        ("person", _("Person"), person, ""),
        ("postings", _("Postings and grades"), postings, ""),
        ("contracts", _("Labour contracts"), contracts, ""),
        ("cards", _("Work card and equipment"), cards, ""),
        ("qualifications", _("Trainings and certificates"), qualifications, ""),
        ("restrictions", _("Restrictions"), restrictions, ""),
        ("relationships", _("Relatives"), relationships, Perms.VIEW_PERSONAL),
        ("documents", _("Papers"), documents, ""),
        ("injuries", _("Work injuries"), injuries, Perms.VIEW_MEDICAL),
        ("leaving", _("Leaving"), leaving, Perms.VIEW_PERSONAL),
    )
):
    template = f"roster/sections/{key}.html"
    file_sections.add(FileSection(key, title, template, context, permission, order=100 + 10 * order))
file_sections.add(FileSection("history", _("Time line"), "roster/sections/history.html", history, order=900))
