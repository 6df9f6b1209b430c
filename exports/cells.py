"""Texts that a spreadsheet program could run: guarded on the way out, unguarded on the way back in."""

from __future__ import annotations

import re
from typing import Final

FORMULA_STARTS: Final = "=+-@\t\r＝＋－＠"
GUARD: Final = "'"  # what the export puts before such a text, so that no program takes it for a formula
GUARDED = re.compile(rf"^{GUARD}+[{re.escape(FORMULA_STARTS)}]")


def guarded(value: str) -> str:
    """Put a mark before a text that a spreadsheet program could run; `unguarded` takes it off again."""
    return GUARD + value if value[:1] in tuple(FORMULA_STARTS) or GUARDED.match(value) else value


def unguarded(written: str) -> str:
    """Take off the one mark that the export put before a text like `=…`."""
    return written[1:] if GUARDED.match(written) else written
