"""A draw, an inspection planned silently and one under way, a finding with a photo and who answers for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile

from accounts.models import User
from core import clock
from discipline.models import FindingPhoto
from discipline.services import supervision
from discipline.services.supervision import Plan
from organisation.models import Unit
from tests.cast import Cast
from tests.hostile.files import png
from tests.permissions.world import Place, staff


def objects(cast: Cast) -> dict[str, Any]:
    return made(cast, cast["north"], cast.user("inspector"), "北街", "北街辅警")


def everywhere(cast: Cast, at: Place) -> dict[str, Any]:
    """The same by an inspector of the place; among what left all of it is over."""
    watch = staff(cast, "watch", "inspector", at.name)
    rows = made(cast, at.unit, watch, at.name, f"found-{at.name}")
    if at.left:
        supervision.cancel(inspection=rows["inspection_planned"], reason="撤销", by=watch)
        supervision.withdraw(finding=rows["finding"], what="核实无误", by=watch)
    return rows


def made(cast: Cast, unit: Unit, watch: User, what: str, name: str) -> dict[str, Any]:
    plan = Plan("on_the_spot", cast.today + timedelta(days=2))
    words: dict[str, Any] = {"on": cast.today, "by": watch}
    auxiliary = cast.auxiliary(name, unit=unit.code)
    draw = supervision.draw(unit=unit, method="random", count=1, plan=plan, **words)
    planned = supervision.plan(unit=unit, plan=plan, **words)
    begun = supervision.begin(inspection=supervision.plan(unit=unit, plan=plan, **words), by=watch)
    finding = supervision.find(inspection=begun, item="uniform", what=what, **words)
    photo = FindingPhoto(
        finding=finding, content_type="image/png", size=80, sha256="0" * 64, taken_of="found", uploaded_by=watch,
        uploaded_at=clock.now(), file=ContentFile(png(4, 4), name="photo.png"),
    )  # fmt: skip
    photo.save()
    return {
        "draw": draw,
        "inspection_planned": planned,
        "inspection": begun,
        "finding": finding,
        "finding_photo": photo,
        "responsibility": supervision.name_auxiliary(finding=finding, auxiliary=auxiliary, by=watch),
    }
