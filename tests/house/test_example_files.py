"""Are the sheets in docs/examples those the script writes?"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from roster.importing.reading.parent import read_sheets

WRITTEN_ON = date(2026, 11, 21)


@pytest.mark.parametrize("name", ["county.xlsx", "new-district.xlsx", "bad-new-district.xlsx"])
def test_the_committed_sheet_is_the_one_the_script_writes(tmp_path: Path, name: str):
    call_command("write_examples", str(tmp_path), "--on", WRITTEN_ON.isoformat(), verbosity=0)
    assert read_sheets(settings.BASE_DIR / "docs" / "examples" / name) == read_sheets(tmp_path / name)
