"""What is asked: which work, on which days. Who does it, and with whom, are facts."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Named:
    """A duty which the free text names as a separate act, with the words that name it."""

    code: str
    words: str = ""


@dataclass(frozen=True)
class Request:
    """One request for auxiliaries.

    `named` holds what the text was found to name; None means that nobody has looked yet, and
    `decide` screens the text itself. A frozen assignment is not screened twice. `denied` holds facts
    which the text says are not so, with its words: ("officers", "by telephone").
    """

    id: str
    text: str
    codes: tuple[str, ...]
    days: tuple[date, ...]
    named: tuple[Named, ...] | None = None
    unclear: bool = False
    denied: tuple[tuple[str, str], ...] = ()


def days_between(first: date, last: date) -> tuple[date, ...]:
    """Every day from the first to the last, both included."""
    return tuple(first + timedelta(days=count) for count in range((last - first).days + 1))
