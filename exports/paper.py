"""PDFs: every page gets the mark laid over it, whatever made the page."""

from __future__ import annotations

import io
import math
from pathlib import Path
from typing import TYPE_CHECKING

from core.typesetting import typeset
from exports.marks import Mark

if TYPE_CHECKING:  # read when the first PDF is made: every program of the house would start later for it
    from pypdf import PageObject

TEMPLATES = Path(__file__).resolve().parent / "typst"


def stamped(pdf: bytes, mark: Mark) -> bytes:
    """The same PDF with the mark on each page, seen and unseen, and in its properties."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    stamps: dict[tuple[float, float], PageObject] = {}
    for page in writer.pages:
        size = (float(page.mediabox.width), float(page.mediabox.height))
        if size not in stamps:
            stamps[size] = _stamp(mark, *size)
        page.merge_page(stamps[size])
    writer.compress_identical_objects()
    writer.add_metadata({"/Author": mark.name, "/Keywords": mark.serial, "/Subject": mark.line})
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _stamp(mark: Mark, width: float, height: float) -> PageObject:
    from pypdf import PdfReader

    data = {
        "line": mark.line,
        "serial": mark.serial,
        "width": width,
        "height": height,
        "rows": math.ceil(height / 140),
    }
    return PdfReader(io.BytesIO(typeset(TEMPLATES / "mark.typ", data))).pages[0]


def words_of(pdf: bytes) -> str:
    """All text of a PDF, its properties first: what a mark is looked for in."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(pdf))
    said = [str(value) for value in (reader.metadata or {}).values()]
    return "\n".join([*said, *(page.extract_text() for page in reader.pages)])
