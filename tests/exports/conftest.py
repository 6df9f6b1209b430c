"""A station with a few people, who asks for exports and who agrees."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.conf import settings

from core import clock
from exports import services
from exports.models import Export
from tests.cast import TODAY, Cast

PURPOSE = "yearly review of the station"


@pytest.fixture(autouse=True)
def the_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("AUXPOLICE_TODAY", TODAY.isoformat())
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path / "media")


class Stage:
    """The cast with three auxiliaries at North; `ask` takes an export up to a step."""

    def __init__(self) -> None:
        self.cast = Cast()
        self.hr, self.supervisor = self.cast.user("hr"), self.cast.user("supervisor")
        self.people = [self.cast.auxiliary(name) for name in ("林晓", "王强", "阿依古丽·买买提")]

    def ask(self, columns: tuple[str, ...] = ("name", "badge_number", "identity_number"), **more: Any) -> Export:
        values = {"kind": "roster", "format": "xlsx", "purpose": PURPOSE, "by": self.hr, "on": TODAY, **more}
        filters = {"unit": "north", "columns": [*columns], **values.pop("filters", {})}
        return services.request_export(filters=filters, **values)

    def made(self, **more: Any) -> Export:
        export = self.ask(**more)
        if export.status == Export.Status.WAITING:
            services.approve_export(export=export, by=self.supervisor)
        return services.make_export(export=export)

    def taken(self, **more: Any) -> tuple[Export, str, bytes]:
        export = self.made(**more)
        return export, *services.take_export(export=export, by=export.by)


@pytest.fixture
def stage(db) -> Stage:
    return Stage()


@pytest.fixture
def later(monkeypatch):
    """Moves the clock of the house."""

    def move(**by: float) -> dt.datetime:
        moment = clock.now() + dt.timedelta(**by)
        monkeypatch.setattr(clock, "now", lambda: moment)
        return moment

    return move
