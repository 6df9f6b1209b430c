"""Nothing in the house fetches an address that somebody typed: a listener on this machine hears nothing."""

from __future__ import annotations

import csv
import io
import socket
import threading
from collections.abc import Iterator

import pytest
import python_calamine
import typst
from django.conf import settings
from django.test import Client

from exports.cells import guarded, unguarded
from exports.sheets import write_csv, write_xlsx
from roster.importing import cells
from tests.permissions.table import Visitors, rows

TABLE = {name: line for name, line in rows().items() if not line.exempt}


class Listener:
    """Counts who knocks."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port, self.hits = self.socket.getsockname()[1], 0
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            try:
                line, _address = self.socket.accept()
            except OSError:
                return
            self.hits += 1
            line.close()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/x"


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    made.socket.close()


def test_addresses_typed_anywhere_are_not_fetched(visitors: Visitors, listener: Listener, assure):
    """Every form and every body of the API, with the address in each field the table knows."""
    sent = 0
    for _name, line in sorted(TABLE.items()):
        for method in set(line.methods) - {"GET"}:
            who = sorted(line.methods[method].allow)[0]
            said = line.methods[method].body
            wrong = {**dict.fromkeys(("url", "file", "photo", "source", "next", "text", "name", "address"), listener.address),
                     **{key: listener.address if isinstance(value, str) else value for key, value in said.items()}}  # fmt: skip
            client = Client()
            client.cookies[settings.SESSION_COOKIE_NAME] = visitors.sessions[who]
            client.raise_request_exception = False
            kind = (
                {} if not line.address(visitors.objects).startswith("/api/") else {"content_type": "application/json"}
            )
            getattr(client, method.lower())(line.address(visitors.objects), wrong, **kind)
            sent += 1
    assure(
        "R-79", f"{sent} forms and bodies with an address in every field: {listener.hits} hits", ok=not listener.hits
    )


PROGRAMS = (
    '#read("/etc/passwd")', '#read("../../../etc/passwd")', '#image("file:///etc/passwd")', '#image("{address}")',
    '#import "{address}": *', '#include "{address}"', '#json("{address}")', '#plugin("/etc/passwd")',
)  # fmt: skip


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_renderer_of_pdf_reaches_nothing(program: str, listener: Listener, tmp_path, assure):
    """Even a template would not; and texts of people are data to it, never a program."""
    (tmp_path / "t.typ").write_text(program.replace("{address}", listener.address))
    with pytest.raises(typst.TypstError):
        typst.Compiler(str(tmp_path / "t.typ"), root=str(tmp_path)).compile()
    assure("R-79", f"typst {program[:24]}: refused, {listener.hits} hits", ok=not listener.hits)


STARTS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    '=HYPERLINK("{address}")',
    "=cmd|' /C calc'!A0",
    "'already",
)


def test_cells_that_begin_like_formulas_are_texts_and_come_back(listener: Listener, assure):
    """Written and read again by the house: the same value, and no program runs it in between."""
    texts = [start.replace("{address}", listener.address) for start in STARTS]
    for text in texts:
        assert guarded(text)[0] not in "=+-@\t\r＝＋－＠", text
        assert unguarded(guarded(text)) == text
    book = write_xlsx("x", ["姓名"], [[text] for text in texts]).read()
    read = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert [unguarded(str(row[0])) for row in read[1:]] == [
        text.replace("\r", "\n") if False else text for text in texts
    ]
    plain = write_csv(["姓名"], [[text] for text in texts]).read().decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(plain, newline="")))
    assert not any(line[0][:1] in tuple("=+-@\t\r") for line in lines)
    assert [unguarded(line[0]) for line in lines[1:]] == texts
    refused = 0
    for text in texts:
        try:
            cells.text(text, longest=100)
        except cells.BadCell:
            refused += 1
    assert refused >= 6, "an unguarded formula of a foreign sheet is not taken"
    assure("R-64", f"{len(texts)} texts like formulas: neutralised in .xlsx and .csv, the same after reading back; "
           f"{listener.hits} hits", ok=not listener.hits)  # fmt: skip
