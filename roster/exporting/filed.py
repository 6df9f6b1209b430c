"""The roster in the form offices file: one landscape table on paper, unit by unit, with totals and lines to sign."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from django import forms
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.errors import BadInput
from core.forms import HouseForm
from core.perms import Perms
from core.registries import ExportKind, export_kinds
from core.templatetags.show import day as day_words
from core.templatetags.show import moment
from core.typesetting import typeset
from organisation.models import Unit
from roster.exporting import kinds
from roster.exporting.columns import open_contract
from roster.models import Auxiliary

TEMPLATE: Final = Path(__file__).resolve().parent / "typst" / "filed.typ"
MOST: Final = 3_000  # rows: nobody files more in one binder
Asked = Mapping[str, Any]


class NumbersForm(HouseForm):
    """Whether identity numbers stand in it in full."""

    def __init__(self, *args: Any, user: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if user.may(Perms.VIEW_IDENTITY):
            self.fields["unmasked"] = forms.BooleanField(
                label=gettext_lazy("Show identity numbers in full"),
                required=False,
                help_text=gettext_lazy("A second person agrees to it; the asking is recorded."),
            )


def check(user: User, asked: Asked, day: dt.date) -> None:
    """As for the list; and no more people than a binder takes."""
    kinds.check(user, {**asked, "columns": ()}, day)
    if kinds.in_view(user, asked, day).count() > MOST:
        raise BadInput({"unit": _("More than %(most)d people: file it unit by unit.") % {"most": MOST}})


def sensitive(asked: Asked) -> Sequence[str]:
    return [_("Identity number")] if asked.get("unmasked") else []


def make(user: User, asked: Asked, day: dt.date) -> bytes:
    """The paper; identity numbers masked unless asked for."""
    rows = sorted(kinds.read(kinds.in_view(user, asked, day)), key=lambda row: (row.unit.path, row.person.pinyin))
    return typeset(TEMPLATE, data(rows, asked, day, by=user))


def data(rows: Sequence[Auxiliary], asked: Asked, day: dt.date, *, by: User) -> dict[str, Any]:
    """What stands on it."""
    code = str(asked.get("unit") or "")
    unit = Unit.objects.visible_to(by).filter(code=code).first() if code else None
    return {
        "language": (get_language() or "zh")[:2],
        "title": _("Roster of auxiliaries"),
        "organ": unit.name if unit is not None else "",
        "day": day_words(day),
        "foot": _("Printed by %(name)s, %(time)s") % {"name": by.display_name, "time": moment(clock.now())},
        "page": _("Page {here} of {all}"),
        "heads": headings(),
        "groups": [
            {"name": str(held.name), "rows": lines}
            for held, lines in _groups(rows, masked=not asked.get("unmasked"))
        ],
        "totals": totals(rows),
        "signed": [_("Filed by (seal):"), _("In charge:"), _("Checked by:"), _("Filled in by:"), _("Date:")],
    }  # fmt: skip


def headings() -> list[str]:
    return [
        _("No."), _("Name"), _("Sex"), _("Born"), _("Education"), _("Identity number"), _("Badge number"), _("Category"),
        _("Post"), _("Grade"), _("Hired on"), _("Contract until"), _("Remarks"),
    ]  # fmt: skip


def _groups(rows: Sequence[Auxiliary], *, masked: bool) -> Iterator[tuple[Unit, list[list[str]]]]:
    number = 0
    for unit, people in groupby(rows, key=lambda row: row.unit):
        lines = []
        for row in people:
            number += 1
            lines.append([str(number), *_line(row, masked=masked)])
        yield unit, lines


def _line(row: Auxiliary, *, masked: bool) -> list[str]:
    person, contract = row.person, open_contract(row)
    until = contract.last_day if contract is not None else None
    ends = f"{until:%Y-%m-%d}" if until else _("open-ended") if contract is not None else "–"
    return [
        person.name,
        str(person.get_sex_display()),
        f"{person.born_on:%Y-%m}" if person.born_on else "",
        str(row.get_education_display()),
        person.identity_masked if masked else person.identity_number,
        row.badge_number,
        str(row.get_category_display()),
        row.post.title if row.post is not None else "",
        row.grade,
        f"{row.hired_on:%Y-%m-%d}",
        ends,
        "" if row.status == Auxiliary.Status.ACTIVE else str(row.get_status_display()),
    ]


def totals(rows: Sequence[Auxiliary]) -> str:
    """How many, of which kind."""
    service = sum(row.category == "service" for row in rows)
    women = sum(row.person.sex == "F" for row in rows)
    return pgettext(
        "foot of the roster", "%(all)d people: %(service)d service, %(clerical)d clerical; %(women)d women."
    ) % {"all": len(rows), "service": service, "clerical": len(rows) - service, "women": women}


export_kinds.add(
    ExportKind(
        key="roster-filed",
        title=gettext_lazy("Roster to file"),
        permission=Perms.EXPORT_ROSTER,
        formats=("pdf",),
        people=kinds.people,
        within=kinds.within,
        make=make,
        sensitive=sensitive,
        columns=lambda asked: headings(),
        check=check,
        form=NumbersForm,
        back="roster:list",
        order=15,
        about=gettext_lazy("The people on the list as a paper to seal and file: one table, unit by unit, with totals."),
    )
)
