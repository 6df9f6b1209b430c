"""What the sheets of pay hang on the desk: those that were tried and wait to be applied."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from core import clock
from core.perms import Perms
from core.registries import DeskCard, desk_cards
from payroll.importing.kinds import OF_PAY
from roster.models import ImportRun

ROWS: Final = 5
KEPT: Final = timedelta(days=1)  # a sheet that was tried is kept so long


def sheets_waiting(user: Any, day: date) -> Mapping[str, Any] | None:
    """Sheets of pay of mine that were tried and not yet applied: put right what is wrong, or apply them. One query."""
    kinds = {kind.key: kind for kind in OF_PAY.values()}
    mine = ImportRun.objects.visible_to(user, Perms.EDIT_PAY).filter(kind__in=kinds, by=user)
    waiting = mine.open().filter(made_at__gte=clock.now() - KEPT).select_related("unit").defer("findings")
    runs = list(waiting.order_by("-made_at", "-pk")[:ROWS])
    if not runs:
        return None
    rows = [(run, kinds[run.kind].title, kinds[run.kind].address("run", run.pk)) for run in runs]
    return {"count": len(rows), "rows": rows, "url": kinds[runs[0].kind].address()}


desk_cards.add(
    DeskCard(
        key="payroll.sheets",
        title=_("Pay sheets not yet applied"),
        template="payroll/_desk_sheets.html",
        context=sheets_waiting,
        permission=Perms.EDIT_PAY,
        order=335,
    )
)
