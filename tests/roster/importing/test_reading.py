"""What may be uploaded, and what becomes of an upload that is not what it says?"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import zipfile

import pytest

from core.errors import BadInput
from roster.importing.reading import parent
from roster.importing.reading.parent import read_sheets
from tests.roster.importing.files import TYPES, sheet_xml, text_cell, write_parts, write_xlsx


def refused(path) -> str:
    with pytest.raises(BadInput) as caught:
        read_sheets(path)
    assert [*caught.value.errors] == ["file"]
    return str(caught.value.errors["file"][0])


@pytest.fixture(autouse=True)
def english():
    from django.utils import translation

    with translation.override("en"):
        yield


def test_a_workbook_is_read_as_it_stands(tmp_path):
    path = write_xlsx(
        tmp_path / "a.xlsx",
        [
            ["名册"],
            [],
            ["姓名", "入职日期", "工资"],
            ["𠮷田·买买提", dt.date(2026, 11, 21), 3000.5],
            ["李雷", None, 13800001234],
        ],
    )
    (sheet,) = read_sheets(path)
    assert sheet.name == "名册"
    assert [row.number for row in sheet.rows] == [1, 3, 4, 5]
    assert sheet.rows[2].cells == ["𠮷田·买买提", {"day": "2026-11-21"}, 3000.5]
    assert sheet.rows[3].cells[2] == 13800001234


def test_a_formula_gives_its_value_and_is_told(tmp_path):
    (sheet,) = read_sheets(write_xlsx(tmp_path / "a.xlsx", [["x", {"formula": "=1+1", "value": 2}]]))
    assert sheet.rows[0].cells == ["x", 2]
    assert sheet.rows[0].formulas == {2}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_is_read_in_the_encodings_of_offices(tmp_path, encoding):
    path = tmp_path / "a.csv"
    path.write_bytes('姓名,备注\r\n𠮷田·买买提,"一,二"\r\n\r\n李雷,\r\n'.encode(encoding))
    (sheet,) = read_sheets(path)
    assert [row.cells for row in sheet.rows] == [["姓名", "备注"], ["𠮷田·买买提", "一,二"], ["李雷", None]]


def test_semicolons_and_tabs_separate_too(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("name;unit\nLi;1\n")
    assert read_sheets(path)[0].rows[1].cells == ["Li", "1"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "not a spreadsheet"),
        (b"%PDF-1.7 \x00\x01", "not a spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old .xls form"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"PK\x03\x04" + b"rubbish" * 100, "damaged"),
        (b"\x00\x01\x02\x03\xff\xfe\xfd" * 50, "neither"),
    ],
)
def test_what_is_no_spreadsheet_is_named(tmp_path, content, says):
    path = tmp_path / "named.xlsx"
    path.write_bytes(content)
    assert says in refused(path)


def test_a_truncated_workbook_is_called_damaged(tmp_path):
    whole = write_xlsx(tmp_path / "a.xlsx", [["姓名"]] * 500).read_bytes()
    for cut in (100, len(whole) // 2, len(whole) - 30):
        path = tmp_path / "cut.xlsx"
        path.write_bytes(whole[:cut])
        assert "damaged" in refused(path)


def test_a_zip_of_something_else_is_not_a_spreadsheet(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert "not a spreadsheet" in refused(path)


def test_macros_are_refused_whatever_the_name_says(tmp_path):
    macro = TYPES.replace("spreadsheetml.sheet.main+xml", "ms-excel.sheet.macroEnabled.main+xml")
    assert "macros" in refused(write_parts(tmp_path / "a.xlsx", sheet_xml(""), **{"[Content_Types].xml": macro}))
    assert "macros" in refused(write_parts(tmp_path / "b.xlsx", sheet_xml(""), **{"xl/vbaProject.bin": "x"}))


def test_a_name_that_climbs_out_of_the_archive_is_refused(tmp_path):
    assert "damaged" in refused(write_parts(tmp_path / "a.xlsx", sheet_xml(""), **{"../../etc/cron.d/x": "x"}))


def test_a_bomb_is_refused_before_it_unpacks(tmp_path):
    path = write_parts(tmp_path / "a.xlsx", sheet_xml(""), **{"xl/media/a.xml": " " * (60 * 2**20)})
    assert path.stat().st_size < 100_000
    assert "unpacks to far more" in refused(path)


def test_many_empty_entries_are_refused(tmp_path):
    path = write_parts(tmp_path / "a.xlsx", sheet_xml(""), **{f"x/{n}": "" for n in range(1500)})
    assert "unpacks to far more" in refused(path)


def test_a_claimed_size_is_not_believed(tmp_path):
    row = f'<row r="1">{text_cell("A1", "姓名")}</row>'
    path = write_parts(tmp_path / "a.xlsx", sheet_xml(row, dimension="A1:XFD1048576"))
    (sheet,) = read_sheets(path)
    assert [row.cells for row in sheet.rows] == [["姓名"]]


READ = """
import resource, sys
from pathlib import Path
import django
django.setup()
from core.errors import BadInput
from roster.importing.reading.parent import read_sheets
try:
    read_sheets(Path(sys.argv[1]))
except BadInput:
    print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def peak_of_reading(path) -> int:
    """Kilobytes the reading child held at most; asked in a small process, as a child is charged with its parent's memory."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "auxpolice.settings"}
    asked = [sys.executable, "-c", READ, str(path)]
    told = subprocess.run(asked, env=environment, capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    return int(told.stdout)


@pytest.mark.parametrize("place", ["XFD1048576", "A1048576", "XFD1"])
def test_a_small_sheet_with_a_far_cell_is_refused_naming_the_cell(tmp_path, place):
    number = "".join(c for c in place if c.isdigit())
    near = f'<row r="1">{text_cell("A1", "姓名")}' + ("</row>" if number != "1" else "")
    far = (f'<row r="{number}">' if number != "1" else "") + f"{text_cell(place, 'x')}</row>"
    path = write_parts(tmp_path / "a.xlsx", sheet_xml(near + far))
    assert path.stat().st_size < 4096
    assert place in refused(path)
    assert peak_of_reading(path) < 512 * 1024


def test_far_cells_that_are_blank_do_no_harm(tmp_path):
    rows = f'<row r="1">{text_cell("A1", "姓名")}</row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    (sheet,) = read_sheets(write_parts(tmp_path / "a.xlsx", sheet_xml(rows)))
    assert len(sheet.rows) == 1


def test_entities_do_not_multiply(tmp_path):
    bomb = '<!DOCTYPE x [<!ENTITY a "' + "a" * 1000 + '">'
    bomb += "".join(f'<!ENTITY {b} "{f"&{a};" * 40}">' for a, b in zip("abcde", "bcdef", strict=True)) + "]>"
    xml = sheet_xml('<row r="1"><c r="A1" t="inlineStr"><is><t>&f;</t></is></c></row>')
    assert refused(write_parts(tmp_path / "a.xlsx", xml.replace("<worksheet", bomb + "<worksheet", 1)))


def test_more_rows_than_are_read_is_said(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("姓名\n" + "李雷\n" * 20_001)
    assert "20000 rows" in refused(path)


def test_a_file_over_the_limit_is_refused_unread(tmp_path, settings):
    settings.UPLOAD_MAX_BYTES = 2 * 2**20
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04" + b"\0" * (3 * 2**20))
    assert "larger than 2 MB" in refused(path)


def test_the_child_cannot_take_more_memory_than_allowed():
    greedy = "from roster.importing.reading.child import MEMORY, limit; limit(MEMORY, 10); bytearray(600 * 2**20)"
    ended = subprocess.run([sys.executable, "-c", greedy], capture_output=True, text=True)
    assert "MemoryError" in ended.stderr


def test_a_child_that_takes_too_long_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(parent, "WALL_SECONDS", 0.01)
    assert "more memory or time" in refused(write_xlsx(tmp_path / "a.xlsx", [["姓名"]]))
