"""Is the zip really a workbook, and is it a sane one? Only its directory and two small parts are looked at."""

from __future__ import annotations

import zipfile

from roster.importing.reading.bounds import MAX_ENTRIES, MAX_RATIO, MAX_UNPACKED, RATIO_MATTERS_FROM, Unreadable

TYPES = "[Content_Types].xml"
WORKBOOK = b"spreadsheetml.sheet.main+xml"
MACROS = (b"macroenabled", b"vbaproject")
END_OF_DIRECTORY, ENTRIES_AT = b"PK\x05\x06", 10
FILE_KIND, SYMBOLIC_LINK = 0o170000, 0o120000
TAIL = 66_000  # the end-of-directory record is in the last 65,557 bytes


def check_archive(path: str) -> None:
    """Raise Unreadable for anything but a plain .xlsx of sane size."""
    _count_entries(path)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_sizes(entries)
            _check_names(entries)
            _check_kind(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise Unreadable("broken") from error


def _count_entries(path: str) -> None:
    """Before the directory is read into memory: how many entries does it claim?"""
    with open(path, "rb") as file:
        size = file.seek(0, 2)
        file.seek(max(size - TAIL, 0))
        tail = file.read()
    at = tail.rfind(END_OF_DIRECTORY)
    if at < 0:
        raise Unreadable("broken")
    if int.from_bytes(tail[at + ENTRIES_AT : at + ENTRIES_AT + 2], "little") > MAX_ENTRIES:
        raise Unreadable("bomb")


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
        raise Unreadable("bomb")
    if unpacked > RATIO_MATTERS_FROM and unpacked / packed > MAX_RATIO:
        raise Unreadable("bomb")


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    """Nothing is unpacked to disk; a name that climbs out of the archive still tells that it was made with intent."""
    for entry in entries:
        parts = entry.filename.replace("\\", "/").split("/")
        if entry.filename.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
            raise Unreadable("broken")
        if (entry.external_attr >> 16) & FILE_KIND == SYMBOLIC_LINK:
            raise Unreadable("broken")
        if entry.flag_bits & 0x1:
            raise Unreadable("encrypted")


def _check_kind(archive: zipfile.ZipFile) -> None:
    names = {entry.filename for entry in archive.infolist()}
    if TYPES not in names:
        raise Unreadable("not_a_sheet")
    with archive.open(TYPES) as part:
        kinds = part.read(1024 * 1024).lower()
    if any(word in kinds for word in MACROS) or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unreadable("macros")
    if WORKBOOK not in kinds:
        raise Unreadable("not_a_sheet")
