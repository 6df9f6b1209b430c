"""What falls due in supervision: the inspection that was planned, what is to be put right, the re-check."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from core.deadlines import Due, Source, register
from core.perms import Perms
from discipline.models.supervision import Finding, Inspection

RECHECK_AFTER = timedelta(days=7)  # policy of the house: what was reported is looked at within a week


def inspections(day: date, until: date) -> Iterator[Due]:
    """Inspections that are still to be made."""
    rows = Inspection.objects.open().filter(planned_for__lte=until)
    for pk, number, unit, planned_for in rows.values_list("pk", "number", "unit_id", "planned_for").iterator():
        yield Due(f"discipline.inspection:{pk}", planned_for, unit, number, None, f"/discipline/inspections/{pk}/")


def findings(day: date, until: date) -> Iterator[Due]:
    """What is still to be put right. The label names no person and no words."""
    rows = Finding.objects.to_put_right().filter(due_on__lte=until)
    for pk, number, unit, due_on in rows.values_list("pk", "number", "unit_id", "due_on").iterator():
        yield Due(f"discipline.finding:{pk}", due_on, unit, number, None, f"/discipline/findings/{pk}/")


def rechecks(day: date, until: date) -> Iterator[Due]:
    """What was reported as put right and nobody has looked at."""
    rows = Finding.objects.to_recheck().filter(due_on__lte=until - RECHECK_AFTER)
    for pk, number, unit, due_on in rows.values_list("pk", "number", "unit_id", "due_on").iterator():
        yield Due(f"discipline.recheck:{pk}", due_on + RECHECK_AFTER, unit, number, None, f"/discipline/findings/{pk}/")


register(
    Source(
        code="inspection",
        title=_("Inspection to be made"),
        stages=(7, 1, 0, -1),
        find=inspections,
        advice=_("Make the inspection and answer its checklist, or cancel it with the reason."),
        cites=("HA 25", "GX 22"),
        right=Perms.SUPERVISE,
    )
)
register(
    Source(
        code="rectification",
        title=_("Finding to be put right"),
        stages=(7, 3, 0, -1, -7),
        find=findings,
        advice=_("Put it right and report what was done, with a photo where one shows it."),
        cites=("HA 25", "GX 22"),
        escalates_after=3,
        right=Perms.RECTIFY,
        above=Perms.SUPERVISE,
    )
)
register(
    Source(
        code="recheck",
        title=_("Re-check due"),
        stages=(3, 0, -1),
        find=rechecks,
        advice=_("Look whether it was put right: pass it, or set a new day."),
        right=Perms.SUPERVISE,
    )
)
