"""What of the roster may be exported: exactly the list of people in sight, and the list of contracts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from django.db.models import Prefetch
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import BadInput
from core.perms import Perms
from core.registries import ExportKind, ExportTable, export_kinds
from roster.exporting.columns import ALWAYS_SENSITIVE, BASIC, SENSITIVE, VALUES, heading, values
from roster.exporting.forms import ColumnsForm
from roster.importing import vocabulary as words
from roster.importing.columns import COLUMNS
from roster.models import Auxiliary, Contract, Qualification, WorkCard
from roster.selectors import lists

CHUNK = 500
OF_CONTRACTS: Final = (
    "name", "badge_number", "unit", "employer", "contract_number", "contract_kind", "contract_from", "contract_to",
    "probation_until", "signed_on", "monthly_wage",
)  # fmt: skip


def in_view(user: User, asked: Mapping[str, Any], day: dt.date) -> Any:
    """The same rows in the same order as the list shows, within the user's right to export."""
    rows = lists.filtered(Auxiliary.objects.visible_to(user, Perms.EXPORT_ROSTER), user, asked, day)
    return rows.order_by(*lists.SORTS.get(asked.get("sort", ""), lists.SORTS["name"]))


def people(user: User, asked: Mapping[str, Any], day: dt.date) -> Iterable[int]:
    return in_view(user, asked, day).values_list("person_id", flat=True)


def within(user: User, persons: Iterable[int], asked: Mapping[str, Any]) -> set[int]:
    """Those still in units where the user may export, and see numbers if the file shows them."""
    rows = Auxiliary.objects.visible_to(user, Perms.EXPORT_ROSTER).filter(person_id__in=list(persons))
    if asked.get("unmasked"):
        rows = rows.visible_to(user, Perms.VIEW_IDENTITY)
    return set(rows.values_list("person_id", flat=True))


def check(user: User, asked: Mapping[str, Any], day: dt.date) -> None:
    """Numbers in full only where every row lies in units on which the user may see identity numbers."""
    if wrong := [key for key in asked.get("columns", ()) if key not in VALUES]:
        raise BadInput({"columns": _("There is no column %(name)s.") % {"name": wrong[0]}})
    if not asked.get("unmasked"):
        return
    rows = in_view(user, asked, day)
    if rows.exclude(pk__in=Auxiliary.objects.visible_to(user, Perms.VIEW_IDENTITY).values("pk")).exists():
        said = _("You may not see these numbers for everybody in this list: export it masked, or choose other units.")
        raise BadInput({"unmasked": said})


def sensitive(asked: Mapping[str, Any]) -> Sequence[str]:
    """Numbers of people when shown in full; party and health whenever they are in it."""
    opened = {*ALWAYS_SENSITIVE, *(SENSITIVE if asked.get("unmasked") else ())}
    return [heading(key) for key in _keys(asked) if key in opened]


def make(user: User, asked: Mapping[str, Any], day: dt.date) -> ExportTable:
    """The list as a table; numbers of people masked unless asked for."""
    keys, masked = _keys(asked), not asked.get("unmasked")
    lines = (values(row, keys, masked=masked) for row in read(in_view(user, asked, day)))
    return ExportTable(_("Auxiliaries"), [heading(key) for key in keys], lines)


def _keys(asked: Mapping[str, Any]) -> list[str]:
    return [key for key in dict.fromkeys(asked.get("columns") or BASIC) if key in VALUES]


def read(rows: Any) -> Iterator[Auxiliary]:
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


def contracts_in_view(user: User, asked: Mapping[str, Any], day: dt.date) -> Any:
    return lists.contracts(user, asked, day).visible_to(user, Perms.EXPORT_ROSTER)


def people_with_contracts(user: User, asked: Mapping[str, Any], day: dt.date) -> Iterable[int]:
    return contracts_in_view(user, asked, day).order_by().values_list("auxiliary__person_id", flat=True)


def contracts(user: User, asked: Mapping[str, Any], day: dt.date) -> ExportTable:
    """The list of contracts as a table."""
    rows = contracts_in_view(user, asked, day).iterator(chunk_size=CHUNK)
    return ExportTable(_("Labour contracts"), [heading(key) for key in OF_CONTRACTS], (_line(row) for row in rows))


def _line(row: Contract) -> list[Any]:
    file, english = row.auxiliary, (get_language() or "").startswith("en")
    choices = COLUMNS["contract_kind"].choices
    if choices is None:
        raise TypeError("the kind of contract is one of several")
    kind = (words.english if english else words.chinese)(choices, row.kind)
    return [
        file.person.name, file.badge_number, file.unit.name, row.employer.name, row.number, kind,
        row.starts_on, row.last_day, row.probation_until, row.signed_on, row.monthly_wage,
    ]  # fmt: skip


export_kinds.add(
    ExportKind(
        key="roster",
        title=gettext_lazy("Auxiliaries"),
        permission=Perms.EXPORT_ROSTER,
        formats=("xlsx", "csv"),
        people=people,
        within=within,
        make=make,
        sensitive=sensitive,
        columns=lambda asked: [heading(key) for key in _keys(asked)],
        check=check,
        form=ColumnsForm,
        back="roster:list",
        order=10,
        about=gettext_lazy("The people on the list, with the columns you choose; can be imported again."),
    )
)
export_kinds.add(
    ExportKind(
        key="contracts",
        title=gettext_lazy("Labour contracts"),
        permission=Perms.EXPORT_ROSTER,
        formats=("xlsx", "csv"),
        people=people_with_contracts,
        columns=lambda asked: [heading(key) for key in OF_CONTRACTS],
        within=lambda user, persons, asked: within(user, persons, {}),
        make=contracts,
        back="roster:contracts",
        order=20,
        about=gettext_lazy("Contracts on the list: employer, kind, days, probation, wage."),
    )
)
