"""The sheet of people: whom to hire and whose file to change."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.perms import Perms
from roster.importing import kinds
from roster.importing.apply import apply_plan, lock_room
from roster.importing.checks import check_all
from roster.importing.columns import COLUMNS
from roster.importing.facts import gather
from roster.importing.plan import UPDATE
from roster.models import ImportRun

AUXILIARIES = kinds.add(
    kinds.SheetKind(
        key=kinds.ROSTER,
        title=_("Import a sheet"),
        about="",
        mode_label=_("People already on file"),
        modes=dict(ImportRun.Mode.choices),
        permission=Perms.IMPORT_ROSTER,
        columns=lambda units: COLUMNS,
        needed=lambda columns, mode: ["identity_number"] if mode == UPDATE else columns.needed(),
        gather=gather,
        check=check_all,
        lock=lock_room,
        apply=apply_plan,
        route="roster:import",
        takes={},
        back=("roster:list", _("Auxiliaries")),
        sheet_name=_("Auxiliaries"),
        file_name="auxiliaries.xlsx",
    )
)
