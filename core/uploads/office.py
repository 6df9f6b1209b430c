"""A Word or Excel paper that only shows: no macros, no programs inside, nothing fetched from elsewhere."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from core.uploads.archive import TAIL, Broken, claimed, content, opened
from core.uploads.archive import problem as archive_problem
from core.uploads.bounds import MAX_UNPACKED, Refuse
from core.uploads.signatures import check_signatures

KINDS: Final = {".docx": b"wordprocessingml.document.main+xml", ".xlsx": b"spreadsheetml.sheet.main+xml"}
TYPES: Final = "[Content_Types].xml"
MACROS: Final = (b"macroenabled", b"vbaproject", b"ms-excel.sheet.binary")
INSIDE: Final = re.compile(r"(^|/)(embeddings|activex|vbaproject\.bin|macrosheets|customui)(/|$)", re.I)
DOCUMENT_TYPE: Final = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)
EXCHANGE: Final = re.compile(rb"\bDDE(?:AUTO)?\b|<ddeLink")


def check_office(raw: bytes, extension: str) -> None:
    """Raises Refuse for anything but a plain paper of the kind its name says."""
    if found := claimed(raw[-TAIL:]):
        raise Refuse(found)
    try:
        with opened(io.BytesIO(raw)) as archive:
            _check_directory(archive.infolist())
            _check_kind(archive, extension)
            _check_parts(archive)
    except Broken as error:
        raise Refuse("broken") from error


def _check_directory(entries: list[zipfile.ZipInfo]) -> None:
    if found := archive_problem(entries):
        raise Refuse(found)
    if any(INSIDE.search(entry.filename) for entry in entries):
        raise Refuse("active")


def _check_kind(archive: zipfile.ZipFile, extension: str) -> None:
    if TYPES not in archive.namelist():
        raise Refuse("other_kind")
    said = content(archive, TYPES, MAX_UNPACKED).lower()
    if any(word in said for word in MACROS):
        raise Refuse("active")
    if KINDS[extension] not in said:
        raise Refuse("other_kind")


def _check_parts(archive: zipfile.ZipFile) -> None:
    """Each part is unpacked once and counted: what the directory says of its size is not believed."""
    left = MAX_UNPACKED
    for entry in archive.infolist():
        inside = content(archive, entry, left + 1)
        left -= len(inside)
        if left < 0:
            raise Refuse("bomb")
        check_signatures(inside)
        if entry.filename.endswith((".xml", ".rels")):
            _check_xml(entry.filename, inside)


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
