"""How much of a paper is looked at, and by how much. Beyond these it is refused with a sentence, never half looked at."""

from __future__ import annotations

from typing import Final

MAX_ENTRIES: Final = 1_000  # files inside an Office paper or a workbook
MAX_UNPACKED: Final = 200 * 1024 * 1024  # bytes of all of them, or of all streams of a PDF
MAX_RATIO: Final = 150  # unpacked to packed; real papers reach about 30
RATIO_MATTERS_FROM: Final = 8 * 1024 * 1024  # small files may well be all blanks
MAX_PIXELS: Final = 60_000_000  # a picture of a telephone has 12 to 50 million

MEMORY: Final = 512 * 1024 * 1024
CPU_SECONDS: Final = 8
WALL_SECONDS: Final = 20


class Refuse(Exception):
    """The paper cannot be taken; `code` names the sentence (core/uploads/sentences.py)."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)
