"""The columns the list of auxiliaries can show: what stands in each, what is read for it, what it is called in an export."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.templatetags.show import short_day
from roster.models import Auxiliary, Contract, Qualification, WorkCard


@dataclass(frozen=True)
class Cell:
    """What stands in one cell. `kind`: done, wrong or off for a status; nowrap for days and figures."""

    text: str
    kind: str = ""


@dataclass(frozen=True)
class ListColumn:
    """One column. `reads`: fields of the file; `rows`: kinds of rows read with it; `exported`: its key in an export."""

    key: str
    title: Any
    cell: Callable[[Auxiliary, dt.date], Cell]
    reads: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    sort: str = ""
    exported: str = ""


def _plain(value: Callable[[Auxiliary], Any]) -> Callable[[Auxiliary, dt.date], Cell]:
    return lambda row, day: Cell(str(value(row) or "–"))


def _day(value: Callable[[Auxiliary], dt.date | None]) -> Callable[[Auxiliary, dt.date], Cell]:
    return lambda row, day: Cell(short_day(value(row)), "nowrap")


def _until(row: Auxiliary, day: dt.date) -> Cell:
    """The last day of the contract in force; what has run over or is missing stands out."""
    contract = _first(row, "open_contracts")
    if contract is None:
        return Cell("–") if row.status == Auxiliary.Status.LEFT else Cell(_("none"), "wrong")
    if contract.last_day is None:
        return Cell(_("open-ended"))
    return Cell(short_day(contract.last_day), "wrong" if contract.last_day < day else "nowrap")


def _runs_out(rows: str, field: str) -> Callable[[Auxiliary, dt.date], Cell]:
    def cell(row: Auxiliary, day: dt.date) -> Cell:
        found = _first(row, rows)
        if found is None:
            return Cell("–") if row.status == Auxiliary.Status.LEFT else Cell(_("none"), "wrong")
        until = getattr(found, field)
        return Cell(short_day(until) if until else _("no end"), "wrong" if until and until < day else "nowrap")

    return cell


def _employer(row: Auxiliary, day: dt.date) -> Cell:
    contract = _first(row, "open_contracts")
    return Cell(contract.employer.name if contract is not None else "–")


def _status(row: Auxiliary, day: dt.date) -> Cell:
    kinds = {Auxiliary.Status.ACTIVE: "done", Auxiliary.Status.SUSPENDED: "wrong"}
    return Cell(row.get_status_display(), kinds.get(Auxiliary.Status(row.status), "off"))


def _years(since: Callable[[Auxiliary], dt.date | None]) -> Callable[[Auxiliary, dt.date], Cell]:
    def cell(row: Auxiliary, day: dt.date) -> Cell:
        start = since(row)
        if start is None:
            return Cell("–")
        last = min(row.left_on or day, day)
        return Cell(str(last.year - start.year - ((last.month, last.day) < (start.month, start.day))), "nowrap")

    return cell


def _first(row: Auxiliary, rows: str) -> Any:
    return next(iter(getattr(row, rows, ())), None)


LIST_COLUMNS: Final[Mapping[str, ListColumn]] = {
    column.key: column
    for column in (
        ListColumn("badge", gettext_lazy("Badge number"), _plain(lambda row: row.badge_number), ("badge_number",),
                   sort="badge", exported="badge_number"),
        ListColumn("unit", gettext_lazy("Unit"), _plain(lambda row: row.unit), exported="unit"),
        ListColumn("post", gettext_lazy("Post"), _plain(lambda row: row.post), exported="post"),
        ListColumn("category", gettext_lazy("Category"), _plain(lambda row: row.get_category_display()),
                   exported="category"),
        ListColumn("grade", gettext_lazy("Grade"), _plain(lambda row: row.grade), ("grade",), exported="grade"),
        ListColumn("hired", gettext_lazy("Hired on"), _day(lambda row: row.hired_on), sort="hired",
                   exported="hired_on"),
        ListColumn("until", gettext_lazy("Contract until"), _until, rows=("contracts",), exported="contract_to"),
        ListColumn("status", gettext_lazy("Status"), _status, exported="status"),
        ListColumn("employer", gettext_lazy("Employer of record"), _employer, rows=("contracts",),
                   exported="employer"),
        ListColumn("age", gettext_lazy("Age"), _years(lambda row: row.person.born_on), ("person__born_on",),
                   exported="age"),
        ListColumn("sex", gettext_lazy("Sex"), _plain(lambda row: row.person.get_sex_display()), ("person__sex",),
                   exported="sex"),
        ListColumn("education", gettext_lazy("Education"), _plain(lambda row: row.get_education_display()),
                   ("education",), exported="education"),
        ListColumn("service", gettext_lazy("Years of service"), _years(lambda row: row.hired_on), exported="service"),
        ListColumn("card", gettext_lazy("Work card until"), _runs_out("held_cards", "valid_until"), rows=("cards",),
                   exported="card_until"),
        ListColumn("training", gettext_lazy("Training until"), _runs_out("newest_trainings", "valid_until"),
                   rows=("trainings",), exported="training_until"),
    )
}  # fmt: skip
USUAL: Final = ("badge", "unit", "post", "category", "grade", "hired", "until", "status")
ALWAYS_READ: Final = (
    "category", "status", "hired_on", "left_on", "person__name", "unit__name", "unit__short_name", "post__title",
)  # fmt: skip


def chosen(asked: str, remembered: str = "") -> list[ListColumn]:
    """The columns named in the address, else those last chosen, else the usual ones."""
    for names in (asked, remembered):
        if keys := [key for key in dict.fromkeys(names.split(",")) if key in LIST_COLUMNS]:
            return [LIST_COLUMNS[key] for key in keys]
    return [LIST_COLUMNS[key] for key in USUAL]


def shown(numbers: Iterable[int], columns: Sequence[ListColumn]) -> list[Auxiliary]:
    """What the list shows of these files, in their order: only what the columns need is read."""
    wanted = list(numbers)
    reads = {field for column in columns for field in column.reads}
    rows = Auxiliary.objects.filter(pk__in=wanted).select_related("person", "unit", "post").only(*ALWAYS_READ, *reads)
    with_rows = [_PREFETCHES[name]() for name in sorted({name for column in columns for name in column.rows})]
    found = {row.pk: row for row in rows.prefetch_related(*with_rows)}
    return [found[number] for number in wanted if number in found]


def lines(files: Iterable[Auxiliary], columns: Sequence[ListColumn], day: dt.date) -> list[tuple[Auxiliary, Any]]:
    """Each file with its cells: (column, cell)."""
    return [(row, [(column, column.cell(row, day)) for column in columns]) for row in files]


def _contracts() -> Prefetch:
    rows = Contract.objects.unended().select_related("employer")
    return Prefetch("contracts", rows.only("auxiliary_id", "last_day", "employer__name"), to_attr="open_contracts")


def _cards() -> Prefetch:
    return Prefetch("cards", WorkCard.objects.held().order_by("-valid_until"), to_attr="held_cards")


def _trainings() -> Prefetch:
    rows = Qualification.objects.filter(kind=Qualification.Kind.TRAINING).order_by("-obtained_on", "-pk")
    return Prefetch("qualifications", rows, to_attr="newest_trainings")


_PREFETCHES: Final[Mapping[str, Callable[[], Prefetch]]] = {
    "contracts": _contracts, "cards": _cards, "trainings": _trainings,
}  # fmt: skip
