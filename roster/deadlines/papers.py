"""Papers that run out: the work card, certificates, the yearly training, documents of the file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from core.deadlines import Due, Source, register
from roster.deadlines.common import by_place, file_of, label
from roster.models import Auxiliary, Document, Qualification, WorkCard
from roster.rules.terms import add_months

_WHOSE = ("auxiliary_id", "auxiliary__unit_id", "auxiliary__person_id", "auxiliary__person__name")
_LEFT = {"auxiliary__status": Auxiliary.Status.LEFT}
STAGES = (60, 30, 7, -1)  # policy of the house: a new paper takes weeks


def _due(subject: str, row: list[Any], section: str) -> Due:
    auxiliary, unit, person, name, title, due_on = row
    return Due(subject, due_on, unit, label(name, title), person, file_of(auxiliary, section))


def cards(day: date, until: date) -> Iterator[Due]:
    """Cards not given back (one at a time)."""
    rows = WorkCard.objects.held().filter(valid_until__lte=until).exclude(**_LEFT)
    for pk, *row in rows.values_list("pk", *_WHOSE, "number", "valid_until").iterator():
        yield _due(f"roster.work_card:{pk}", row, "cards")


def certificates(day: date, until: date) -> Iterator[Due]:
    """Certificates of which the person has no later one."""
    later = Qualification.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=OuterRef("valid_until")),
        auxiliary=OuterRef("auxiliary"),
        subject=OuterRef("subject"),
        name=OuterRef("name"),
    ).exclude(pk=OuterRef("pk"))
    rows = Qualification.objects.filter(~Exists(later), kind="certificate", valid_until__lte=until).exclude(**_LEFT)
    for pk, *row in rows.values_list("pk", *_WHOSE, "name", "valid_until").iterator():
        yield _due(f"roster.qualification:{pk}", row, "qualifications")


def training(day: date, until: date) -> Iterator[Due]:
    """The day on which the last passed training runs out; the day of hiring for those who never passed one (HA 27)."""
    months = by_place("roster.training.valid_months", day)
    last: dict[int, date] = {}
    passed = Qualification.objects.filter(kind=Qualification.Kind.TRAINING).exclude(**_LEFT)
    columns = ("auxiliary_id", "auxiliary__unit__path", "obtained_on", "valid_until")
    for auxiliary, path, obtained_on, valid_until in passed.values_list(*columns).iterator():
        good_until = valid_until or add_months(obtained_on, months(path))
        last[auxiliary] = max(good_until, last.get(auxiliary, good_until))
    people = Auxiliary.objects.on_strength().values_list("pk", "unit_id", "person_id", "person__name", "hired_on")
    for pk, unit, person, name, hired_on in people.iterator():
        if (due_on := last.get(pk, hired_on)) <= until:
            yield Due(f"roster.auxiliary:{pk}", due_on, unit, name, person, file_of(pk, "qualifications"))


def documents(day: date, until: date) -> Iterator[Due]:
    """Papers of which the file holds no later one of the same kind and title. Titles are sealed: compared here, never told."""
    rows = Document.objects.filter(withdrawn_on__isnull=True, expires_on__lte=until).exclude(**_LEFT)
    ending = list(rows.values_list("pk", *_WHOSE, "kind", "title", "expires_on"))
    others = Document.objects.filter(auxiliary_id__in={row[1] for row in ending}, withdrawn_on__isnull=True)
    latest: dict[tuple[int, str, str], date] = {}
    for paper in others.only("auxiliary_id", "kind", "title", "expires_on"):
        same = (paper.auxiliary_id, paper.kind, paper.title)
        latest[same] = max(latest.get(same, date.min), paper.expires_on or date.max)
    for pk, auxiliary, unit, person, name, kind, title, due_on in ending:
        if latest[auxiliary, kind, title.opened(pk)] == due_on:
            yield _due(f"roster.document:{pk}", [auxiliary, unit, person, name, "", due_on], "documents")


register(
    Source(
        code="work_card",
        title=_("Work card runs out"),
        stages=STAGES,
        find=cards,
        advice=_("Issue a new card and take the old one back: without a valid card nobody goes on duty."),
        cites=("HA 29",),
        tells_person=True,
    )
)
register(
    Source(
        code="certificate",
        title=_("Certificate runs out"),
        stages=STAGES,
        find=certificates,
        advice=_("Renew it and enter the new one: duties that ask for it are refused from the next day on."),
        tells_person=True,
    )
)
register(
    Source(
        code="training",
        title=_("Training due"),
        stages=STAGES,
        find=training,
        advice=_("Let the person pass the training and enter it: duties are refused without a valid one."),
        cites=("HA 27", "GX 24"),
        tells_person=True,
    )
)
register(
    Source(
        code="document",
        title=_("Document runs out"),
        stages=STAGES,
        find=documents,
        advice=_("Ask for the new paper and add it to the file."),
        tells_person=True,
    )
)
