"""A picture that is only a picture, and not too large for those who open it."""

from __future__ import annotations

from typing import Final

from core.uploads.bounds import MAX_PIXELS, Refuse
from core.uploads.signatures import PAGES_AND_PROGRAMS, check_single

PNG: Final = b"\x89PNG\r\n\x1a\n"
FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # markers of JPEG that tell the size
ALONE: Final = frozenset({0x01, *range(0xD0, 0xD9)})


def check_picture(raw: bytes, extension: str) -> None:
    """Raises Refuse: a second nature, broken, or more pixels than anybody needs."""
    check_single(raw)
    small = raw[:512].lower() + raw[-65_536:].lower()
    if any(word in small for word in PAGES_AND_PROGRAMS):
        raise Refuse("two_things")
    width, height = size_of_png(raw) if extension == ".png" else size_of_jpeg(raw)
    if not width or not height:
        raise Refuse("broken")
    if width * height > MAX_PIXELS:
        raise Refuse("bomb")


def size_of_png(raw: bytes) -> tuple[int, int]:
    """From the first chunk; the last one must be there."""
    if raw[12:16] != b"IHDR" or len(raw) < 33 or b"IEND" not in raw[-65_536:]:
        raise Refuse("broken")
    return int.from_bytes(raw[16:20], "big"), int.from_bytes(raw[20:24], "big")


def size_of_jpeg(raw: bytes) -> tuple[int, int]:
    """From the first frame; segments before it are stepped over by their lengths."""
    at = 2
    while at + 9 < len(raw):
        if raw[at] != 0xFF:
            break
        marker = raw[at + 1]
        if marker in FRAMES:
            return int.from_bytes(raw[at + 7 : at + 9], "big"), int.from_bytes(raw[at + 5 : at + 7], "big")
        at += 2 if marker in ALONE or marker == 0xFF else 2 + max(int.from_bytes(raw[at + 2 : at + 4], "big"), 2)
    raise Refuse("broken")
