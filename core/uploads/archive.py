"""Is a zip (an Office paper, a workbook) a sane one? Its directory alone tells; nothing is unpacked for this."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Sequence
from typing import IO, Final

from core.uploads.bounds import MAX_ENTRIES, MAX_RATIO, MAX_UNPACKED, RATIO_MATTERS_FROM

PACKED: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
FILE_KIND, SYMBOLIC_LINK = 0o170000, 0o120000
END_OF_DIRECTORY, ENTRIES_AT = b"PK\x05\x06", 10
TAIL: Final = 66_000  # the end-of-directory record is in the last 65,557 bytes
# How the library says that a zip is none (BadZipFile), was cut (EOFError, OSError for a place before its beginning,
# ValueError for one that makes no sense), is packed in another way (NotImplementedError), encrypted (RuntimeError) or
# unpacks to nothing (zlib.error). Caught around its calls only: a mistake in a check of ours must not look like that.
UNREADABLE: Final = (
    zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError, zlib.error,
)  # fmt: skip


class Broken(Exception):
    """The library cannot read it."""


def opened(source: str | IO[bytes]) -> zipfile.ZipFile:
    """The zip with its directory read. Raises Broken."""
    try:
        return zipfile.ZipFile(source)
    except UNREADABLE as error:
        raise Broken from error


def content(archive: zipfile.ZipFile, entry: str | zipfile.ZipInfo, most: int) -> bytes:
    """The first bytes of one part, unpacked. Raises Broken."""
    try:
        with archive.open(entry) as part:
            return part.read(most)
    except UNREADABLE as error:
        raise Broken from error


def claimed(tail: bytes) -> str:
    """Before the directory is read into memory, by the last bytes of the file: "broken" or "bomb", or ""."""
    at = tail.rfind(END_OF_DIRECTORY)
    if at < 0:
        return "broken"
    return "bomb" if int.from_bytes(tail[at + ENTRIES_AT : at + ENTRIES_AT + 2], "little") > MAX_ENTRIES else ""


def problem(entries: Sequence[zipfile.ZipInfo]) -> str:
    """What is wrong with the directory: "bomb", "broken" or "encrypted", or ""."""
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
        return "bomb"
    if unpacked > RATIO_MATTERS_FROM and unpacked / packed > MAX_RATIO:
        return "bomb"
    if len({entry.filename.lower() for entry in entries}) != len(entries):
        return "broken"
    return next((found for entry in entries if (found := _problem_of(entry))), "")


def _problem_of(entry: zipfile.ZipInfo) -> str:
    """A name that climbs out of the archive still tells that it was made with intent, though nothing goes to disk."""
    parts = entry.filename.replace("\\", "/").split("/")
    if entry.filename.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
        return "broken"
    if entry.flag_bits & 0x1:
        return "encrypted"
    strange = entry.compress_type not in PACKED or (entry.external_attr >> 16) & FILE_KIND == SYMBOLIC_LINK
    return "broken" if strange else ""
