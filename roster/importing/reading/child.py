"""`python -m roster.importing.reading.child FILE`: reads one upload under limits and says its rows as lines of JSON.

The last line is `{"end": true}` or `{"unreadable": code, "about": {…}}`. Without one, the limits ended the process.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

from core.uploads.limits import limit
from roster.importing.reading.bounds import CPU_SECONDS, MEMORY, Unreadable

ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NOT_TEXT = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"PK\x05\x06")


def read(path: str) -> Iterator[dict[str, Any]]:
    """Choose by what the file is, not by what it is called."""
    with open(path, "rb") as file:
        head = file.read(16)
    if not head:
        raise Unreadable("empty")
    if head.startswith(ZIP):
        from roster.importing.reading.workbook import read_workbook

        yield from read_workbook(path)
    elif head.startswith(OLD_OFFICE):
        raise Unreadable(_old_office(path))
    elif head.startswith(NOT_TEXT):
        raise Unreadable("not_a_sheet")
    else:
        from roster.importing.reading.separated import read_separated

        yield from read_separated(path)


def _old_office(path: str) -> str:
    """An .xlsx under a password hides in the old container; its directory names the parts in UTF-16."""
    with open(path, "rb") as file:
        return "encrypted" if "EncryptedPackage".encode("utf-16-le") in file.read() else "old_excel"


def main(path: str) -> int:
    limit(MEMORY, CPU_SECONDS)
    try:
        for line in read(path):
            say(line)
        say({"end": True})
    except Unreadable as problem:
        say({"unreadable": problem.code, "about": problem.about})
    except MemoryError:
        say({"unreadable": "too_heavy", "about": {}})
    return 0


def say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=True, allow_nan=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
