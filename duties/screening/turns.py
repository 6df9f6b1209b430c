"""Whether an act found in a text is really asked of an auxiliary: negation, double negation, the officer as doer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from duties.screening.lexicon import Lexicon
from duties.screening.scan import Span
from duties.screening.text import Reading

LONGEST_WALK = 14
UNKNOWN_WORDS = 3


class Standing(Enum):
    """How the text speaks of an act."""

    ASKED = "asked"
    NEGATED = "negated"
    NOT_ALONE = "not alone"
    OFFICER = "officer"


@dataclass(frozen=True, slots=True)
class Turns:
    """The turns of speech of one text, by the place where they end or begin."""

    reading: Reading
    ending: dict[str, dict[int, int]]
    beginning: dict[str, dict[int, int]]
    to_officer: dict[int, int]

    def standing(self, span: Span) -> Standing:
        """Who does the act at a place in the text, if anyone."""
        inside = self._inside(span)
        if inside:
            return inside
        before = self._before(span[0])
        return before if before is not Standing.ASKED else self._after(span[1])

    def coordinated_with(self, start: int) -> int | None:
        """The place where the word before 'or', 、, 和 ends, if the act at `start` continues a list."""
        if start in self.reading.joined:
            return start
        return self.ending["coordinator"].get(start)

    def _inside(self, span: Span) -> Standing | None:
        start, end = span
        if any(start < place and stop <= end for place, stop in self.to_officer.items()):
            return Standing.OFFICER
        for kind in ("negator", "negator_tight"):
            for stop, place in self.ending[kind].items():
                if start < place and stop < end and place not in self.beginning["affirmer"]:
                    return Standing.NEGATED
        return None

    def _before(self, place: int) -> Standing:
        alone, unknown, own, limit = False, 0, True, max(0, place - LONGEST_WALK)
        clause = self.reading.clauses[place]
        tight = True
        while place > limit and self.reading.clauses[place - 1] == clause:
            if place in self.ending["affirmer"]:
                return Standing.ASKED
            negator = self.ending["negator"].get(place)
            if negator is None and tight:
                negator = self.ending["negator_tight"].get(place)
            if negator is not None:
                return self._negated(negator, alone)
            officer = self.ending["officer"].get(place)
            if officer is not None:
                return Standing.OFFICER if own and officer not in self.ending["beside"] else Standing.ASKED
            own = own and place in self.ending["officer_filler"]
            step, known_alone = self._step(place)
            alone, tight = alone or known_alone, False
            if step is None:
                unknown += 1
                if unknown > UNKNOWN_WORDS or place in self.ending["blocker"]:
                    return Standing.ASKED
                step = place - 1
            place = step
        return Standing.ASKED

    def _negated(self, place: int, alone: bool) -> Standing:
        if place in self.ending["negator"] or place in self.ending["negator_tight"]:
            return Standing.ASKED
        return Standing.NOT_ALONE if alone else Standing.NEGATED

    def _step(self, place: int) -> tuple[int | None, bool]:
        alone = self.ending["alone_filler"].get(place)
        if alone is not None:
            return alone, True
        steps = [self.ending[kind][place] for kind in ("filler", "officer_filler") if place in self.ending[kind]]
        return (min(steps) if steps else None), False

    def _after(self, place: int) -> Standing:
        words = len(self.reading.words)
        for _ in range(5):
            if place >= words:
                break
            if place in self.to_officer:
                return Standing.OFFICER
            if place in self.beginning["negator_after"]:
                return Standing.NEGATED
            step = self.beginning["filler_after"].get(place)
            if step is None or self.reading.sentences[place] != self.reading.sentences[place - 1]:
                break
            place = step
        return Standing.ASKED


def turns_of(reading: Reading, found: dict[int, list[Span]], to_officer: dict[int, int], lexicon: Lexicon) -> Turns:
    """Sort the turns of speech of a text by place, the longest first."""
    names = (
        "officer", "negator", "negator_tight", "affirmer", "filler", "officer_filler", "alone_filler", "beside",
        "coordinator", "negator_after", "filler_after", "blocker",
    )  # fmt: skip
    ending: dict[str, dict[int, int]] = {}
    beginning: dict[str, dict[int, int]] = {}
    for name in names:
        spans = found.get(lexicon.classes[name], ())
        ending[name], beginning[name] = {}, {}
        for start, end in spans:
            ending[name][end] = min(start, ending[name].get(end, start))
            beginning[name][start] = max(end, beginning[name].get(start, end))
    return Turns(reading, ending, beginning, to_officer)
