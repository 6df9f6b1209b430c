"""The field table: `fields.toml` read, and set beside the models. `python -m tests.permissions.fields` lists what is missing."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from accounts.groups import GROUPS

FILE: Final = Path(__file__).with_name("fields.toml")
# Where what is sealed is shown for the asking, recorded; and where it is typed, which shows it too.
ASKED: Final = {"roster:unmask", "roster:contract-paper", "roster:certificate", "discipline:complaint-reporter"}
LEVELS: Final = ("clear", "asked", "masked")
OURS: Final = ("django", "axes", "guardian", "csp", "rest_framework")


@dataclass(frozen=True)
class Class:
    """What a class of fields opens: group → level, who writes, in which states."""

    levels: Mapping[str, str]
    writers: frozenset[str]
    when: Mapping[str, frozenset[str]] = field(default_factory=dict)
    logged: bool = False


@functools.cache
def table() -> dict[str, Class]:
    """`roster.Auxiliary.address` → its class. Raises ValueError for a field in two classes or of none."""
    said = tomllib.loads(FILE.read_text(encoding="utf-8"))
    classes = {name: _class(name, row) for name, row in said["classes"].items()}
    found: dict[str, Class] = {}
    for model, rows in said["models"].items():
        for name, listed in rows.items():
            for one in listed:
                if (key := f"{model}.{one}") in found:
                    raise ValueError(f"{key} stands in two classes")
                found[key] = classes[name]
    return found


def _class(name: str, row: Mapping[str, Any]) -> Class:
    levels = {group: level for level in LEVELS for group in row["read"].get(level, ())}
    writers = frozenset(row["write"])
    if unknown := ({*levels, *writers} - set(GROUPS)) | (set(row["read"]) - set(LEVELS)):
        raise ValueError(f"class {name}: {sorted(unknown)} is no group and no level")
    when = {key: frozenset(states) for key, states in row.get("when", {}).items()}
    return Class(levels, writers, when, row.get("logged", False))


def reads(key: str, group: str) -> str:
    """clear, asked, masked or no."""
    return table()[key].levels.get(group, "no")


def writes(key: str, group: str, row: Any = None) -> bool:
    """May the group change the field, of this object as it stands?"""
    found = table()[key]
    states = all(row is None or getattr(row, name, None) in states for name, states in found.when.items())
    return group in found.writers and states


def may_be_logged(key: str) -> bool:
    return table()[key].logged


def of_models() -> Iterator[str]:
    """Every stored field of every model of the house."""
    from django.apps import apps

    for model in apps.get_models():
        if model.__module__.partition(".")[0] not in OURS:
            yield from (f"{model._meta.label}.{one.name}" for one in model._meta.concrete_fields)


def missing() -> list[str]:
    return sorted(set(of_models()) - set(table()))


def strange() -> list[str]:
    """Rows without a field."""
    return sorted(set(table()) - set(of_models()))


def main() -> None:
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "auxpolice.settings")
    django.setup()
    print("\n".join(["without a class:", *missing(), "without a field:", *strange()]))


if __name__ == "__main__":
    main()
