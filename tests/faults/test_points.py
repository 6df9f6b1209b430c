"""The named moments: each is placed, none is armed outside a test, and a later wing's comes by itself."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from core import faults

ROOT = Path(__file__).resolve().parent.parent.parent
LOOK = "import os; os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'auxpolice.settings'); import core.faults"


def placed() -> Iterator[tuple[str, str]]:
    """Every call of `faults.point` in the program: its name and where it stands."""
    for room in sorted(path.parent for path in ROOT.glob("*/apps.py")):
        for path in sorted(room.rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "faults.point":
                    yield ast.literal_eval(node.args[0]), str(path.relative_to(ROOT))


def test_every_point_is_placed_or_waits_for_its_wing():
    names = {name for name, _where in placed()}
    assert names <= set(faults.POINTS)
    assert {name for name, wing in faults.POINTS.items() if not wing} == names


def test_a_program_given_the_folder_outside_a_test_refuses_to_start(tmp_path):
    kept = {key: value for key, value in os.environ.items() if not key.startswith("AUXPOLICE_")}
    command = [sys.executable, "-c", LOOK]
    refused = subprocess.run(
        command, cwd=ROOT, env=kept | {"AUXPOLICE_FAULT_POINTS": str(tmp_path)}, capture_output=True, text=True
    )
    assert refused.returncode == 1
    assert "only in tests" in refused.stderr
    assert subprocess.run(command, cwd=ROOT, env=kept, capture_output=True).returncode == 0


def test_a_point_is_armed_once_counts_what_passes_and_can_be_let_go(tmp_path, monkeypatch):
    monkeypatch.setattr(faults, "_folder", str(tmp_path))
    faults.point("mid-task")
    assert not list(tmp_path.iterdir())
    (tmp_path / "release").touch()
    (tmp_path / "mid-task").write_text("hold 2")
    for expected in ({"mid-task", "release"}, {"mid-task", "release"}, {"mid-task.reached", "release"}):
        faults.point("mid-task")
        assert {path.name for path in tmp_path.iterdir()} == expected
    (tmp_path / "mid-task.reached").unlink()
    faults.point("mid-task")
    assert {path.name for path in tmp_path.iterdir()} == {"release"}


def test_at_every_placed_point_some_test_kills():
    """A point somebody adds wants a test that ends a process there."""
    here = Path(__file__)
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py") if path != here]
    untried = [name for name, wing in faults.POINTS.items() if not wing and not any(f'"{name}"' in t for t in texts)]
    assert untried == []
