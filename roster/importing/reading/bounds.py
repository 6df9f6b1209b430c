"""How much of an upload is read at all. Beyond these the file is refused with a sentence, never half read."""

from __future__ import annotations

from typing import Final

MAX_ROWS: Final = 20_000
MAX_COLUMNS: Final = 100
MAX_SHEETS: Final = 10
MAX_TEXT: Final = 1_000  # characters of one cell that are handed on
MAX_OUTPUT: Final = 96 * 1024 * 1024  # bytes the child may say

MEMORY: Final = 512 * 1024 * 1024
CPU_SECONDS: Final = 10
WALL_SECONDS: Final = 30


class Unreadable(Exception):
    """The file cannot be taken. `code` names the sentence (reading/problems.py); `about` fills it."""

    def __init__(self, code: str, **about: object) -> None:
        self.code = code
        self.about = about
        super().__init__(code)
