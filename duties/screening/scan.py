"""Finding the phrases of the lexicon in a text: one pass over the words, then only the patterns that can still match."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from duties.screening.text import Reading

COMMA_COST = 3

Span = tuple[int, int]


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
            for part in parts:
                found.setdefault(part, []).append((start, end))
    return found


def patterns_found(reading: Reading, index: Index, found: dict[int, list[Span]]) -> Iterator[tuple[Pattern, Span]]:
    """Each pattern of the lexicon that the text fulfils, with the words it covers."""
    for part in list(found):
        for pattern in index.by_first_part.get(part, ()):
            if all(later in found for run in pattern.runs for later in run):
                yield from _fulfil(reading, pattern, found)


def _fulfil(reading: Reading, pattern: Pattern, found: dict[int, list[Span]]) -> Iterator[tuple[Pattern, Span]]:
    for span in _run(reading, pattern.runs[0], pattern.gap, found):
        sentence = reading.sentences[span[0]]
        if all(
            any(reading.sentences[other[0]] == sentence for other in _run(reading, run, pattern.gap, found))
            for run in pattern.runs[1:]
        ):
            yield pattern, span


def _run(reading: Reading, parts: tuple[int, ...], gap: int, found: dict[int, list[Span]]) -> Iterator[Span]:
    last = -1
    for start, end in found[parts[0]]:
        if start < last:
            continue
        stop = _rest(reading, parts[1:], gap, found, end)
        if stop:
            last = start + 1
            yield start, stop


def _rest(reading: Reading, parts: tuple[int, ...], gap: int, found: dict[int, list[Span]], end: int) -> int:
    """The end of the nearest continuation of a run, or 0."""
    for part in parts:
        for start, stop in found[part]:
            if start >= end and _distance(reading, end, start) <= gap:
                end = stop
                break
        else:
            return 0
    return end


def _distance(reading: Reading, end: int, start: int) -> int:
    """Words between two places, commas counting extra; another sentence is out of reach."""
    if reading.sentences[end - 1] != reading.sentences[start]:
        return 10_000
    return start - end + COMMA_COST * (reading.clauses[start] - reading.clauses[end - 1])
