"""Hostile files, made here: none is kept in the repository. Each with what must be said of it."""

# ruff: noqa: E501 - each file stands on one line
from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from core.uploads.signatures import EICAR

TYPES = "[Content_Types].xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
BILLION = (
    '<!DOCTYPE x [<!ENTITY a "lollollollollollollol">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


@dataclass(frozen=True)
class Hostile:
    """A file: its name, how it is made, and the reasons of which one must be given."""

    name: str
    make: Callable[[], bytes]
    reasons: tuple[str, ...]


def types(kind: str) -> str:
    return (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/main.xml" ContentType="{kind}"/></Types>'
    )


def relations(*lines: str) -> str:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'{HEAD}<Relationships xmlns="{space}">{"".join(lines)}</Relationships>'


def relation(kind: str, target: str, more: str = "") -> str:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return f'<Relationship Id="rId1" Type="{base}/{kind}" Target="{target}" {more}/>'


def sheet(cells: str, before: str = "") -> str:
    return f"{HEAD}{before}<worksheet {MAIN}><sheetData>{cells}</sheetData></worksheet>"


def row(number: int, *texts: str, at: str = "") -> str:
    cells = "".join(
        f'<c r="{at or chr(65 + place) + str(number)}" t="inlineStr"><is><t>{text}</t></is></c>'
        for place, text in enumerate(texts)
    )
    return f'<row r="{number}">{cells}</row>'


def book(content: str | bytes = "", more: Mapping[str, str | bytes] | None = None, kind: str = SHEET) -> bytes:
    """A small workbook whose one sheet is `content`; `more` adds parts or takes the place of others."""
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts: dict[str, str | bytes] = {
        TYPES: types(kind),
        "_rels/.rels": relations(relation("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{HEAD}<workbook {MAIN} xmlns:r="{base}"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(relation("worksheet", "worksheets/sheet1.xml")),
        "xl/worksheets/sheet1.xml": content or sheet(row(1, "姓名")),
        **(more or {}),
    }  # fmt: skip
    return packed(parts)


def word(more: Mapping[str, str | bytes] | None = None, kind: str = WORD) -> bytes:
    parts: dict[str, str | bytes] = {
        TYPES: types(kind), "_rels/.rels": relations(relation("officeDocument", "word/document.xml")),
        "word/document.xml": f"{HEAD}<w:document xmlns:w='x'><w:body/></w:document>", **(more or {}),
    }  # fmt: skip
    return packed(parts)


def packed(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def twice() -> bytes:
    """The same name two times: one reader sees one, another the other."""
    file = io.BytesIO(book())
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("XL/workbook.xml", "<x/>")
    return file.getvalue()


def link() -> bytes:
    """A symbolic link inside the archive."""
    file = io.BytesIO(book())
    with zipfile.ZipFile(file, "a") as archive:
        entry = zipfile.ZipInfo("xl/link")
        entry.create_system, entry.external_attr = 3, 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return file.getvalue()


def claims(size: int) -> bytes:
    """A directory that claims a size of its first entry."""
    raw = bytearray(book())
    at = raw.rfind(b"PK\x01\x02" + raw[raw.find(b"PK\x01\x02") + 4 : raw.find(b"PK\x01\x02") + 6])
    raw[at + 24 : at + 28] = struct.pack("<I", size)
    return bytes(raw)


def understates() -> bytes:
    """Every size of the directory says a hundred bytes; the parts hold far more."""
    raw = bytearray(book(b" " * 3_000_000))
    at = 0
    while (at := raw.find(b"PK\x01\x02", at)) >= 0:
        raw[at + 24 : at + 28] = struct.pack("<I", 100)
        at += 4
    return bytes(raw)


def locked() -> bytes:
    """Every entry is marked as encrypted."""
    raw = bytearray(book())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = 0
        while (at := raw.find(mark, at)) >= 0:
            raw[at + place] |= 1
            at += 4
    return bytes(raw)


def old_office(*, protected: bool) -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + ("EncryptedPackage" if protected else "Workbook").encode("utf-16-le") * 9
    )


def pdf(inner: str = "", stream: bytes = b"", head: str = "") -> bytes:
    body = f"<< /Length {len(stream)} {head} >>\nstream\n".encode() + stream + b"\nendstream"
    catalogue = f"1 0 obj\n<< /Type /Catalog {inner} >>\nendobj\n2 0 obj\n".encode()
    return b"%PDF-1.7\n" + catalogue + body + b"\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def png(width: int, height: int, after: bytes = b"") -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return start + chunk(b"IDAT", zlib.compress(bytes(10))) + chunk(b"IEND", b"") + after


def jpeg(width: int, height: int, after: bytes = b"") -> bytes:
    frame = b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", height, width) + b"\x03\x01\x11\x00\x02\x11\x01\x03\x11\x01"
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + frame + b"\xff\xd9" + after


OBJECTS = zlib.compress(b"1 0 << /S /JavaScript /JS (app.alert(1)) >>")
SMALL = "<c/>"

SHEETS = (
    Hostile("zip-bomb.xlsx", lambda: book(sheet(" " * 190_000_000)), ("bomb",)),
    Hostile("many-entries.xlsx", lambda: book("", {f"x/{n}": "" for n in range(5_000)}), ("bomb",)),
    Hostile("claims-4-gb.xlsx", lambda: claims(0xFFFFFFFE), ("bomb", "broken")),
    Hostile("claims-2-gb.xlsx", lambda: claims(0x7FFFFFFF), ("bomb", "broken")),
    Hostile("understates.xlsx", understates, ("broken", "bomb", "not_a_sheet")),
    Hostile("nested.xlsx", lambda: packed({"a.zip": packed({"b.zip": packed({"c": "0" * 999})})}), ("not_a_sheet",)),
    Hostile("climbs.xlsx", lambda: book("", {"../../etc/cron.d/x": "x"}), ("broken",)),
    Hostile("climbs-back.xlsx", lambda: book("", {"..\\..\\x": "x"}), ("broken",)),
    Hostile("absolute.xlsx", lambda: book("", {"/etc/passwd": "x"}), ("broken",)),
    Hostile("drive.xlsx", lambda: book("", {"C:/x": "x"}), ("broken",)),
    Hostile("link.xlsx", link, ("broken",)),
    Hostile("twice.xlsx", twice, ("broken",)),
    Hostile("locked.xlsx", locked, ("encrypted", "broken")),
    Hostile("password.xlsx", lambda: old_office(protected=True), ("encrypted",)),
    Hostile("old.xls", lambda: old_office(protected=False), ("old_excel",)),
    Hostile("macro.xlsm", lambda: book("", kind=SHEET.replace("sheet.main", "macroEnabled.main")), ("macros", "not_a_sheet")),
    Hostile("macro-hidden.xlsx", lambda: book("", {"xl/vbaProject.bin": b"x"}), ("macros",)),
    Hostile("word.xlsx", word, ("not_a_sheet",)),
    Hostile("zip.xlsx", lambda: packed({"x.txt": "x"}), ("not_a_sheet",)),
    Hostile("pdf.xlsx", pdf, ("not_a_sheet",)),
    Hostile("picture.xlsx", lambda: png(1, 1), ("not_a_sheet",)),
    Hostile("program.xlsx", lambda: b"MZ\x90\x00" + bytes(500), ("not_text",)),
    Hostile("elf.csv", lambda: b"\x7fELF\x02\x01\x01" + bytes(500), ("not_text",)),
    Hostile("gzip.csv", lambda: b"\x1f\x8b" + bytes(50), ("not_a_sheet",)),
    Hostile("empty.xlsx", lambda: b"", ("empty",)),
    Hostile("cut.xlsx", lambda: book()[:-30], ("broken",)),
    Hostile("half.xlsx", lambda: book()[:300], ("broken",)),
    Hostile("far-cell.xlsx", lambda: book(sheet(row(1_048_576, "x", at="XFD1048576"))), ("far_cell",)),
    Hostile("far-dimension.xlsx",
            lambda: book(sheet("").replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
                         .replace("</sheetData>", row(1_048_576, "x", at="XFD1048576") + "</sheetData>")), ("far_cell",)),
    Hostile("many-rows.xlsx", lambda: book(sheet("".join(row(n, "x") for n in range(1, 30_000)))), ("too_long", "far_cell")),
    Hostile("billion-laughs.xlsx", lambda: book(sheet(row(1, "&j;"), BILLION)), ("broken",)),
    Hostile("outside-entity.xlsx", lambda: book(sheet(row(1, "&e;"), OUTSIDE)), ("broken",)),
    Hostile("entity-in-types.xlsx", lambda: book("", {TYPES: BILLION + "<Types>&j;</Types>"}), ("not_a_sheet", "broken")),
    Hostile("not-xml.xlsx", lambda: book("<worksheet><sheetData>"), ("broken",)),
    Hostile("surrogates.csv", lambda: b"\xed\xa0\x80,\xff\xfe", ("not_text",)),
    Hostile("long-line.csv", lambda: b'"' + b"x" * 3_000_000, ("broken_line", "too_heavy")),
)  # fmt: skip

PAPERS = (
    Hostile("script.pdf", lambda: pdf("/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), ("active",)),
    Hostile("script-escaped.pdf", lambda: pdf("/A << /S /J#61vaScript /J#53 (x) >>"), ("active",)),
    Hostile("script-packed.pdf", lambda: pdf(stream=OBJECTS, head="/Type /ObjStm /Filter /FlateDecode"), ("active",)),
    Hostile("script-in-hex.pdf", lambda: pdf(stream=OBJECTS.hex().encode(), head="/Type /ObjStm /Filter [/ASCIIHexDecode /FlateDecode]"), ("active",)),
    Hostile("launch.pdf", lambda: pdf("/A << /S /Launch /F (cmd.exe) >>"), ("active",)),
    Hostile("attachment.pdf", lambda: pdf("/Names << /EmbeddedFiles << >> >>"), ("active",)),
    Hostile("form.pdf", lambda: pdf("/AcroForm << /XFA [] >>"), ("active",)),
    Hostile("sends.pdf", lambda: pdf("/A << /S /SubmitForm /F (http://127.0.0.1/) >>"), ("active",)),
    Hostile("on-open.pdf", lambda: pdf("/AA << /O 3 0 R >>"), ("active",)),
    Hostile("locked.pdf", lambda: pdf("/Encrypt 5 0 R"), ("encrypted",)),
    Hostile("bomb.pdf", lambda: pdf(stream=zlib.compress(bytes(230_000_000)), head="/Filter /FlateDecode"), ("bomb", "heavy")),
    Hostile("cut.pdf", lambda: pdf()[:60], ("broken",)),
    Hostile("zip-behind.pdf", lambda: pdf() + packed({"x": "x"}), ("two_things",)),
    Hostile("page.pdf", lambda: b"<html><script>alert(1)</script>", ("other_kind",)),
    Hostile("virus.pdf", lambda: pdf(stream=EICAR), ("virus",)),
    Hostile("virus-packed.pdf", lambda: pdf(stream=zlib.compress(EICAR), head="/Filter /FlateDecode"), ("virus",)),
    Hostile("virus.docx", lambda: word({"word/x.bin": EICAR}), ("virus",)),
    Hostile("macro.docx", lambda: word({"word/vbaProject.bin": b"x"}), ("active",)),
    Hostile("macro-kind.docx", lambda: word(kind="application/vnd.ms-word.document.macroEnabled.main+xml"), ("active",)),
    Hostile("program-inside.docx", lambda: word({"word/embeddings/oleObject1.bin": b"x"}), ("active",)),
    Hostile("template.docx", lambda: word({"word/_rels/settings.xml.rels": relations(relation("attachedTemplate", "http://127.0.0.1/t.dotm", 'TargetMode="External"'))}), ("active",)),
    Hostile("exchange.docx", lambda: word({"word/document.xml": "<w:p><w:instrText>DDEAUTO c:\\\\cmd.exe</w:instrText></w:p>"}), ("active",)),
    Hostile("entity.docx", lambda: word({"word/document.xml": OUTSIDE + "<x>&e;</x>"}), ("active",)),
    Hostile("bomb.docx", lambda: word({"word/x.xml": b" " * 190_000_000}), ("bomb",)),
    Hostile("climbs.docx", lambda: word({"../../x": "x"}), ("broken",)),
    Hostile("sheet.docx", book, ("other_kind",)),
    Hostile("huge.png", lambda: png(60_000, 60_000), ("bomb",)),
    Hostile("huge.jpg", lambda: jpeg(65_535, 65_535), ("bomb",)),
    Hostile("page-behind.png", lambda: png(10, 10, b"<script>alert(1)</script>"), ("two_things",)),
    Hostile("zip-behind.jpg", lambda: jpeg(10, 10, packed({"x": "x"})), ("two_things",)),
    Hostile("cut.png", lambda: png(10, 10)[:20], ("broken",)),
    Hostile("empty-size.jpg", lambda: jpeg(0, 0), ("broken",)),
)  # fmt: skip

GOOD: Mapping[str, Callable[[], bytes]] = {
    "scan.pdf": lambda: pdf("/Lang (zh)", zlib.compress(b"BT /F1 12 Tf (JS) Tj ET"), "/Filter /FlateDecode"),
    "letter.docx": lambda: word(
        {
            "word/_rels/document.xml.rels": relations(
                relation("hyperlink", "https://www.gov.cn/", 'TargetMode="External"')
            )
        }
    ),
    "list.xlsx": lambda: book(sheet(row(1, "姓名", "=1+1"))),
    "photo.png": lambda: png(800, 600),
    "photo.jpg": lambda: jpeg(4_000, 3_000),
}


def everything() -> Iterator[Hostile]:
    yield from SHEETS
    yield from PAPERS
