"""Everything the rules may look at. One frozen type; a selector and a JSON reader build it.

A fact that is None was not stated and counts as met: only the JSON reader leaves facts out. The
selector states every one of them, so a real assignment cannot pass by silence.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Spans = tuple[tuple[date, date | None], ...]
"""Periods, both ends included; an end of None is open."""


def covers(spans: Spans, day: date) -> bool:
    """Whether one of the periods contains the day."""
    return any(since <= day and (until is None or day <= until) for since, until in spans)


@dataclass(frozen=True)
class PackSpan:
    """The pack which holds for the unit in a period."""

    pack: str
    since: date = date.min
    until: date | None = None


@dataclass(frozen=True)
class Ban:
    """A duty that the unit, or one above it, has forbidden itself."""

    code: str
    since: date
    until: date | None
    text: str


@dataclass(frozen=True)
class RuledDuty:
    """A legal reviewer's ruling on a duty where texts conflict."""

    code: str
    allows: bool
    number: str
    text: str
    cites: str
    by: str
    since: date
    until: date | None = None


@dataclass(frozen=True)
class Restriction:
    """What a member may not do in a period. No codes: no duty at all."""

    since: date
    until: date | None
    text: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Member:
    """One auxiliary who is to do the work."""

    name: str = ""
    category: str | None = None
    strength: Spans | None = None
    contract: Spans | None = None
    card: Spans | None = None
    training: Spans | None = None
    certificates: Mapping[str, Spans] | None = None
    restrictions: tuple[Restriction, ...] = ()
    tied_to: tuple[str, ...] = ()
    booked: tuple[str, ...] = ()
    short_rest: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lead:
    """An officer named to lead on the spot, or to command, and the days on which he serves."""

    name: str
    serving: Spans = ()
    booked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facts:
    """What is known about the people, the place and the papers of one request."""

    packs: tuple[PackSpan, ...]
    members: tuple[Member, ...] = ()
    leads: tuple[Lead, ...] = ()
    commander: Lead | None = None
    commander_stated: bool = False
    officers: int | None = None
    auxiliaries: int | None = None
    recording: bool | None = None
    same_sex: bool | None = None
    approval: bool | None = None
    emergency: bool | None = None
    bans: tuple[Ban, ...] = ()
    rulings: tuple[RuledDuty, ...] = ()
    papers: Mapping[str, str] = field(default_factory=dict)

    def pack_on(self, day: date) -> str:
        """The pack of the unit on a day; the nation's where no row speaks."""
        for span in self.packs:
            if span.since <= day and (span.until is None or day <= span.until):
                return span.pack
        return "CN"

    def officers_on(self, day: date) -> int | None:
        """How many serving officers are on the spot; None when nothing was stated."""
        if self.officers is not None:
            return self.officers
        if not self.commander_stated:
            return None
        return sum(covers(lead.serving, day) for lead in self.leads)

    def ban_on(self, code: str, day: date) -> Ban | None:
        """The local ban on a duty on a day."""
        return next((ban for ban in self.bans if ban.code == code and covers(((ban.since, ban.until),), day)), None)

    def ruling_on(self, code: str, day: date) -> RuledDuty | None:
        """The ruling in force for a duty on a day: the latest one."""
        held = [r for r in self.rulings if r.code == code and covers(((r.since, r.until),), day)]
        return max(held, key=lambda ruling: ruling.since, default=None)
