"""An import of the first bureau that was tried and not applied."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from core import clock
from roster.models import ImportRun
from tests.cast import Cast
from tests.permissions.world import Place


def objects(cast: Cast) -> dict[str, Any]:
    run = ImportRun.objects.create(
        unit=cast["north"],
        file_name="名册.xlsx",
        file_sha256="0" * 64,
        token="permission table",
        by=cast.user("hr"),
        made_at=clock.now(),
        day=cast.today,
        status=ImportRun.Status.PLANNED,
        counts={"rows": 1, "new": 1, "changed": 0, "unchanged": 0, "errors": 0, "warnings": 0},
    )
    return {"import_run": run, "pay_import_run": _of_pay(run, cast.user("pay-clerk"))}


def everywhere(cast: Cast, at: Place) -> dict[str, Any]:
    """An import into the unit; the archived one ran out."""
    run = ImportRun.objects.create(
        unit=at.unit,
        file_name=f"{at.name}.xlsx",
        file_sha256="1" * 64,
        token=f"at {at.name}",
        by=at.clerk,
        made_at=clock.now(),
        day=cast.today,
        status=ImportRun.Status.EXPIRED if at.left else ImportRun.Status.PLANNED,
        counts={"rows": 1, "new": 1, "changed": 0, "unchanged": 0, "errors": 0, "warnings": 0},
    )
    return {"import_run": run, "pay_import_run": _of_pay(run, at.clerk)}


def _of_pay(run: ImportRun, by: User) -> ImportRun:
    """The same of a sheet of pay."""
    values = {
        name: getattr(run, name) for name in ("unit", "file_name", "file_sha256", "made_at", "day", "status", "counts")
    }
    return ImportRun.objects.create(kind="pay-entries", token=f"pay {run.token}", by=by, **values)
