"""A decision as its card shows it: what was found, each thing once, and what would make it lawful."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from duties.selectors.ways import Way, ways_of

SHOWN = 3
"""How many people of one finding are named before the rest is folded away."""


@dataclass
class Point:
    """One rule that is not kept: for one reason, of one person or of several."""

    code: str
    says: list[Any]
    cites: Sequence[Mapping[str, Any]]
    cure: Any
    sure: bool
    duties: tuple[str, ...] = ()

    @property
    def first(self) -> list[Any]:
        return self.says[:SHOWN]

    @property
    def rest(self) -> list[Any]:
        return self.says[SHOWN:]


@dataclass
class Card:
    """The verdict, what was found, what would make it lawful, and what is to be kept to on the day."""

    outcome: str
    points: list[Point] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    obligations: Sequence[Mapping[str, Any]] = ()
    to_confirm: bool = False


def card_of(decision: Mapping[str, Any]) -> Card:
    """The card of a decision as it is stored (`as_dict`)."""
    sure = _sureness(decision)
    points = _points(decision.get("findings", ()), sure)
    return Card(
        outcome=str(decision.get("outcome") or decision.get("decision") or ""),
        points=points,
        ways=ways_of(decision),
        obligations=decision.get("obligations", ()),
        to_confirm=not all(sure.values()),
    )


def _points(findings: Iterable[Mapping[str, Any]], sure: Mapping[str, bool]) -> list[Point]:
    """Findings of one rule about the same duties are one point, with a sentence for each person."""
    found: dict[tuple[str, ...], Point] = {}
    for finding in findings:
        about = finding.get("about") or {}
        duties = tuple(about.get("duties", ()))
        key = (finding["code"], *duties)
        if about.get("who") and key in found:
            found[key].says.append(finding["says"])
            continue
        found[(*key, str(len(found))) if key in found else key] = Point(
            code=finding["code"],
            says=[finding["says"]],
            cites=finding.get("cites", ()),
            cure=finding.get("cure", ""),
            sure=all(sure.get(code, True) for code in duties) or not _rests_on_the_duty(about),
            duties=duties,
        )
    return list(found.values())


def _rests_on_the_duty(about: Mapping[str, Any]) -> bool:
    """Whether the finding comes from what the law says of the duty, and not from a person's papers."""
    return not about.get("who")


def _sureness(decision: Mapping[str, Any]) -> dict[str, bool]:
    """For each duty, whether the row that speaks of it rests on a text that was read."""
    sure: dict[str, bool] = {}
    for period in (decision.get("basis") or {}).get("periods", ()):
        for row in period.get("duties", ()):
            sure[row["code"]] = sure.get(row["code"], True) and row.get("confidence", "A") == "A"
    return sure
