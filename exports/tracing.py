"""From a leaked page, sheet or piece of text back to the export, in one step."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from exports.marks import serials_in
from exports.models import Export, ExportedPerson
from exports.paper import words_of
from organisation.models import Person

PARTS = (".xml", ".rels", ".txt")
MOST_UNPACKED = 200 * 1024 * 1024
NAMES = re.compile(r"[\u4e00-\u9fff·\U00020000-\U0003ffff]{2,12}")
MOST_NAMES = 2_000


@dataclass(frozen=True)
class Trace:
    """An export that a leaked text comes from: by its mark, or because all its people stand in it."""

    export: Export
    how: str  # mark, people
    share: str = ""  # how many of the names of the text stand in the export


def text_of(content: bytes) -> str:
    """Everything legible in a file: every part of a workbook, every page of a PDF, a text in any of our encodings."""
    if content.startswith(b"PK"):
        return "\n".join(_parts(content))
    if content.startswith(b"%PDF"):
        return _words_or_bytes(content)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", errors="replace")


def _words_or_bytes(pdf: bytes) -> str:
    from pypdf.errors import PyPdfError

    try:
        return words_of(pdf)
    except PyPdfError:
        return pdf.decode("latin-1")


def _parts(content: bytes) -> Iterator[str]:
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist():
                if member.filename.endswith(PARTS) and member.file_size <= left:
                    left -= member.file_size
                    yield archive.read(member).decode("utf-8", errors="replace")
    except zipfile.BadZipFile:
        yield content.decode("latin-1")


def trace(text: str) -> list[Trace]:
    """The exports whose mark the text carries; failing that, those in which most of its people stand, newest first."""
    serials = list(serials_in(text))
    rows = Export.objects.filter(serial__in=serials).select_related("by__person", "unit")
    found = {export.serial: export for export in rows}
    marked = [Trace(found[serial], "mark") for serial in serials if serial in found]
    return marked or _by_people(text)


def _by_people(text: str) -> list[Trace]:
    """Names without a mark: the exports with the largest share of them."""
    names = set(NAMES.findall(re.sub(r"<[^>]*>", "\n", text))[:MOST_NAMES])
    known: dict[int, str] = dict(Person.objects.filter(name__in=names).values_list("pk", "name"))
    total = len(set(known.values()))
    if not total:
        return []
    hits: dict[int, set[str]] = {}
    for export, person in ExportedPerson.objects.filter(person_id__in=known).values_list("export_id", "person_id"):
        hits.setdefault(export, set()).add(known[person])
    counts = Counter({export: len(named) for export, named in hits.items()})
    best = max(counts.values(), default=0)
    rows = Export.objects.filter(pk__in=[export for export, count in counts.items() if count == best])
    rows = rows.select_related("by__person", "unit").order_by("-requested_at")
    return [Trace(export, "people", f"{best} of {total}") for export in rows[:20]]


def read(given: str) -> str:
    """The text of the file of that name; what is no file is the text itself."""
    try:
        path = Path(given)
        return text_of(path.read_bytes()) if path.is_file() else given
    except OSError:  # too long for a file name
        return given
