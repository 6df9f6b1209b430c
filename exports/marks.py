"""The mark of an export: a serial for people to read, and the same serial in letters nobody sees."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U, which are read wrongly
ALIKE: Final = str.maketrans("OIL", "011")
BITS: Final = 40
SERIAL = re.compile(r"(?<![0-9A-Z])EX[-‐‑–— ]?([0-9A-Z]{4})[-‐‑–— ]?([0-9A-Z]{4})[-‐‑–— ]?([0-9A-Z])(?![0-9A-Z])", re.I)

# Four signs without width, two bits each. Spreadsheets, word processors and mails carry them along with a copied cell.
UNSEEN: Final = "\u200b\u200c\u200d\u2060"
FRAMES: Final = (BITS + 8) // 2
RUN = re.compile(f"[{UNSEEN}]{{{FRAMES},}}")


@dataclass(frozen=True)
class Mark:
    """Who took the file, when, under which serial: seen on every sheet and page, and hidden there."""

    serial: str
    name: str
    at: str  # the moment in words

    @property
    def line(self) -> str:
        return f"{self.name} · {self.at} · {self.serial}"

    @property
    def hidden(self) -> str:
        return unseen(self.serial)


def new_serial() -> str:
    """`EX-7K3D-9QWX-5`: forty random bits and a sign that tells a slip of the pen."""
    return spelled(secrets.randbits(BITS))


def spelled(number: int) -> str:
    text = "".join(LETTERS[number >> shift & 31] for shift in range(BITS - 5, -1, -5))
    return f"EX-{text[:4]}-{text[4:]}-{LETTERS[_check(number)]}"


def number_of(serial: str) -> int | None:
    """The bits of a serial as somebody wrote or typed it; None when it is none."""
    found = SERIAL.search(serial.upper())
    if found is None:
        return None
    text = "".join(found.groups()).translate(ALIKE)
    if any(letter not in LETTERS for letter in text):
        return None
    number = 0
    for letter in text[:-1]:
        number = number << 5 | LETTERS.index(letter)
    return number if LETTERS[_check(number)] == text[-1] else None


def unseen(serial: str) -> str:
    """The serial in signs without width."""
    number = number_of(serial)
    if number is None:
        raise ValueError(f"{serial!r} is no serial of an export")
    bits = number << 8 | _check(number) << 3
    return "".join(UNSEEN[bits >> shift & 3] for shift in range(BITS + 6, -1, -2))


def unmarked(text: str) -> str:
    """The text without the hidden mark, as it was before the export."""
    return RUN.sub("", text)


def serials_in(text: str) -> Iterator[str]:
    """Every serial in a text, hidden ones first, each once."""
    seen: set[str] = set()
    for serial in (*_hidden_in(text), *_spelled_in(text)):
        if serial not in seen:
            seen.add(serial)
            yield serial


def _hidden_in(text: str) -> Iterator[str]:
    for run in RUN.findall(text):
        for start in range(len(run) - FRAMES + 1):  # a run may begin with signs of something else
            bits = 0
            for sign in run[start : start + FRAMES]:
                bits = bits << 2 | UNSEEN.index(sign)
            number, rest = bits >> 8, bits & 255
            if rest == _check(number) << 3:
                yield spelled(number)


def _spelled_in(text: str) -> Iterator[str]:
    for found in SERIAL.finditer(text.upper()):
        if (number := number_of(found.group())) is not None:
            yield spelled(number)


def _check(number: int) -> int:
    """Five bits by division in GF(32): any single wrong letter and any two swapped neighbours change them."""
    rest = 0
    for place in range(BITS // 5 - 1, -1, -1):
        rest = _doubled(rest) ^ (number >> 5 * place & 31)
    return _doubled(rest)


def _doubled(value: int) -> int:
    """Times x modulo x⁵ + x² + 1."""
    return (value << 1) ^ (0b100101 if value & 16 else 0)


def mark(serial: str, name: str, at: datetime) -> Mark:
    """The mark with its moment spelled to the minute, alike in every language."""
    from django.utils.timezone import localtime

    return Mark(serial, name, f"{localtime(at):%Y-%m-%d %H:%M}")
