"""How long this room keeps things: sheets and reports of imports, sensitive papers and numbers of people who left."""

from __future__ import annotations

import time
from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Func, IntegerField
from django.utils.translation import gettext_lazy as _

from core import clock
from core.actors import SYSTEM
from core.registries import Retention, retention
from roster.importing import runs, uploads
from roster.models import Auxiliary, Document, ImportRun

SENSITIVE_PAPERS = (Document.Kind.IDENTITY, Document.Kind.MEDICAL, Document.Kind.VETTING)
EMPTIED = ("address", "emergency_name", "emergency_phone", "bank_card", "photo")


def sheets_due(before: date, held: Collection[int]) -> int:
    limit = time.time() - uploads.KEPT_SECONDS
    return sum(path.is_file() and path.stat().st_mtime < limit for path in uploads.folder().iterdir())


def forget_sheets(before: date, held: Collection[int]) -> int:
    gone = sheets_due(before, held)
    runs.expire_old(by=SYSTEM)
    return gone


def _reports(before: date) -> Any:
    """Runs whose findings are not empty yet: sealed, so only their length can be asked for."""
    rows = ImportRun.objects.filter(made_at__lt=clock.start_of(before))
    return rows.annotate(bytes=Func("findings", function="octet_length", output_field=IntegerField())).filter(
        bytes__gt=0
    )


def forget_reports(before: date, held: Collection[int]) -> int:
    """The cells that were found wrong go; that and what was imported stays on record."""
    rows = list(_reports(before).only("pk"))
    for run in rows:
        run.findings = []
        run.save(update_fields=["findings"])
    return len(rows)


def _left(before: date, held: Collection[int]) -> Any:
    return Auxiliary.objects.filter(status=Auxiliary.Status.LEFT, left_on__lt=before).exclude(person_id__in=held)


def _papers(before: date, held: Collection[int]) -> Any:
    return Document.objects.filter(auxiliary__in=_left(before, held), kind__in=SENSITIVE_PAPERS).exclude(file="")


def forget_papers(before: date, held: Collection[int]) -> int:
    """Title and bytes of identity card, medical and political review of people who left; that there was one stays."""
    papers = list(_papers(before, held).select_for_update(of=("self",)))
    for paper in papers:
        storage, name = paper.file.storage, paper.file.name
        paper.file, paper.title, paper.withdrawn_on = "", "–", paper.withdrawn_on or clock.today()
        paper.save(update_fields=["file", "title", "withdrawn_on"])
        transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))
    return len(papers)


def contacts_due(before: date, held: Collection[int]) -> int:
    return len(_filled(before, held))


def _filled(before: date, held: Collection[int]) -> list[Auxiliary]:
    rows = _left(before, held).select_related("person").order_by("pk")
    return [row for row in rows if any(getattr(row, name) for name in EMPTIED) or row.person.phone or row.person.email]


def forget_contacts(before: date, held: Collection[int]) -> int:
    """Where they lived, whom to call, where the wage went: nothing of it is needed any more."""
    rows = _filled(before, held)
    for row in rows:
        storage, photo = row.photo.storage, row.photo.name
        for name in EMPTIED:
            setattr(row, name, "")
        row.save(update_fields=[*EMPTIED])
        row.person.phone = row.person.email = ""
        row.person.save(update_fields=["phone", "email"])
        if photo:
            transaction.on_commit(lambda storage=storage, photo=photo: storage.delete(photo))
    return len(rows)


retention.add(Retention("roster.import_files", _("Copies of imported sheets"), sheets_due, forget_sheets, 80))
retention.add(
    Retention(
        "roster.import_reports",
        _("Cells kept in reports of imports"),
        lambda before, held: _reports(before).count(),
        forget_reports,
        90,
    )
)
retention.add(
    Retention(
        "roster.leavers_papers",
        _("Identity, medical and review papers of people who left"),
        lambda before, held: _papers(before, held).count(),
        forget_papers,
        100,
    )
)
retention.add(
    Retention(
        "roster.leavers_contacts",
        _("Address, card and contacts of people who left"),
        contacts_due,
        forget_contacts,
        110,
    )
)
