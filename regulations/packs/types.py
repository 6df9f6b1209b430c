"""The words of a pack: instrument, duty, verdict row, dated value, clause. All frozen; none knows the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

NATION: Final = "CN"

PROHIBITED: Final = "prohibited"
REQUIRES_POLICE_LEAD: Final = "requires_police_lead"
PERMITTED: Final = "permitted_under_command"

STRICTNESS: Final[Mapping[str, int]] = {PERMITTED: 0, REQUIRES_POLICE_LEAD: 1, PROHIBITED: 2}

# A: a primary text was read. Whatever is not A is shown as "to be confirmed".
CONFIDENCES: Final = ("A", "B", "B-low", "C")

SOURCE_KINDS: Final = frozenset(
    "law regulation ministry_rule judicial_interpretation opinions local_regulation local_measures standard "
    "court_case notice draft report house none".split()
)

CATEGORIES: Final = frozenset({"service", "clerical", "both"})

# The conditions a verdict row may set, and the type of each. A word outside this list is a mistake in the pack.
CONDITIONS: Final[Mapping[str, type]] = {
    "recording_required": bool,
    "approval_required": bool,
    "same_sex_required": bool,
    "emergency_only": bool,
    "handcuffs_forbidden": bool,
    "min_aux_without_police": int,
    "min_aux_total": int,
    "certificate_required": str,
}

# Units of values. A new unit needs a new name here, so that no number changes its meaning unseen.
UNITS: Final[Mapping[str, type]] = {
    "days": int,
    "months": int,
    "years": int,
    "hours": int,
    "times": int,
    "per_10000": int,
    "points": int,  # of a hundred
    "exact_days": Decimal,  # days with parts, as 21.75
    "ratio": Decimal,
    "CNY": Decimal,
    "yes_no": bool,
    "text": str,
    "codes": tuple,  # of words
    "numbers": tuple,  # of whole numbers
    "bands": tuple,  # of mappings
    "table": tuple,  # of mappings whose columns have a name in regulations.words.COLUMNS
    "tax_bands": tuple,  # of mappings: up_to (left out in the last), rate, quick
    "day_list": tuple,  # of days
    "day_ranges": tuple,  # of mappings: from, to; both days count
    "pension": Mapping,
}


class PackError(Exception):
    """A pack is wrong, or says nothing on that day. Never guessed around."""

    def __init__(self, message: str, *, key: str = "", day: date | None = None, pack: str = "") -> None:
        self.key = key
        self.day = day
        self.pack = pack
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Pack:
    """The rules of one place; `extends` names the place above it."""

    code: str
    name_en: str
    name_zh: str
    extends: str
    version: str
    note_en: str = ""
    note_zh: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """An instrument: a law, regulation, rule, report. Each stands once, in the pack of the place that made it."""

    key: str
    pack: str
    title_en: str
    title_zh: str
    kind: str
    where: str
    confidence: str
    grade: str
    issued_by: str = ""
    number: str = ""
    published: date | None = None
    in_force: date | None = None
    repealed: date | None = None
    uncertain_en: str = ""
    uncertain_zh: str = ""
    note_en: str = ""
    note_zh: str = ""

    @property
    def to_be_confirmed(self) -> bool:
        return self.confidence != "A" or bool(self.uncertain_en)


@dataclass(frozen=True, slots=True)
class Citation:
    """An article of an instrument, ready to be printed and linked."""

    key: str
    article: str
    title_en: str
    title_zh: str
    confidence: str
    url: str

    @property
    def label(self) -> str:
        """As packs write it: `HA 15(2)`."""
        return f"{self.key} {self.article}" if self.article else self.key

    def as_dict(self) -> dict[str, str]:
        return {
            "key": self.key,
            "article": self.article,
            "cites": self.label,
            "title_en": self.title_en,
            "title_zh": self.title_zh,
            "confidence": self.confidence,
            "url": self.url,
        }


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of the duty catalogue."""

    code: str
    name_en: str
    name_zh: str


@dataclass(frozen=True, slots=True)
class Duty:
    """职责: an entry of the catalogue. What the law says of it stands in verdict rows."""

    code: str
    name_en: str
    name_zh: str
    group: str
    category: str


@dataclass(frozen=True, slots=True)
class Staffing:
    """One alternative that satisfies led work: at least so many officers and so many auxiliaries on the spot."""

    police: int
    aux: int

    def as_dict(self) -> dict[str, int]:
        return {"police": self.police, "aux": self.aux}


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """权限: what a place says of a duty from a day on, with what it inherits already filled in."""

    code: str
    pack: str  # the pack that speaks, not the pack that asks
    since: date
    verdict: str
    staffing: tuple[Staffing, ...]
    conditions: Mapping[str, Any]
    cites: tuple[str, ...]
    confidence: str
    contested: bool = False  # marked in the catalogue; whether it counts here says `contested_for`
    note_en: str = ""
    note_zh: str = ""

    @property
    def to_be_confirmed(self) -> bool:
        return self.confidence != "A"


@dataclass(frozen=True, slots=True)
class Value:
    """A dated value of the law, with the article it stands on."""

    key: str
    value: Any
    unit: str
    since: date
    cites: tuple[str, ...]
    confidence: str
    pack: str
    title_en: str = ""
    title_zh: str = ""
    checked: date | None = None
    note_en: str = ""
    note_zh: str = ""
    ended: bool = False
    open: bool = False  # not found: there is no value until an office supplies one

    @property
    def to_be_confirmed(self) -> bool:
        return self.confidence != "A"

    @property
    def is_house_default(self) -> bool:
        """Not law at all: a careful default of the program."""
        return self.cites == ("HOUSE",)


@dataclass(frozen=True, slots=True)
class Clause:
    """From when a rule applies in a place, and by which articles; or why it never does."""

    code: str
    pack: str
    since: date
    cites: tuple[str, ...]
    applies: bool = True
    because_en: str = ""
    because_zh: str = ""
    confidence: str = "A"
