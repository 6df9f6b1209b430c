"""The subjects of the room. Each brings its own module into the packages of the room, where it has something to bring."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Final

SUBJECTS: Final = (
    "cases",
    "supervision",
    "complaints",
    "commendations",
    "appraisals",
    "grades",
    "warnings",
    "protection",
)


def modules(package: str) -> list[ModuleType]:
    """The modules of a package, in the order of the subjects: `modules("discipline.urls")`."""
    names = [f"{package}.{subject}" for subject in SUBJECTS]
    return [import_module(name) for name in names if find_spec(name)]
