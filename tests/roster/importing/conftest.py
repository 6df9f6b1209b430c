"""The demonstration's world, and rows to write into sheets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from auxpolice import examples
from auxpolice.example_sheets import write_sheet
from roster.importing.plan import NEW_ONLY, ImportPlan, plan
from tests.roster.importing.world import DAY, World


@pytest.fixture
def world(db) -> World:
    return World()


class Sheets:
    """Writes rows of the new district's sheet, changed as a test likes, and plans them."""

    def __init__(self, folder: Path, world: World) -> None:
        self.folder, self.world = folder, world
        self.rows: list[dict[str, Any]] = examples.new_district_rows(DAY)[:5]

    def write(self, name: str = "sheet.xlsx") -> Path:
        write_sheet(self.folder / name, "花名册", self.rows)
        return self.folder / name

    def plan(self, mode: str = NEW_ONLY, by: Any = None) -> ImportPlan:
        return plan(self.write(), unit=self.world.district, by=by or self.world.hr, on=DAY, mode=mode)

    def codes(self, key: str = "", mode: str = NEW_ONLY) -> list[str]:
        """Codes found at a column, without the remark about the made-up region."""
        found = [f for f in self.plan(mode).findings if f.code != "region_unknown"]
        return [f.code for f in found if not key or f.key == key]


@pytest.fixture
def sheets(tmp_path: Path, world: World) -> Sheets:
    return Sheets(tmp_path, world)
