"""The kinds of sheets of pay: what a month brings, cards, deductions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from core.perms import Perms
from payroll.importing import cards, deductions, entries, people, problems
from payroll.importing.columns import CARDS, DECLARED, entry_columns
from roster.importing import kinds
from roster.importing.columns import Columns
from roster.importing.kinds import SheetKind

__all__ = ["OF_PAY", "problems"]  # what problems registers is registered by being read
BACK: Final = ("payroll:runs", _("Pay runs"))
MODES: Final[Mapping[str, Any]] = {
    "new": _("Enter only what is not there yet"),
    "update": _("Enter what is new and replace what differs"),
}


def _needed(columns: Columns, mode: str) -> Sequence[str]:
    return columns.needed()


def _kind(name: str, **more: Any) -> SheetKind:
    return kinds.add(
        SheetKind(
            key=f"pay-{name}",
            permission=Perms.EDIT_PAY,
            needed=_needed,
            lock=people.lock,
            route="payroll:import",
            takes={"kind": name},
            back=BACK,
            sheet_name=more["title"],
            file_name=f"{name}.xlsx",
            **more,
        )
    )


OF_PAY: Final[Mapping[str, SheetKind]] = {
    "entries": _kind(
        "entries",
        title=_("Import entries of a month"),
        about=_(
            "One row for each person and month: hours of overtime, days of absence and illness, items of the scheme, "
            "amounts. A run calculated before has to be calculated again."
        ),
        mode_label=_("Entries that a sheet made before"),
        modes=MODES,
        columns=entry_columns,
        gather=entries.gather,
        check=entries.check,
        apply=entries.apply,
    ),
    "cards": _kind(
        "cards",
        title=_("Import bank cards"),
        about=_(
            "One row for each person: the card to which the pay goes from a day on, and the years the tax asks for."
        ),
        mode_label=_("People with a card on file"),
        modes=MODES,
        columns=lambda units: CARDS,
        gather=cards.gather,
        check=cards.check,
        apply=cards.apply,
    ),
    "deductions": _kind(
        "deductions",
        title=_("Import special additional deductions"),
        about=_("One row for each deduction, as the person declared it: the employer may not alter it (IITL 11)."),
        mode_label=_("Deductions on file"),
        modes={"new": MODES["new"]},
        columns=lambda units: DECLARED,
        gather=deductions.gather,
        check=deductions.check,
        apply=deductions.apply,
    ),
}
