"""What falls due: each room registers its sources; `reminders` asks them all and makes each notice exactly once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that falls due: which record, when, in which unit, whom it is about."""

    subject: str  # "roster.contract:12", stable for ever
    due_on: date
    unit_id: int
    label: str  # what a person reads: name and document, never an identity number
    person_id: int | None = None  # the auxiliary's person, when they are told too
    url: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of deadline.

    `find(day, until)` gives every open case with due_on <= until, overdue ones included, in a fixed number of queries.
    A case that is no longer given was put right: its notices close. `stages` are days before the due day (0 the day
    itself, negative after it), each told once.
    """

    code: str
    title: Any  # lazy translation
    stages: Sequence[int]
    find: Callable[[date, date], Iterable[Due]]
    advice: Any = ""  # lazy translation: what to do
    cites: Sequence[str] = ()
    tells_person: bool = False
    escalates_after: int = 7  # days unanswered after the due day
    right: str = ""  # who is told and may read it: the nearest who hold this right, not those who keep the files
    above: str = ""  # with `right`: whose right it is to be told when they are silent; nobody where empty


_sources: dict[str, Source] = {}


def register(source: Source) -> Source:
    if source.code in _sources:
        raise ValueError(f"deadline source {source.code!r} is registered twice")
    _sources[source.code] = source
    return source


def sources() -> Sequence[Source]:
    return tuple(_sources.values())


def source(code: str) -> Source:
    return _sources[code]
