"""Does a leaked sheet, page, cell or list of names lead back to the account in one step?"""

from __future__ import annotations

import io
import json
import zipfile

import pytest
import python_calamine
from django.core.management import call_command
from pypdf import PdfReader, PdfWriter

from exports.marks import serials_in
from exports.paper import stamped, words_of
from exports.tracing import text_of
from tests.exports.conftest import Stage


def traced(given) -> tuple[int, list]:
    out = io.StringIO()
    try:
        call_command("trace_export", str(given), "--json", stdout=out)
    except SystemExit as end:
        return int(str(end.code)), json.loads(out.getvalue())
    return 0, json.loads(out.getvalue())


def cells(content: bytes) -> list[list]:
    return python_calamine.load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()


@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_a_leaked_sheet_leads_back_in_one_step(stage: Stage, tmp_path, format, assure):
    export, name, content = stage.taken(format=format)
    stage.taken(format=format)  # another of the same list
    (tmp_path / name).write_bytes(content)
    code, found = traced(tmp_path / name)
    right = code == 0 and [(one["account"], one["serial"]) for one in found] == [("hr", export.serial)]
    assure("R-77", f".{format} traced to account and serial in 1 step", ok=right)


def test_one_copied_heading_or_masked_cell_leads_back(stage: Stage, assure):
    export, _name, content = stage.taken()
    first, headings, *rows = cells(content)
    copied = {"heading": headings[0], "masked cell": rows[0][2], "line": first[0]}
    assert rows[0][0] in {one.person.name for one in stage.people}, "a datum stays letter by letter what it was"
    found = [what for what, cell in copied.items() if traced(cell)[1][0]["serial"] == export.serial]
    assure("R-77", f"{len(found)} of {len(copied)} copied cells traced", ok=len(found) == len(copied))


def test_every_page_of_a_pdf_leads_back_alone(stage: Stage, tmp_path, assure):
    from exports.marks import mark

    export, _name, _content = stage.taken()
    paper = PdfWriter()
    for width, height in ((595, 842), (842, 595), (420, 595)):
        paper.add_blank_page(width, height)
    raw = io.BytesIO()
    paper.write(raw)
    done = stamped(raw.getvalue(), mark(export.serial, stage.hr.display_name, export.requested_at))
    pages = PdfReader(io.BytesIO(done)).pages
    right = 0
    for number in range(len(pages)):
        alone, out = PdfWriter(), io.BytesIO()
        alone.add_page(pages[number])
        alone.write(out)  # without the properties of the whole
        (tmp_path / "page.pdf").write_bytes(out.getvalue())
        right += traced(tmp_path / "page.pdf")[1][0]["serial"] == export.serial
    said = words_of(done)
    assert stage.hr.display_name in said and said.count(export.serial) > 5 * len(pages)
    assure("R-77", f"{right} of 3 pages alone traced", ok=right == 3)


def test_the_mark_is_seen_in_the_sheet_and_hidden_in_five_places(stage: Stage):
    export, _name, content = stage.taken()
    assert cells(content)[0][0].startswith(f"{stage.hr.display_name} · ")
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = {name: book.read(name).decode() for name in book.namelist()}
    assert export.serial in parts["docProps/core.xml"] and export.serial in parts["docProps/custom.xml"]
    assert export.serial in parts["xl/workbook.xml"] and 'state="veryHidden"' in parts["xl/workbook.xml"]
    assert "oddHeader" in parts["xl/worksheets/sheet1.xml"] and "oddFooter" in parts["xl/worksheets/sheet1.xml"]
    assert export.serial in parts["xl/worksheets/sheet2.xml"] + parts.get("xl/sharedStrings.xml", "")


def test_names_alone_lead_to_the_exports_in_which_they_stand(stage: Stage, tmp_path):
    export, _name, _content = stage.taken()
    stage.cast.auxiliary("旁人", unit="west")
    (tmp_path / "list.txt").write_text("泄露名单：林晓、王强、旁人", encoding="gb18030")
    code, found = traced(tmp_path / "list.txt")
    assert code == 1
    assert [(one["serial"], one["how"], one["share"]) for one in found] == [(export.serial, "people", "2 of 3")]


def test_nothing_is_made_up(stage: Stage, tmp_path):
    stage.taken()
    assert traced("hello EX-0000-0000-1") == (1, [])
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    (tmp_path / "broken.xlsx").write_bytes(b"PK broken")
    for name in ("broken.pdf", "broken.xlsx"):
        assert list(serials_in(text_of((tmp_path / name).read_bytes()))) == []


def test_who_traced_is_in_the_trail(stage: Stage):
    from core.models import AuditEntry

    export, _name, _content = stage.taken()
    traced(export.serial)
    assert AuditEntry.objects.get(action="export.traced").object_id == str(export.pk)
