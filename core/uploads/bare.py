"""A picture without what its maker wrote beside it: place, day, device, names, previews, comments, and whatever lies behind.

The pixels stay as they are. Of a photo only which way up it is held is kept, so that it is not shown lying on its side.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Final

from core.uploads.bounds import Refuse
from core.uploads.pictures import PNG

# Chunks of PNG that say how the pixels are to be shown; all others only tell of it.
SHOWN: Final = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB"})
JFIF, ADOBE, COMMENT, SCAN, END = 0xE0, 0xEE, 0xFE, 0xDA, 0xD9
APPLICATIONS: Final = range(0xE0, 0xF0)
NEXT: Final = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")  # in packed pixels, FF 00 and the restarts are no markers
UPRIGHT, ORIENTATION, SHORT = 1, 0x0112, 3


def bare(raw: bytes, extension: str) -> bytes:
    """The same picture with nothing beside it. Raises Refuse for one that cannot be read to its end."""
    try:
        return bare_png(raw) if extension == ".png" else bare_jpeg(raw)
    except (IndexError, struct.error) as error:
        raise Refuse("broken") from error


def bare_png(raw: bytes) -> bytes:
    """The chunks that are shown, up to the end."""
    kept, at = [PNG], len(PNG)
    while True:
        (length,) = struct.unpack(">I", raw[at : at + 4])
        kind, whole = raw[at + 4 : at + 8], raw[at : at + 12 + length]
        if len(whole) < 12 + length:
            raise Refuse("broken")
        if kind in SHOWN:
            kept.append(whole)
        if kind == b"IEND":
            return b"".join(kept)
        at += 12 + length


def bare_jpeg(raw: bytes) -> bytes:
    """The segments that are needed to show it; which way up, where that was said."""
    segments = list(_segments(raw))
    way = next((found for marker, whole in segments if marker == 0xE1 and (found := orientation(whole[4:]))), UPRIGHT)
    kept = [whole for marker, whole in segments if _needed(marker, whole)]
    return b"".join((raw[:2], *([_way_up(way)] if way != UPRIGHT else []), *kept))


def _segments(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and bytes of each segment; with a scan the packed pixels behind it. What follows the end is left."""
    at = 2
    while True:
        if raw[at] != 0xFF:
            raise Refuse("broken")
        while raw[at + 1] == 0xFF:
            at += 1
        marker = raw[at + 1]
        if marker == END:
            yield marker, raw[at : at + 2]
            return
        (length,) = struct.unpack(">H", raw[at + 2 : at + 4])
        end = at + 2 + length
        if marker == SCAN:
            found = NEXT.search(raw, end)
            if found is None:
                raise Refuse("broken")
            end = found.start()
        if length < 2 or end > len(raw):
            raise Refuse("broken")
        yield marker, raw[at:end]
        at = end


def _needed(marker: int, whole: bytes) -> bool:
    if marker == JFIF:
        return whole[4:9] == b"JFIF\0" and len(whole) == 18  # without a preview
    return marker == ADOBE or (marker != COMMENT and marker not in APPLICATIONS)


def orientation(told: bytes) -> int:
    """Which way up, 1 to 8, by what a camera wrote; 0 where it does not say."""
    if told[:6] != b"Exif\0\0" or told[6:8] not in (b"II", b"MM"):
        return 0
    order, tiff = "<" if told[6:8] == b"II" else ">", told[6:]
    (first,) = struct.unpack(order + "I", tiff[4:8])
    (number,) = struct.unpack(order + "H", tiff[first : first + 2])
    for place in range(min(number, 200)):
        entry = tiff[first + 2 + 12 * place : first + 14 + 12 * place]
        tag, kind, count, value = struct.unpack(order + "HHIH", entry[:10])
        if (tag, kind, count) == (ORIENTATION, SHORT, 1) and 1 <= value <= 8:
            return int(value)
    return 0


def _way_up(way: int) -> bytes:
    """The smallest note that says which way up, and nothing else."""
    note = b"Exif\0\0MM\0*" + struct.pack(">IHHHIHHI", 8, 1, ORIENTATION, SHORT, 1, way, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", len(note) + 2) + note
