"""What rooms hang on the common pages without the common pages knowing the rooms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar


@dataclass(frozen=True)
class FileSection:
    """A section of a person's file. `context(auxiliary, user, day)` gives the variables of `template`.

    With `empty` in them, a sentence, there is nothing to show: the section is one quiet line. `acts(auxiliary, user,
    day)`: what may be done here, as (words, address).
    """

    key: str
    title: Any
    template: str
    context: Callable[[Any, Any, Any], Mapping[str, Any]]
    permission: str = ""
    order: int = 100
    acts: Callable[[Any, Any, Any], Sequence[tuple[Any, str]]] = lambda auxiliary, user, day: ()


@dataclass(frozen=True)
class Happening:
    """One line of a person's time line: the day (or the moment) it happened, its kind, the sentence.

    `note` stands smaller beside it, `url` leads there, `who` is the name of whoever did it.
    """

    on: Any
    kind: str
    says: str
    note: str = ""
    url: str = ""
    who: str = ""


@dataclass(frozen=True)
class HappeningSource:
    """What a room adds to the time line of a person's file. `find(auxiliary, user, day)`: what this user may read, no more."""

    key: str
    find: Callable[[Any, Any, Any], Iterable[Happening]]
    permission: str = ""
    order: int = 100


@dataclass(frozen=True)
class Wrong:
    """One thing that is wrong with a file today: the sentence, where it is put right, and what is done there."""

    says: str
    url: str
    act: Any = ""


@dataclass(frozen=True)
class WrongSource:
    """What a room finds wrong with a file. `find(auxiliary, user, day)` tells only what this user may read."""

    key: str
    find: Callable[[Any, Any, Any], Iterable[Wrong]]
    permission: str = ""
    order: int = 100


@dataclass(frozen=True)
class DeskCard:
    """A card on the desk: what needs me today. `context(user, day)` gives `{"count", "rows", "url", …}` or None for no card.

    `part` says where it stands: "act" for what waits for this very user (its count is told in the first line), "know"
    for what is good to know, "figures" for numbers and charts. An answer with `{"calm": True}` asks for nothing today.
    """

    key: str
    title: Any
    template: str
    context: Callable[[Any, Any], Mapping[str, Any] | None]
    permission: str
    order: int = 100
    part: str = "act"


@dataclass(frozen=True)
class DeskAct:
    """A button at the head of the desk: what somebody who holds the right begins from there, without a way round."""

    key: str
    title: Any
    url_name: str
    permission: str
    order: int = 100


@dataclass(frozen=True)
class OwnSection:
    """A section of the auxiliary's own pages. `context(auxiliary, day)`; None where it has nothing to say today.

    `tab` is the page it stands on: "today", "duties", "file" or "mine".
    """

    key: str
    title: Any
    template: str
    context: Callable[[Any, Any], Mapping[str, Any] | None]
    order: int = 100
    tab: str = "file"


@dataclass(frozen=True)
class SearchSource:
    """A kind of thing that search finds. `find(user, words, limit)` gives rows of (label, note, url), the best first.

    `by_number(user, number)` finds people by a whole identity or phone number, which comes in a body, never in an address.
    `everything(words)` is the address of the list that holds all of it, where there is one.
    """

    key: str
    title: Any
    find: Callable[[Any, str, int], Sequence[tuple[str, str, str]]]
    permission: str
    order: int = 100
    by_number: Callable[[Any, str], Sequence[tuple[str, str, str]]] | None = None
    everything: Callable[[str], str] | None = None


@dataclass(frozen=True)
class NavigationItem:
    """An entry of the navigation, shown to whoever holds one of the rights. `badge(user)` counts what waits.

    `group` is a key of core.navigation.GROUPS; without one the hundreds of `order` say it. `icon` (icons.svg) puts it
    on the bar at the thumb, where the first four that a reader may open stand; `short` is its name there, where the
    title is too long for a fifth of a phone. `holds`: beginnings of addresses that belong to it as well.
    """

    key: str
    title: Any
    url_name: str
    permissions: tuple[str, ...]
    order: int = 100
    badge: Callable[[Any], int | str] | None = None
    group: str = ""
    icon: str = ""
    short: Any = ""
    holds: tuple[str, ...] = ()


@dataclass(frozen=True)
class UnitSection:
    """A section of a unit's page. `context(unit, user, day)` gives the variables of `template`, or None for no section."""

    key: str
    title: Any
    template: str
    context: Callable[[Any, Any, Any], Mapping[str, Any] | None]
    permission: str
    order: int = 100


@dataclass(frozen=True)
class ExportTable:
    """What a kind of export lays on a sheet: its name, headings, and rows as they come."""

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Any]]


@dataclass(frozen=True)
class ExportKind:
    """A kind of file about several people. `filters` are those of the list in sight, with what `form` adds, all plain JSON.

    `people(user, filters, day)`: numbers of the natural persons (organisation.Person) in it, within the user's rights.
    `within(user, persons, filters)`: which of these the user may still take along in this way, now.
    `make(user, filters, day)`: the table, or for the format pdf the finished file; the room `exports` marks either.
    `sensitive(filters)`: headings of the sensitive columns it opens; any of them asks for a second person.
    `routine`: the purpose of a paper that is needed every day; such a one may be handed out in one step.
    """

    key: str
    title: Any
    permission: str
    formats: tuple[str, ...]
    people: Callable[[Any, Mapping[str, Any], Any], Iterable[int]]
    within: Callable[[Any, Iterable[int], Mapping[str, Any]], set[int]]
    make: Callable[[Any, Mapping[str, Any], Any], ExportTable | bytes]
    sensitive: Callable[[Mapping[str, Any]], Sequence[str]] = lambda filters: ()
    check: Callable[[Any, Mapping[str, Any], Any], None] = lambda user, filters, day: None
    columns: Callable[[Mapping[str, Any]], Sequence[str]] = lambda filters: ()  # their headings, for the second person
    form: Callable[..., Any] | None = None  # form(data, user=user): what is chosen besides the filters
    back: str = ""  # name of the page it is asked for from
    order: int = 100
    about: Any = ""  # one line: what it holds
    routine: Any = ""


@dataclass(frozen=True)
class PersonalData:
    """What one model keeps about a natural person, for the copy of one's own file (PIPL 45).

    `person`: lookup from a row to the number of the person it is about. Fields that point at people, and those of
    `without` (field → why: they speak of others, or are derived), stay out. `rows(person)` may give them by hand.
    """

    model: str  # "roster.Contract"
    title: Any
    person: str
    without: Mapping[str, str] = field(default_factory=dict)
    rows: Callable[[int], Iterable[Mapping[str, Any]]] | None = None
    order: int = 100

    @property
    def key(self) -> str:
        return self.model


@dataclass(frozen=True)
class Retention:
    """What is not kept for ever. How long stands in privacy/data/retention.toml under the same key, with its article.

    `due(before, held)`: rows whose time ended before that day, but nobody's in `held` (numbers of persons under a
    legal hold). `forget(before, held)` deletes or empties them, bytes of files too, and answers how many.
    """

    key: str
    title: Any
    due: Callable[[Any, Any], int]
    forget: Callable[[Any, Any], int]
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

    def get(self, key: str) -> T | None:
        return self._things.get(key)

    def all(self) -> list[T]:
        return sorted(self._things.values(), key=lambda t: (t.order, t.key))  # type: ignore[attr-defined]


file_sections: Registry[FileSection] = Registry("file section")
happenings: Registry[HappeningSource] = Registry("source of the time line")
wrongs: Registry[WrongSource] = Registry("source of what is wrong with a file")
desk_cards: Registry[DeskCard] = Registry("desk card")
desk_acts: Registry[DeskAct] = Registry("desk act")
own_sections: Registry[OwnSection] = Registry("own section")
search_sources: Registry[SearchSource] = Registry("search source")
navigation: Registry[NavigationItem] = Registry("navigation item")
unit_sections: Registry[UnitSection] = Registry("unit section")
export_kinds: Registry[ExportKind] = Registry("kind of export")
personal_data: Registry[PersonalData] = Registry("personal data")
retention: Registry[Retention] = Registry("retention")

# Models that point at a person and yet are no data about them: label → why (reviewed; a test asks for each).
not_personal_data: dict[str, str] = {}

# The places whose rules a unit may follow, (code, name in the reader's language): told by the room that holds the law.
place_sources: list[Callable[[], Sequence[tuple[str, str]]]] = []

# Audit action → sentence for time lines ("contract.signed" → "Contract signed").
action_words: dict[str, Any] = {}

# Label of a model → what its records are called ("roster.WorkCard" → "work card").
record_words: dict[str, Any] = {}

# Whether a person's photo may be shown: asked with the number of the person, all must agree.
photo_allowed: list[Callable[[int], bool]] = []
