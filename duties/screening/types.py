"""What a reading of a request's free text gives back."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where the text names an act."""

    code: str
    start: int
    end: int
    phrase: str
    negated: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place where the text states a fact about people or circumstances."""

    fact: str
    start: int
    end: int
    phrase: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What the text says of people and circumstances; None where it is silent."""

    officer_present: bool | None = None
    officer_remote: bool = False
    stand_in_leader: bool = False
    alone: bool = False
    officers: int | None = None
    auxiliaries: int | None = None
    category: str | None = None
    training_valid: bool | None = None
    recording: bool | None = None
    approval: bool | None = None
    certificate: bool | None = None
    emergency: bool | None = None
    same_sex: bool | None = None
    avoidance_conflict: bool | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Screening:
    """The duties a text asks for, the facts it states, and what a person should look at."""

    codes: tuple[str, ...] = ()
    hits: tuple[Hit, ...] = ()
    unclear: bool = False
    doubts: tuple[str, ...] = ()
    facts: Facts = field(default_factory=Facts)
