"""Exactly the list in sight as a spreadsheet, with a purpose that is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

from django.db import transaction
from django.db.models import Prefetch
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from accounts.models import User
from core import faults
from core.audit import record
from core.errors import BadInput
from core.perms import Perms
from organisation.models import Unit
from roster.exporting.columns import SENSITIVE, VALUES, heading, values
from roster.exporting.sheets import write_csv, write_xlsx
from roster.models import Auxiliary, Contract, Qualification, WorkCard
from roster.selectors.lists import SORTS, filtered

CHUNK = 500
FORMATS = ("xlsx", "csv")


@transaction.atomic
def export(
    *,
    by: User,
    on: dt.date,
    asked: Mapping[str, str],
    columns: Sequence[str],
    purpose: str,
    kind: str = "xlsx",
    unmasked: bool = False,
) -> tuple[str, IO[bytes]]:
    """File name and content of the view that `asked` (the filters of the address) shows. Raises BadInput.

    Numbers of people are masked unless asked for by somebody who may see them everywhere in the view; both are recorded.
    """
    keys = [key for key in dict.fromkeys(columns) if key in VALUES]
    if not keys:
        raise BadInput({"columns": _("Choose at least one column.")})
    if not purpose.strip():
        raise BadInput({"purpose": _("Say what the list is for: it is kept with your name.")})
    rows = in_view(by, asked, on)
    if unmasked:
        _may_unmask(by, rows)
    count = rows.count()
    sensitive = [key for key in keys if key in SENSITIVE] if unmasked else []
    record(
        "roster.exported",
        by=by,
        after={"rows": count, "columns": keys, "unmasked": sensitive, "filters": dict(asked), "format": kind},
        reason=purpose.strip()[:500],
        label=f"{count}",
        unit_path=_path(by, asked),
    )
    name = get_valid_filename(_("auxiliaries-%(day)s") % {"day": on.isoformat()})
    lines = (values(row, keys, masked=not unmasked) for row in _read(rows))
    headings = [heading(key) for key in keys]
    if kind == "csv":
        return f"{name}.csv", write_csv(headings, lines)
    return f"{name}.xlsx", write_xlsx(_("Auxiliaries"), headings, lines)


def in_view(user: User, asked: Mapping[str, str], day: dt.date) -> Any:
    """The same rows in the same order as the list shows, within the user's right to export."""
    rows = filtered(Auxiliary.objects.visible_to(user, Perms.EXPORT_ROSTER), user, asked, day)
    return rows.order_by(*SORTS.get(asked.get("sort", ""), SORTS["name"]))


def _may_unmask(by: User, rows: Any) -> None:
    """Only where every row lies in units on which the user may see identity numbers."""
    hidden = rows.exclude(pk__in=Auxiliary.objects.visible_to(by, Perms.VIEW_IDENTITY).values("pk"))
    if hidden.exists():
        said = _("You may not see these numbers for everybody in this list: export it masked, or choose other units.")
        raise BadInput({"unmasked": said})


def _read(rows: Any) -> Iterator[Auxiliary]:
    """A few hundred at a time, with what the columns need; never all in memory."""
    needed = rows.select_related("person", "unit", "post").prefetch_related(
        Prefetch(
            "contracts",
            Contract.objects.unended().select_related("employer", "agreement"),
            to_attr="open_contracts",
        ),
        Prefetch("cards", WorkCard.objects.held(), to_attr="held_cards"),
        Prefetch(
            "qualifications", Qualification.objects.order_by("-obtained_on", "-pk"), to_attr="newest_qualifications"
        ),
    )
    yield from needed.iterator(chunk_size=CHUNK)
    faults.point("mid-export")


def _path(by: User, asked: Mapping[str, str]) -> str:
    """The trail finds the export under the unit it was filtered by, else under the topmost of the user."""
    unit = Unit.objects.visible_to(by).filter(code=asked.get("unit", "")).first()
    if unit is not None:
        return str(unit.path)
    return next(iter(by.unit_paths(Perms.EXPORT_ROSTER)), "")
