"""Is the zip really a workbook, and is it a sane one? Only its directory and two small parts are looked at."""

from __future__ import annotations

import zipfile

from core.uploads import archive as archives
from roster.importing.reading.bounds import Unreadable

TYPES = "[Content_Types].xml"
WORKBOOK = b"spreadsheetml.sheet.main+xml"
MACROS = (b"macroenabled", b"vbaproject")


def check_archive(path: str) -> None:
    """Raise Unreadable for anything but a plain .xlsx of sane size."""
    _look_at_the_end(path)
    try:
        with archives.opened(path) as archive:
            if found := archives.problem(archive.infolist()):
                raise Unreadable(found)
            _check_kind(archive)
    except archives.Broken as error:
        raise Unreadable("broken") from error


def _look_at_the_end(path: str) -> None:
    """Before the directory is read into memory: how many entries does it claim?"""
    with open(path, "rb") as file:
        size = file.seek(0, 2)
        file.seek(max(size - archives.TAIL, 0))
        tail = file.read()
    if found := archives.claimed(tail):
        raise Unreadable(found)


def _check_kind(archive: zipfile.ZipFile) -> None:
    names = {entry.filename for entry in archive.infolist()}
    if TYPES not in names:
        raise Unreadable("not_a_sheet")
    kinds = archives.content(archive, TYPES, 1024 * 1024).lower()
    if any(word in kinds for word in MACROS) or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unreadable("macros")
    if WORKBOOK not in kinds:
        raise Unreadable("not_a_sheet")
