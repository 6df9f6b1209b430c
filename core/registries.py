"""What rooms hang on the common pages without the common pages knowing the rooms."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar


@dataclass(frozen=True)
class FileSection:
    """A section of a person's file. `context(auxiliary, user, day)` gives the variables of `template`."""

    key: str
    title: Any
    template: str
    context: Callable[[Any, Any, Any], Mapping[str, Any]]
    permission: str = ""
    order: int = 100


@dataclass(frozen=True)
class DeskCard:
    """A card on the desk: what needs me today. `context(user, day)` gives `{"count", "rows", "url", …}` or None for no card."""

    key: str
    title: Any
    template: str
    context: Callable[[Any, Any], Mapping[str, Any] | None]
    permission: str
    order: int = 100


@dataclass(frozen=True)
class OwnSection:
    """A section of the auxiliary's own pages. `context(auxiliary, day)`."""

    key: str
    title: Any
    template: str
    context: Callable[[Any, Any], Mapping[str, Any]]
    order: int = 100


@dataclass(frozen=True)
class SearchSource:
    """A kind of thing that search finds. `find(user, words, limit)` gives rows of (label, note, url)."""

    key: str
    title: Any
    find: Callable[[Any, str, int], Sequence[tuple[str, str, str]]]
    permission: str
    order: int = 100


@dataclass(frozen=True)
class NavigationItem:
    """An entry of the navigation, shown to whoever holds one of the rights. `badge(user)` counts what waits."""

    key: str
    title: Any
    url_name: str
    permissions: tuple[str, ...]
    order: int = 100
    badge: Callable[[Any], int | str] | None = None


@dataclass(frozen=True)
class UnitSection:
    """A section of a unit's page. `context(unit, user, day)` gives the variables of `template`, or None for no section."""

    key: str
    title: Any
    template: str
    context: Callable[[Any, Any, Any], Mapping[str, Any] | None]
    permission: str
    order: int = 100


T = TypeVar("T")


class Registry(Generic[T]):
    """Named things in an order; a key twice is a mistake."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._things: dict[str, T] = {}

    def add(self, thing: T) -> T:
        key = thing.key  # type: ignore[attr-defined]
        if key in self._things:
            raise ValueError(f"{self.kind} {key!r} is registered twice")
        self._things[key] = thing
        return thing

    def all(self) -> list[T]:
        return sorted(self._things.values(), key=lambda t: (t.order, t.key))  # type: ignore[attr-defined]


file_sections: Registry[FileSection] = Registry("file section")
desk_cards: Registry[DeskCard] = Registry("desk card")
own_sections: Registry[OwnSection] = Registry("own section")
search_sources: Registry[SearchSource] = Registry("search source")
navigation: Registry[NavigationItem] = Registry("navigation item")
unit_sections: Registry[UnitSection] = Registry("unit section")

# The places whose rules a unit may follow, (code, name in the reader's language): told by the room that holds the law.
place_sources: list[Callable[[], Sequence[tuple[str, str]]]] = []

# Audit action → sentence for time lines ("contract.signed" → "Contract signed").
action_words: dict[str, Any] = {}
