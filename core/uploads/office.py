"""A Word or Excel paper that only shows: no macros, no programs inside, nothing fetched from elsewhere."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from core.uploads.bounds import MAX_ENTRIES, MAX_RATIO, MAX_UNPACKED, RATIO_MATTERS_FROM, Refuse
from core.uploads.signatures import check_signatures

KINDS: Final = {".docx": b"wordprocessingml.document.main+xml", ".xlsx": b"spreadsheetml.sheet.main+xml"}
TYPES: Final = "[Content_Types].xml"
MACROS: Final = (b"macroenabled", b"vbaproject", b"ms-excel.sheet.binary")
INSIDE: Final = re.compile(r"(^|/)(embeddings|activex|vbaproject\.bin|macrosheets|customui)(/|$)", re.I)
DOCUMENT_TYPE: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)
EXCHANGE: Final = re.compile(rb"\bDDE(?:AUTO)?\b|<ddeLink")
PACKED: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


def check_office(raw: bytes, extension: str) -> None:
    """Raises Refuse for anything but a plain paper of the kind its name says."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            _check_directory(archive.infolist())
            _check_kind(archive, extension)
            _check_parts(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise Refuse("broken") from error


def _check_directory(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
        raise Refuse("bomb")
    if unpacked > RATIO_MATTERS_FROM and unpacked / packed > MAX_RATIO:
        raise Refuse("bomb")
    names = [entry.filename.lower() for entry in entries]
    if len(set(names)) != len(names):
        raise Refuse("broken")
    for entry in entries:
        parts = entry.filename.replace("\\", "/").split("/")
        if entry.filename.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
            raise Refuse("broken")
        if entry.flag_bits & 0x1:
            raise Refuse("encrypted")
        if entry.compress_type not in PACKED or (entry.external_attr >> 16) & 0o170000 == 0o120000:
            raise Refuse("broken")
        if INSIDE.search(entry.filename):
            raise Refuse("active")


def _check_kind(archive: zipfile.ZipFile, extension: str) -> None:
    if TYPES not in archive.namelist():
        raise Refuse("other_kind")
    said = archive.read(TYPES).lower()
    if any(word in said for word in MACROS):
        raise Refuse("active")
    if KINDS[extension] not in said:
        raise Refuse("other_kind")


def _check_parts(archive: zipfile.ZipFile) -> None:
    """Each part is unpacked once and counted: what the directory says of its size is not believed."""
    left = MAX_UNPACKED
    for entry in archive.infolist():
        with archive.open(entry) as part:
            content = part.read(left + 1)
        left -= len(content)
        if left < 0:
            raise Refuse("bomb")
        check_signatures(content)
        if entry.filename.endswith((".xml", ".rels")):
            _check_xml(entry.filename, content)


def _check_xml(name: str, content: bytes) -> None:
    plain = content.replace(b"\x00", b"")  # UTF-16 would hide the words
    if DOCUMENT_TYPE.search(plain):
        raise Refuse("active")
    if name.endswith(".rels"):
        _check_relations(content)
    elif EXCHANGE.search(re.sub(rb"<[^d][^>]*>", b"", plain)):
        raise Refuse("active")


def _check_relations(content: bytes) -> None:
    """Links for the reader to click may lead anywhere; everything else that is fetched from outside may not."""
    try:
        root = fromstring(content)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Refuse("broken") from error
    for relation in root:
        if relation.get("TargetMode") == "External" and not relation.get("Type", "").endswith("/hyperlink"):
            raise Refuse("active")
