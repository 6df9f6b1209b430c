"""Setting papers with Typst from plain data: nothing is fetched, no font of the machine is used, no data is read as code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import pylopdf_fonts_zh_cn as fonts
import typst

PIXELS = 110  # an inch, of a page to be looked at
HOUSE = Path(__file__).resolve().parent / "typst" / "house.typ"


def typeset(template: Path, data: Mapping[str, Any]) -> bytes:
    """The PDF of one template. What all papers share (`core/typst/house.typ`) stands before it; `data` comes as JSON."""
    made = _compiled(template, data, "pdf")
    if not isinstance(made, bytes):
        raise TypeError("Typst answers one document as bytes")
    return made


def pages(template: Path, data: Mapping[str, Any]) -> list[bytes]:
    """The same, each page a PNG: to be looked at."""
    made = _compiled(template, data, "png")
    return [made] if isinstance(made, bytes) else [page for page in made or () if page]


def _compiled(template: Path, data: Mapping[str, Any], format: Literal["pdf", "png"]) -> Any:
    source = HOUSE.read_bytes() + b"\n" + template.read_bytes()
    return typst.compile(  # type: ignore[misc]  # the stubs name a variable that nothing binds
        source,
        root=str(template.parent),
        font_paths=[str(Path(fonts.sans_path()).parent)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        format=format,
        ppi=PIXELS if format == "png" else None,
    )
