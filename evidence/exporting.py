"""The trail as a file: what the auditor's search found, for an inspection or a court."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.errors import BadInput
from core.models import AuditEntry, AuditLink
from core.perms import Perms
from core.registries import ExportKind, ExportTable, action_words, export_kinds
from evidence import selectors
from evidence.forms import TrailForm

Asked = Mapping[str, Any]
MOST = 50_000  # entries in one file; a longer search is cut by days
CHUNK = 2000


def _found(user: User, asked: Asked) -> QuerySet[AuditEntry]:
    form = TrailForm({name: str(value) for name, value in asked.items()}, user=user)
    if not form.is_valid():
        raise BadInput({name: [str(said) for said in errors] for name, errors in form.errors.items()})
    return selectors.search(user, form.cleaned_data)


def check(user: User, asked: Asked, day: date) -> None:
    """Raises BadInput when there are more entries than one file takes."""
    if _found(user, asked)[MOST : MOST + 1].exists():
        raise BadInput({"": _("These are more than 50,000 entries: choose fewer days.")})


def people(user: User, asked: Asked, day: date) -> Iterable[int]:
    """Whoever acted in the entries."""
    rows = _found(user, asked).order_by().filter(person_id__isnull=False)
    return rows.values_list("person_id", flat=True).distinct()


def within(user: User, persons: Iterable[int], asked: Asked) -> set[int]:
    """Those who act in entries the auditor may still see."""
    rows = selectors.visible(user).filter(person_id__in=list(persons))
    return set(rows.order_by().values_list("person_id", flat=True).distinct())


def table(user: User, asked: Asked, day: date) -> ExportTable:
    """Each entry with its place in the chain and its hash, so that the file can be compared with the trail later."""
    headings = [
        _("Time"), _("Act"), _("Who"), _("Roles then held"), _("About"), _("Outcome"), _("Reason"), _("Before"),
        _("After"), _("From where"), _("Request number"), _("Place in the chain"), _("Hash"),
    ]  # fmt: skip
    return ExportTable(_("Audit trail"), headings, _lines(_found(user, asked)[:MOST]))


def _lines(rows: QuerySet[AuditEntry]) -> Iterator[list[Any]]:
    entries = list(rows)
    for start in range(0, len(entries), CHUNK):
        some = entries[start : start + CHUNK]
        links = {link.entry_id: link for link in AuditLink.objects.filter(entry_id__in=[entry.pk for entry in some])}
        yield from (_line(entry, links.get(entry.pk)) for entry in some)


def _line(entry: AuditEntry, link: AuditLink | None) -> list[Any]:
    return [
        f"{localtime(entry.at):%Y-%m-%d %H:%M:%S %z}",
        str(action_words.get(entry.action, entry.action)),
        entry.actor_name,
        entry.roles,
        entry.object_label,
        _("Done") if entry.success else _("Refused"),
        entry.reason,
        _pairs(entry.before),
        _pairs(entry.after),
        entry.address,
        entry.request_id,
        link.seq if link else "",
        bytes(link.hash).hex() if link else "",
    ]


def _pairs(values: Mapping[str, Any]) -> str:
    return "; ".join(f"{name}: {value}" for name, value in values.items())


export_kinds.add(
    ExportKind(
        key="audit",
        title=gettext_lazy("Audit trail"),
        permission=Perms.VIEW_AUDIT,
        formats=("xlsx", "csv"),
        people=people,
        within=within,
        make=table,
        check=check,
        back="evidence:trail",
        order=90,
        about=gettext_lazy("Entries that your search finds, each with its place in the chain and its hash."),
    )
)
