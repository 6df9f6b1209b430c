"""The law as the decision reads it: rows of the packs, strict rows, and copies of every citation used."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from regulations.packs import NATION, REQUIRES_POLICE_LEAD, STRICTNESS, Packs

RECORDING_ALWAYS = "duties.conduct.recording_required_for_enforcement_assist"

Copies = tuple[dict[str, str], ...]


@dataclass(frozen=True)
class Row:
    """What a pack says of a duty on a day, with the duty's names beside it."""

    code: str
    pack: str
    name_en: str
    name_zh: str
    category: str
    verdict: str
    staffing: tuple[tuple[int, int], ...]
    conditions: Mapping[str, Any]
    cites: tuple[str, ...]
    confidence: str
    note_en: str
    note_zh: str

    def copy(self) -> dict[str, Any]:
        """The row as plain values, for the basis."""
        return {
            "code": self.code,
            "name_en": self.name_en,
            "name_zh": self.name_zh,
            "spoken_by": self.pack,
            "category": self.category,
            "verdict": self.verdict,
            "staffing": [{"police": police, "aux": aux} for police, aux in self.staffing],
            "conditions": dict(self.conditions),
            "confidence": self.confidence,
            "cites": list(self.cites),
        }


class Law:
    """The packs, asked in the words of the decision. Rows and citations are looked up once and kept."""

    def __init__(self, packs: Packs) -> None:
        self.packs = packs
        self._rows: dict[tuple[str, date, str], Row] = {}
        self._cites: dict[str, dict[str, str]] = {}

    def row(self, code: str, day: date, pack: str) -> Row:
        """The row that holds for a duty on a day."""
        key = (code, day, pack)
        if key not in self._rows:
            self._rows[key] = self._read(code, day, pack)
        return self._rows[key]

    def strict(self, code: str, day: date) -> Row:
        """The nation's row, against which a looser local one is weighed."""
        return self.row(code, day, NATION)

    def is_contested(self, code: str, day: date, pack: str) -> bool:
        """Whether the catalogue marks the duty and the local row is looser than the nation's."""
        return self.packs.contested_for(code, pack, day)

    def cites_of(self, rule: str, row: Row | None, day: date, pack: str) -> Copies:
        """Copies of the articles behind a finding: those of the duty, then those of the rule itself."""
        clause = self.packs.clause(rule, day=day, pack=pack)
        return self.copies((*(row.cites if row else ()), *(clause.cites if clause else ())))

    def copies(self, cites: Iterable[str]) -> Copies:
        """Copies of citations, each once, with the title of the text."""
        return tuple(dict(self._copy(cite)) for cite in dict.fromkeys(cites))

    def _copy(self, cite: str) -> dict[str, str]:
        if cite not in self._cites:
            self._cites[cite] = self.packs.cite(cite).as_dict()
        return self._cites[cite]

    def _read(self, code: str, day: date, pack: str) -> Row:
        said, duty = self.packs.verdict(code, day=day, pack=pack), self.packs.duty(code)
        conditions = dict(said.conditions)
        if said.verdict == REQUIRES_POLICE_LEAD and self.packs.at(RECORDING_ALWAYS, day=day, pack=pack).value:
            conditions["recording_required"] = True
        return Row(
            code=code,
            pack=said.pack,
            name_en=duty.name_en,
            name_zh=duty.name_zh,
            category=duty.category,
            verdict=said.verdict,
            staffing=tuple((option.police, option.aux) for option in said.staffing),
            conditions=conditions,
            cites=said.cites,
            confidence=said.confidence,
            note_en=said.note_en,
            note_zh=said.note_zh,
        )


def strictest(verdicts: Iterable[str]) -> str | None:
    """The strictest of several verdicts; None where there is none."""
    return max(verdicts, key=STRICTNESS.__getitem__, default=None)


_read_before: list[Law] = []


def law_of(packs: Packs) -> Law:
    """The law of these packs; the same packs are not read twice."""
    if not _read_before or _read_before[0].packs is not packs:
        _read_before[:] = [Law(packs)]
    return _read_before[0]
