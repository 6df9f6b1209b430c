"""The roster's own sections of a person's file: what each shows, and what may be done there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.perms import Perms
from core.registries import FileSection, file_sections
from roster.models import Auxiliary
from roster.opening import may_read, restriction_right

Context = Mapping[str, Any]
Section = Callable[[Auxiliary, Any, date], Context]
Acts = Callable[[Auxiliary, Any, date], Sequence[tuple[Any, str]]]


def newest(rows: Iterable[Any], by: str) -> list[Any]:
    """Rows that were read with the file, newest first."""
    return sorted(rows, key=lambda row: getattr(row, by), reverse=True)


def person(auxiliary: Auxiliary, user: Any, day: date) -> Context:
    opening = user.may(Perms.OPEN_AUXILIARY_ACCOUNT, auxiliary.unit)
    accounts = list(auxiliary.person.users.filter(is_active=True).values_list("username", flat=True)) if opening else []
    return {"opening": opening, "accounts": accounts}


def postings(auxiliary: Auxiliary, user: Any, day: date) -> Context:
    rows, grades = newest(auxiliary.postings.all(), "starts_on"), newest(auxiliary.grades.all(), "since")
    return {"postings": rows, "grades": grades, "empty": "" if rows or grades else _("No posting is on file.")}


def contracts(auxiliary: Auxiliary, user: Any, day: date) -> Context:
    found = newest(auxiliary.contracts.all(), "starts_on")
    none = _("No contract is on file. A written contract is due within a month of the first day.")
    return {"contracts": found, "empty": "" if found else none}


def cards(auxiliary: Auxiliary, user: Any, day: date) -> Context:
    found, issues = newest(auxiliary.cards.all(), "valid_from"), newest(auxiliary.issues.all(), "issued_on")
    return {"cards": found, "issues": issues, "empty": "" if found or issues else _("Nothing was given out.")}


def qualifications(auxiliary: Auxiliary, user: Any, day: date) -> Context:
    found = newest(auxiliary.qualifications.all(), "obtained_on")
    return {"qualifications": found, "empty": "" if found else _("No training or certificate is on file.")}


def restrictions(auxiliary: Auxiliary, user: Any, day: date) -> Context:
    """That somebody is restricted and until when is seen with the file; why, only with the right for that kind."""
    found = newest(auxiliary.restrictions.all(), "starts_on")
    rows = [(row, may_read(user, restriction_right(row.kind), auxiliary)) for row in found]
    return {"restrictions": rows, "empty": "" if rows else _("No restriction.")}


def relationships(auxiliary: Auxiliary, user: Any, day: date) -> Context:
    rows = list(auxiliary.relationships.order_by("ends_on", "name"))
    return {"relationships": rows, "empty": "" if rows else _("No relative is on file.")}


def documents(auxiliary: Auxiliary, user: Any, day: date) -> Context:
    """The papers of the kinds the user may read; of others not even the title."""
    found = auxiliary.documents.visible_to(user).filter(withdrawn_on__isnull=True)
    rows = list(found.order_by("-uploaded_at"))
    return {"documents": rows, "empty": "" if rows else _("No paper is in the file.")}


def injuries(auxiliary: Auxiliary, user: Any, day: date) -> Context:
    rows = newest(auxiliary.injuries.all(), "happened_on")
    return {"injuries": rows, "empty": "" if rows else _("No work injury.")}


def leaving(auxiliary: Auxiliary, user: Any, day: date) -> Context:
    """Former leavings; of the latest, which pieces on its checklist have come back since."""
    held = {issue.serial or issue.note for issue in auxiliary.issues.all() if issue.returned_on is None}
    held |= {card.number for card in auxiliary.cards.all() if card.returned_on is None}
    rows = newest(auxiliary.leavings.all(), "last_day")
    return {"leavings": rows, "still_held": held, "empty": "" if rows else _("The person has not left.")}


def acts(*named: tuple[Any, str]) -> Acts:
    """What HR may do in a section while the person is on strength: (words, name of the page)."""

    def offered(auxiliary: Auxiliary, user: Any, day: date) -> list[tuple[Any, str]]:
        if auxiliary.status == Auxiliary.Status.LEFT or not user.may(Perms.EDIT_AUXILIARIES, auxiliary.unit):
            return []
        return [(words, reverse(f"roster:{name}", args=[auxiliary.pk])) for words, name in named]

    return offered


def contract_acts(auxiliary: Auxiliary, user: Any, day: date) -> list[tuple[Any, str]]:
    """A new contract while none is open; the open one has its own acts."""
    has_open = any(contract.ended_on is None for contract in auxiliary.contracts.all())
    new = [] if has_open else acts((_("Enter a labour contract"), "contract-sign"))(auxiliary, user, day)
    return [*new, *_papers(auxiliary, user)]


def _papers(auxiliary: Auxiliary, user: Any) -> list[tuple[Any, str]]:
    """The newest contract as a paper to sign, and the certificate: that the person works here, or that it ended."""
    if not user.may(Perms.VIEW_IDENTITY, auxiliary.unit):
        return []
    found = newest(auxiliary.contracts.all(), "starts_on")[:1]
    contract = [
        (_("Print the contract"), reverse("roster:contract-paper", args=[auxiliary.pk, row.pk])) for row in found
    ]
    left = auxiliary.status == Auxiliary.Status.LEFT
    words = _("Certificate of the end of the labour contract") if left else _("Certificate of employment")
    return [*contract, (words, reverse("roster:certificate", args=[auxiliary.pk]))]


def card_acts(auxiliary: Auxiliary, user: Any, day: date) -> Sequence[tuple[Any, str]]:
    """A work card only while none is held."""
    held = any(card.returned_on is None for card in auxiliary.cards.all())
    card = () if held else ((_("Give out a work card"), "card-issue"),)
    return acts(*card, (_("Give out equipment"), "equipment-issue"))(auxiliary, user, day)


def document_acts(auxiliary: Auxiliary, user: Any, day: date) -> list[tuple[Any, str]]:
    """Papers are put in after the last day, too."""
    if not user.may(Perms.EDIT_AUXILIARIES, auxiliary.unit):
        return []
    return [(_("Put a paper into the file"), reverse("roster:document-add", args=[auxiliary.pk]))]


SECTIONS: tuple[tuple[str, Any, Section, str, Acts], ...] = (
    ("person", _("Person"), person, "", acts()),
    ("postings", _("Postings and grades"), postings, "", acts((_("Give a grade"), "grade"))),
    ("contracts", _("Labour contracts"), contracts, "", contract_acts),
    ("cards", _("Work card and equipment"), cards, "", card_acts),
    ("qualifications", _("Trainings and certificates"), qualifications, "",
     acts((_("Enter a training or certificate"), "qualification-add"))),
    ("restrictions", _("Restrictions"), restrictions, "", acts((_("Restrict duties"), "restrict"))),
    ("relationships", _("Relatives"), relationships, Perms.VIEW_PERSONAL,
     acts((_("Enter a relative"), "relationship-add"))),
    ("documents", _("Papers"), documents, "", document_acts),
    ("injuries", _("Work injuries"), injuries, Perms.VIEW_MEDICAL, acts((_("Enter a work injury"), "injury-report"))),
    ("leaving", _("Leaving"), leaving, Perms.VIEW_PERSONAL, acts()),
)  # fmt: skip
for order, (key, title, context, permission, offered) in enumerate(SECTIONS):
    template = f"roster/sections/{key}.html"
    file_sections.add(FileSection(key, title, template, context, permission, order=100 + 10 * order, acts=offered))
