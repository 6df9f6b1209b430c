"""The style sheets as they are written: tokens, classes, and how far two colours are apart (WCAG 2.2, 1.4.3 and 1.4.11)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

CSS = settings.BASE_DIR / "static" / "css"
TEMPLATES = settings.BASE_DIR / "templates"
COMMENT = re.compile(r"/\*.*?\*/", re.S)
TOKEN = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6});")


def sheets() -> dict[str, str]:
    """Each style sheet without its comments."""
    return {path.name: COMMENT.sub("", path.read_text(encoding="utf-8")) for path in sorted(CSS.glob("*.css"))}


def themes() -> dict[str, dict[str, str]]:
    """The colours of the tokens, light, dark and on paper; what a theme does not say is as in the light."""
    light, dark, paper = (
        dict(TOKEN.findall(block)) for block in re.findall(r":root\s*\{(.*?)\}", sheets()["tokens.css"], re.S)
    )
    return {"light": light, "dark": {**light, **dark}, "paper": {**light, **paper}}


def contrast(one: str, other: str) -> float:
    dim, bright = sorted((_light(one), _light(other)))
    return (bright + 0.05) / (dim + 0.05)


def _light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def values(sheet: str) -> Iterator[str]:
    """What stands behind the colon of each declaration."""
    for block in re.findall(r"\{([^{}]*)\}", sheet):
        for declaration in block.split(";"):
            yield declaration.partition(":")[2]


def known_classes() -> set[str]:
    """Every class that a style sheet speaks of."""
    selectors = [found for sheet in sheets().values() for found in re.findall(r"([^{};]+)\{", sheet)]
    return {name for selector in selectors for name in re.findall(r"\.(-?[A-Za-z_][\w-]*)", selector)}


def classes_of(path: Path) -> tuple[set[str], set[str]]:
    """The classes a template names, and those it puts together from a variable (`depth-{{ depth }}`)."""
    source = path.read_text(encoding="utf-8")
    found = " ".join(re.findall(r'class="((?:[^"{]|\{\{.*?\}\}|\{%.*?%\})*)"', source))
    found = re.sub(r"\{%.*?%\}", " ", found)
    made = set(re.findall(r"[\w-]*\{\{.*?\}\}[\w-]*", found))
    return set(re.sub(r"[\w-]*\{\{.*?\}\}[\w-]*", " ", found).split()), made
