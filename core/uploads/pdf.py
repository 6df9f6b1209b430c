"""A PDF that only shows: nothing in it starts, runs, opens or carries something else.

Looked for are names, in the open and inside every packed stream, whatever an index says: viewers repair broken files,
so what a broken index hides would still run.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

from core.uploads.bounds import MAX_UNPACKED, Refuse
from core.uploads.signatures import check_signatures, check_single

ACTIVE: Final = re.compile(
    rb"/(?:JavaScript|OpenAction|Launch|EmbeddedFiles?|RichMedia|GoToE|GoToR|SubmitForm|ImportData|Movie|Rendition|XFA)"
    rb"(?![A-Za-z0-9])"
)
ACTIVE_SHORT: Final = re.compile(rb"/(?:JS|AA)[\s(<\[/]")  # too short to be looked for in packed bytes
ESCAPED: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
STREAM: Final = re.compile(rb"stream\r?\n")
OBJECTS: Final = re.compile(rb"/ObjStm(?![A-Za-z0-9])")
FILTERS: Final = re.compile(
    rb"/(?:LZWDecode|ASCIIHexDecode|ASCII85Decode|RunLengthDecode|LZW|AHx|A85|RL|Crypt)(?![A-Za-z0-9])"
)
PREDICTED: Final = re.compile(rb"/Predictor\s+(?:[2-9]|1[0-9])")
PIECE: Final = 4 * 1024 * 1024  # unpacked at a time
OVERLAP: Final = 256  # longer than anything looked for
HEAD: Final = 2_000  # bytes before `stream` in which its dictionary stands


def check_pdf(raw: bytes) -> None:
    """Raises Refuse: active content, encrypted, a bomb, a second nature, or nothing that ends like a PDF."""
    check_single(raw)
    if b"%%EOF" not in raw[-4_096:]:
        raise Refuse("broken")
    named = unescaped(raw)
    if re.search(rb"/Encrypt(?![A-Za-z0-9])", named):
        raise Refuse("encrypted")
    if ACTIVE.search(named) or ACTIVE_SHORT.search(without_streams(named)):
        raise Refuse("active")
    for inner in streams(raw):
        check_signatures(inner)
        if ACTIVE.search(unescaped(inner)):
            raise Refuse("active")


def unescaped(raw: bytes) -> bytes:
    """Names may be written with #xx for any letter."""
    return ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), raw)


def without_streams(raw: bytes) -> bytes:
    return re.sub(rb"stream\r?\n.*?endstream", b"", raw, flags=re.S)


def streams(raw: bytes) -> Iterator[bytes]:
    """Every stream that unpacks. Raises Refuse when they are too large, or when objects hide behind other packings."""
    left = MAX_UNPACKED
    for found in STREAM.finditer(raw):
        head = unescaped(raw[max(found.start() - HEAD, 0) : found.start()].rpartition(b"obj")[2])
        holds_objects = OBJECTS.search(head) is not None
        if holds_objects and (FILTERS.search(head) or PREDICTED.search(head)):
            raise Refuse("active")
        if not holds_objects and b"/Image" in head:
            continue  # pixels: nothing in them is read as names
        for piece in unpacked(raw, found.end()):
            left -= len(piece) - OVERLAP
            if left < 0:
                raise Refuse("bomb")
            yield piece


def unpacked(raw: bytes, at: int) -> Iterator[bytes]:
    """A stream a piece at a time, each beginning with the end of the one before; nothing when it is not packed."""
    unpacker, packed, before = zlib.decompressobj(), memoryview(raw)[at:], bytes(OVERLAP)
    try:
        while piece := unpacker.decompress(packed, PIECE):
            yield before + piece
            before, packed = (before + piece)[-OVERLAP:], memoryview(unpacker.unconsumed_tail)
    except zlib.error:
        return  # not packed, packed as something that holds no objects, or damaged from here on
