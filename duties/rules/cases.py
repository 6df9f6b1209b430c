"""What one condition looks at: a duty on a day, a member on a day, both, or the request as a whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop as _

from duties.rules.facts import Facts, Member
from duties.rules.words import both
from regulations.rules import LANGUAGES

Words = Mapping[str, Any]

CERTIFICATES = {
    "driving_licence": _("matching driving licence"),
    "driving_examiner": _("driving examiner certificate"),
    "vehicle_inspector": _("vehicle inspector certificate"),
}


@dataclass(frozen=True)
class DutyCase:
    """A duty on a day, read by one row of law (the local one, or the strict one)."""

    row: Any
    day: date
    facts: Facts
    officers: int | None
    auxiliaries: int | None

    def words(self) -> Words:
        smallest = min(self.row.staffing, default=(0, 0))
        return {
            "duty": {"en": self.row.name_en, "zh-hans": self.row.name_zh},
            "officers": self.officers or 0,
            "auxiliaries": self.auxiliaries or 0,
            "police_needed": smallest[0],
            "staffing": staffing_words(self.row.staffing),
            "alone_needed": self.row.conditions.get("min_aux_without_police", 0),
            "total_needed": self.row.conditions.get("min_aux_total", 0),
        }


@dataclass(frozen=True)
class MemberCase:
    """A member on a day, whatever the duty."""

    member: Member
    day: date

    def words(self) -> Words:
        return {
            "who": who_words(self.member),
            "parties": ", ".join(self.member.tied_to),
            "bookings": ", ".join(self.member.booked),
            "rests": ", ".join(self.member.short_rest),
            "restriction": "; ".join(r.text for r in self.member.restrictions if r.text),
        }


@dataclass(frozen=True)
class MemberDutyCase:
    """A member who is to do one duty on a day."""

    member: Member
    row: Any
    day: date

    def words(self) -> Words:
        return {
            "who": who_words(self.member),
            "duty": {"en": self.row.name_en, "zh-hans": self.row.name_zh},
            "certificate": certificate_words(self.row.conditions.get("certificate_required", "")),
            "restriction": "; ".join(r.text for r in self.member.restrictions if r.text),
        }


@dataclass(frozen=True)
class RequestCase:
    """The request as a whole on a day."""

    facts: Facts
    day: date

    def words(self) -> Words:
        booked = [lead for lead in self.facts.leads if lead.booked]
        return {
            "leads": ", ".join(lead.name for lead in booked),
            "bookings": ", ".join(number for lead in booked for number in lead.booked),
            "commander": self.facts.commander.name if self.facts.commander else "",
            "off_duty": ", ".join(
                lead.name for lead in self.facts.leads if not any(_holds(span, self.day) for span in lead.serving)
            ),
        }


@dataclass(frozen=True)
class TextCase:
    """A fact which the free text denies, beside what the form states."""

    fact: str
    phrase: str
    rows: tuple[Any, ...]
    facts: Facts
    day: date

    def words(self) -> Words:
        return {"phrase": self.phrase}


def who_words(member: Member) -> Words:
    """The member's name; where no name was given, the plain word."""
    return dict.fromkeys(LANGUAGES, member.name) if member.name else both(_("The auxiliary"))


def certificate_words(kind: str) -> Words:
    """The certificate's name; a kind without one as the packs write it."""
    return both(CERTIFICATES[kind]) if kind in CERTIFICATES else dict.fromkeys(LANGUAGES, kind)


def staffing_words(staffing: tuple[tuple[int, int], ...]) -> Words:
    """The staffing alternatives in words, any one of which is enough."""
    options = [
        both(_("%(police)s officers and %(aux)s auxiliaries"), {"police": police, "aux": aux})
        if aux
        else both(_("%(police)s officers"), {"police": police})
        for police, aux in staffing
    ]
    said: Words = dict.fromkeys(LANGUAGES, "")
    for option in options:
        said = both(_("%(one)s or %(other)s"), {"one": said, "other": option}) if any(said.values()) else option
    return said


def _holds(span: tuple[date, date | None], day: date) -> bool:
    return span[0] <= day and (span[1] is None or day <= span[1])
