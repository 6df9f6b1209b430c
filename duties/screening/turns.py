"""Whether an act found in a text is really asked of an auxiliary: negation, double negation, the officer as doer."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from duties.screening.lexicon import Lexicon
from duties.screening.scan import Match, Span
from duties.screening.text import Reading

LONGEST_WALK = 14
UNKNOWN_WORDS = 3
DENIAL_TAIL = 2


class Standing(Enum):
    """How the text speaks of an act."""

    ASKED = "asked"
    NEGATED = "negated"
    NOT_ALONE = "not alone"
    OFFICER = "officer"  # he does it himself; the auxiliary may help
    HANDED = "handed to the officer"  # it is left to him alone


@dataclass(frozen=True, slots=True)
class Turns:
    """The turns of speech of one text, by the place where they end or begin."""

    reading: Reading
    ending: dict[str, dict[int, int]]
    beginning: dict[str, dict[int, int]]
    to_officer: dict[int, int]
    pass_to_officer: dict[int, int]
    answered: dict[Match, Standing] = field(default_factory=dict)

    def standing(self, match: Match) -> Standing:
        """Who does the act at a place in the text, if anyone."""
        if match not in self.answered:
            self.answered[match] = self._standing(match)
        return self.answered[match]

    def _standing(self, match: Match) -> Standing:
        for gap in match.gaps:
            inside = self._between(*gap)
            if inside:
                return inside
        before = self._before(*match.span)
        return before if before is not Standing.ASKED else self._after(match.span[1])

    def coordinated_with(self, start: int) -> int | None:
        """The place where the word before 'or', 、, 和 ends, if the act at `start` continues a list."""
        if start in self.reading.joined:
            return start
        return self.ending["coordinator"].get(start)

    def _between(self, start: int, end: int) -> Standing | None:
        """A negation or a handing over inside the words of the act: 罚单不开, 罚单由民警开."""
        for place in range(start, end):
            if self.to_officer.get(place, end + 1) <= end:
                return Standing.HANDED
        for kind in ("negator", "negator_tight"):
            ending = self.ending[kind]
            for stop in range(start + 1, end + 1):
                place = ending.get(stop, -1)
                near = end - stop <= UNKNOWN_WORDS and self.reading.clauses[stop - 1] == self.reading.clauses[end]
                if place >= start and near and not self._is_affirmed(place, stop):
                    return Standing.NEGATED
        return None

    def _is_affirmed(self, start: int, end: int) -> bool:
        """A negation that is none: 不光, 每人别, or the question 交不交."""
        if start in self.beginning["affirmer"] or end in self.ending["affirmer"]:
            return True
        words = self.reading.words
        auxiliary = self.beginning["auxiliary"]
        if "让" in words[start : end + 1] and not {end, end + 1} & auxiliary.keys():
            return True  # 堵住村口别让他出去 denies what others would do
        return end - start == 1 and 0 < start and end < len(words) and words[start - 1] == words[end]

    def _before(self, place: int, end: int) -> Standing:
        alone, unknown, limit = False, 0, max(0, place - LONGEST_WALK)
        own = not any(start in self.beginning["auxiliary"] for start in range(place, end))
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
                aside = officer in self.ending["beside"] or officer in self.reading.joined
                return Standing.OFFICER if own and not aside else Standing.ASKED
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

    def _ends_soon(self, place: int) -> bool:
        """A denial after the act ends the clause (搜身不要); more words make it speak of something else (紧追别让他跑)."""
        beyond = place + DENIAL_TAIL
        clauses = self.reading.clauses
        return beyond >= len(clauses) or clauses[beyond] != clauses[place - 1]

    def _after(self, place: int) -> Standing:
        words, topic = len(self.reading.words), False
        for _ in range(5):
            if place >= words or self.reading.sentences[place] != self.reading.sentences[place - 1]:
                break
            if self.reading.clauses[place] != self.reading.clauses[place - 1] and not topic:
                break
            if place in self.to_officer or (topic and place in self.pass_to_officer):
                return Standing.HANDED
            if place in self.beginning["negator_after"]:
                return Standing.NEGATED if self._ends_soon(self.beginning["negator_after"][place]) else Standing.ASKED
            step = self.beginning["filler_after"].get(place)
            if step is None:
                break
            place, topic = step, True
        return Standing.ASKED


def turns_of(
    reading: Reading, found: dict[int, list[Span]], handing: dict[str, dict[int, int]], lexicon: Lexicon
) -> Turns:
    """Sort the turns of speech of a text by place, the longest first."""
    names = (
        "officer", "auxiliary", "negator", "negator_tight", "affirmer", "filler", "officer_filler", "alone_filler", "beside",
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
    return Turns(reading, ending, beginning, handing["to_officer"], handing["pass_to_officer"])
