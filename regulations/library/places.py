"""Where a row stands: file and line in the packs, for those who change them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from regulations.packs import DATA, load

ROOT = DATA.parent.parent


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)


def place(kind: str, code: str, pack: str, occurrence: int = 0) -> str:
    """`file:line` of the n-th row of a duty, value, rule or source in a pack."""
    path = load().files[pack].places[f"{kind}:{code}"]
    name = code.rpartition(".")[2] if kind == "value" else code
    table = rf"{re.escape(name)}\.values" if kind == "value" else re.escape(name)
    heads = [
        number for number, line in enumerate(_lines(path), 1) if re.match(rf"\[\[?(duties\.)?{table}\]\]?\s*$", line)
    ]
    return f"{relative(path)}:{heads[min(occurrence, len(heads) - 1)] if heads else 1}"


@cache
def _lines(path: Path) -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8").splitlines())
