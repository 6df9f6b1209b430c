"""`import_roster`: dry run unless --apply; exit status 0 done, 1 refused or found wrong, 2 used wrongly."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command

from auxpolice import demo_world as demo
from auxpolice import examples
from roster.models import Auxiliary
from tests.roster.importing.world import DAY


@pytest.fixture(autouse=True)
def the_day(monkeypatch):
    monkeypatch.setenv("AUXPOLICE_TODAY", DAY.isoformat())


def run(*arguments: object) -> tuple[int, str, str]:
    out, wrong = io.StringIO(), io.StringIO()
    try:
        call_command("import_roster", *map(str, arguments), stdout=out, stderr=wrong)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue(), wrong.getvalue()
    return 0, out.getvalue(), wrong.getvalue()


def test_it_tries_first_and_applies_when_told(world, tmp_path):
    path = tmp_path / "x.xlsx"
    examples.write_new_district(path, DAY)
    status, out, _ = run(path, "--unit", demo.NEW_DISTRICT, "--as", "hr", "--json")
    assert (status, json.loads(out)["counts"]["new"], Auxiliary.objects.count()) == (0, 60, 0)
    status, out, _ = run(path, "--unit", demo.NEW_DISTRICT, "--as", "hr", "--apply", "--json")
    assert (status, json.loads(out)["status"], Auxiliary.objects.count()) == (0, "applied", 60)
    status, _, wrong = run(path, "--unit", demo.NEW_DISTRICT, "--as", "hr", "--apply")
    assert status == 1 and wrong


def test_bad_cells_are_lines_and_status_one(world, tmp_path):
    path = tmp_path / "x.xlsx"
    examples.write_bad(path, DAY)
    status, out, _ = run(path, "--unit", demo.NEW_DISTRICT, "--as", "hr", "--apply")
    assert status == 1 and "无名劳务公司" in out and out.count("error ") == 28
    assert Auxiliary.objects.count() == 0


def test_a_file_that_is_no_spreadsheet_is_a_sentence_and_status_one(world, tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_bytes(b"%PDF-1.7")
    status, out, wrong = run(path, "--unit", demo.NEW_DISTRICT, "--as", "hr")
    assert status == 1 and wrong and "Traceback" not in wrong


@pytest.mark.parametrize(
    ("unit", "user", "file"),
    [(demo.SUB_BUREAU, "hr", "x"), (demo.NEW_DISTRICT, "nobody", "x"), (demo.NEW_DISTRICT, "hr", "missing")],
)
def test_used_wrongly_is_status_two(world, tmp_path, unit, user, file):
    (tmp_path / "x").write_bytes(b"")
    assert run(tmp_path / file, "--unit", unit, "--as", user)[0] == 2
