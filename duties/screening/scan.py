"""Finding the phrases of the lexicon in a text: one pass over the words, then only the patterns that can still match."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from duties.screening.text import Reading

COMMA_COST = 3

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Match:
    """The words a pattern covers, and the words between its parts, which it does not name."""

    span: Span
    gaps: tuple[Span, ...] = ()



@dataclass(frozen=True, slots=True)
class Pattern:
    """Runs of parts that must all stand in one sentence; the parts of a run follow one another within the gap."""

    key: str
    runs: tuple[tuple[int, ...], ...]
    gap: int
    source: str


@dataclass(frozen=True, slots=True)
class Index:
    """Every phrase and pattern of the lexicon, ready for scanning."""

    phrases: dict[tuple[str, ...], tuple[int, ...]]
    lengths: dict[str, tuple[int, ...]]
    by_first_part: dict[int, tuple[Pattern, ...]]


def phrases_found(reading: Reading, index: Index) -> dict[int, list[Span]]:
    """Where each part of the lexicon stands in the text."""
    words, clauses = reading.words, reading.clauses
    found: dict[int, list[Span]] = {}
    for start, word in enumerate(words):
        for length in index.lengths.get(word, ()):
            end = start + length
            parts = index.phrases.get(words[start:end])
            if parts is None or end > len(words) or clauses[start] != clauses[end - 1]:
                continue
            if any(start < place < end for place in reading.joined):
                continue
            for part in parts:
                found.setdefault(part, []).append((start, end))
    return found


def patterns_found(reading: Reading, index: Index, found: dict[int, list[Span]]) -> Iterator[tuple[Pattern, Match]]:
    """Each pattern of the lexicon that the text fulfils, with the words it covers."""
    for part in list(found):
        for pattern in index.by_first_part.get(part, ()):
            if all(later in found for run in pattern.runs for later in run):
                yield from _fulfil(reading, pattern, found)


def _fulfil(reading: Reading, pattern: Pattern, found: dict[int, list[Span]]) -> Iterator[tuple[Pattern, Match]]:
    for match in _run(reading, pattern.runs[0], pattern.gap, found):
        sentence = reading.sentences[match.span[0]]
        if all(
            any(reading.sentences[other.span[0]] == sentence for other in _run(reading, run, pattern.gap, found))
            for run in pattern.runs[1:]
        ):
            yield pattern, match


def _run(reading: Reading, parts: tuple[int, ...], gap: int, found: dict[int, list[Span]]) -> Iterator[Match]:
    for start, end in found[parts[0]]:
        rest = _rest(reading, parts[1:], gap, found, end)
        if rest is not None:
            yield Match((start, rest[0]), rest[1])


def _rest(
    reading: Reading, parts: tuple[int, ...], gap: int, found: dict[int, list[Span]], end: int
) -> tuple[int, tuple[Span, ...]] | None:
    """The end of the nearest continuation of a run and the words left between; None where there is none."""
    gaps: list[Span] = []
    for part in parts:
        for start, stop in found[part]:
            if start >= end and _distance(reading, end, start) <= gap:
                gaps.append((end, start))
                end = stop
                break
        else:
            return None
    return end, tuple(gaps)


def _distance(reading: Reading, end: int, start: int) -> int:
    """Words between two places, commas counting extra; another sentence is out of reach."""
    if reading.sentences[end - 1] != reading.sentences[start]:
        return 10_000
    return start - end + COMMA_COST * (reading.clauses[start] - reading.clauses[end - 1])
