"""What of the assignments may be exported: the sheet of a day on paper, and the list in sight."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core import clock
from core.errors import BadInput
from core.perms import Perms
from core.registries import ExportKind, ExportTable, export_kinds
from duties.models import Assignment
from duties.pdf import sheet_pdf
from duties.selectors.assignments import daily_sheet
from duties.selectors.listing import assignments, day_in
from duties.selectors.sheet import lines
from organisation.models import Unit

Asked = Mapping[str, Any]
CHUNK = 500


def _sheet(user: User, asked: Asked) -> tuple[Unit, date, list[Assignment]] | None:
    """Unit, day and work of `?unit=CODE&day=`; None where there is no such unit in sight."""
    day = day_in(str(asked.get("day", ""))) or clock.today()
    unit = Unit.objects.visible_to(user, Perms.VIEW_ASSIGNMENTS).filter(code=asked.get("unit", "")).first()
    return None if unit is None else (unit, day, daily_sheet(user, unit, day))


def people_of_sheet(user: User, asked: Asked, day: date) -> Iterable[int]:
    found = _sheet(user, asked)
    return {member.auxiliary.person_id for row in found[2] for member in row.members.all()} if found else ()


def sheet_must_exist(user: User, asked: Asked, day: date) -> None:
    if _sheet(user, asked) is None:
        raise BadInput({"unit": _("There is no unit of this code among your units.")})


def sheet(user: User, asked: Asked, today: date) -> bytes:
    """The assignment sheet of a unit for a day."""
    found = _sheet(user, asked)
    if found is None:
        raise BadInput({"unit": _("There is no unit of this code among your units.")})
    unit, day, rows = found
    return sheet_pdf(unit, day, lines(rows, day), by=user.display_name, at=clock.now())


def _listed(user: User, asked: Asked) -> QuerySet[Assignment]:
    return assignments(user, {name: str(value) for name, value in asked.items()}).filter(
        Assignment.objects.scope(user, Perms.VIEW_ASSIGNMENTS)
    )


def people_of_list(user: User, asked: Asked, day: date) -> Iterable[int]:
    rows = _listed(user, asked).order_by().filter(members__isnull=False)
    return rows.values_list("members__auxiliary__person_id", flat=True).distinct()


def table(user: User, asked: Asked, day: date) -> ExportTable:
    """The list of assignments as a table."""
    headings = [
        _("Number"), _("Unit"), _("Time"), _("Until"), _("Place of the work"), _("Work"), _("Auxiliaries"),
        _("Leading officers on the spot"), _("Status"),
    ]  # fmt: skip
    return ExportTable(_("Assignments"), headings, _lines(_listed(user, asked)))


def _lines(rows: QuerySet[Assignment]) -> Iterator[list[Any]]:
    for row in rows.iterator(chunk_size=CHUNK):
        members = "、".join(member.auxiliary.person.name for member in row.members.all())
        leads = "、".join(str(lead.officer) for lead in row.leads.all())
        begins, ends = (f"{localtime(moment):%Y-%m-%d %H:%M}" for moment in (row.starts_at, row.ends_at))
        yield [row.number, str(row.unit), begins, ends, row.place, row.text, members, leads, row.get_status_display()]


def within(user: User, persons: Iterable[int], asked: Asked) -> set[int]:
    """Those who stand in assignments the user may still see."""
    rows = Assignment.objects.visible_to(user, Perms.VIEW_ASSIGNMENTS)
    named = rows.filter(members__auxiliary__person_id__in=list(persons))
    return set(named.values_list("members__auxiliary__person_id", flat=True))


export_kinds.add(
    ExportKind(
        key="duty-sheet",
        title=gettext_lazy("Assignment sheet"),
        permission=Perms.VIEW_ASSIGNMENTS,
        formats=("pdf",),
        people=people_of_sheet,
        within=within,
        make=sheet,
        check=sheet_must_exist,
        back="duties:sheet",
        order=30,
        about=gettext_lazy(
            "The assignments of one day in one unit, to print: who leads, what may and may not be done."
        ),
        routine=gettext_lazy("Sheet of the day, for the roll call"),
    )
)
export_kinds.add(
    ExportKind(
        key="assignments",
        title=gettext_lazy("Assignments"),
        permission=Perms.VIEW_ASSIGNMENTS,
        formats=("xlsx", "csv"),
        people=people_of_list,
        within=within,
        make=table,
        back="duties:assignments",
        order=40,
        about=gettext_lazy("Assignments on the list: who, what, where, when, approved by whom."),
    )
)
