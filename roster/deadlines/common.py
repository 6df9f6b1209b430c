"""What the sources share: addresses, labels, and numbers of the law that differ by place, asked in bulk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Any, Final

from regulations.packs import at
from regulations.selectors import jurisdictions

LOOK_BACK: Final = timedelta(days=60)


def file_of(auxiliary: int, section: str = "") -> str:
    """The address of a person's file (contract.md names it); written out, as a scan makes it a hundred thousand times."""
    return f"/roster/{auxiliary}/#{section}" if section else f"/roster/{auxiliary}/"


def label(name: str, *more: str) -> str:
    """What a person reads: the name, and which paper it is about. Never an identity number."""
    return " · ".join(part for part in (name, *more) if part)


def by_place(key: str, day: date) -> Callable[[str], Any]:
    """The value of the law for a unit's path on the day: one query for all units, then none."""
    places = jurisdictions()

    @cache
    def of_pack(pack: str) -> Any:
        return at(key, day=day, pack=pack).value

    return lambda path: of_pack(places.pack_of(path, day))
