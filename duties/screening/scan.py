"""Finding the phrases of the lexicon in a text: one pass over the words, then only the patterns that can still match."""

from __future__ import annotations

from bisect import bisect_left
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


@dataclass(frozen=True, slots=True)
class Index:
    """Every phrase and pattern of the lexicon, ready for scanning."""

    phrases: dict[tuple[str, ...], tuple[int, ...]]
    lengths: dict[str, tuple[int, ...]]
    mask: int  # phrases that hide the shorter ones inside them: 退休民警 is no 民警
    compound: int  # phrases that hide every shorter one: 巡逻车 is no 巡逻
    single: dict[int, list[Pattern]]  # patterns of one part
    by_first_parts: dict[int, dict[int, list[Pattern]]]  # other patterns by their first two parts


def phrases_found(reading: Reading, index: Index) -> dict[int, list[Span]]:
    """Where each part of the lexicon stands in the text, from left to right."""
    words, clauses, joined = reading.words, reading.clauses, reading.joined
    phrases, lengths, count = index.phrases, index.lengths, len(words)
    found: dict[int, list[Span]] = {}
    for start, word in enumerate(words):
        for length in lengths.get(word, ()):
            end = start + length
            if end > count or clauses[start] != clauses[end - 1]:
                break
            parts = phrases.get(words[start:end])
            if parts is None or (joined and length > 1 and any(start < place < end for place in joined)):
                continue
            span = (start, end)
            for part in parts:
                if part in found:
                    found[part].append(span)
                else:
                    found[part] = [span]
    for start, end in found.get(index.mask, ()):
        for part, spans in found.items():
            found[part] = [span for span in spans if not start < span[0] < end]
    for start, end in found.get(index.compound, ()):
        for part, spans in found.items():
            found[part] = [span for span in spans if not (start <= span[0] and span[1] < end)]
    return {part: spans for part, spans in found.items() if spans}


def patterns_found(reading: Reading, index: Index, found: dict[int, list[Span]]) -> Iterator[tuple[Pattern, Match]]:
    """Each pattern of the lexicon that the text fulfils, with the words it covers."""
    for part in list(found):
        for pattern in index.single.get(part, ()):
            for span in found[part]:
                yield pattern, Match(span)
        seconds = index.by_first_parts.get(part)
        if seconds is None:
            continue
        for second in seconds.keys() & found.keys():
            for pattern in seconds[second]:
                if all(later in found for run in pattern.runs for later in run):
                    yield from _fulfil(reading, pattern, found)


def _fulfil(reading: Reading, pattern: Pattern, found: dict[int, list[Span]]) -> Iterator[tuple[Pattern, Match]]:
    others = [
        {reading.sentences[other.span[0]] for other in _run(reading, run, pattern.gap, found)}
        for run in pattern.runs[1:]
    ]
    for match in _run(reading, pattern.runs[0], pattern.gap, found):
        if all(reading.sentences[match.span[0]] in sentences for sentences in others):
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
        spans = found[part]
        place = bisect_left(spans, (end, end))
        if place == len(spans) or _distance(reading, end, spans[place][0]) > gap:
            return None
        start, stop = spans[place]
        gaps.append((end, start))
        end = stop
    return end, tuple(gaps)


def _distance(reading: Reading, end: int, start: int) -> int:
    """Words between two places, commas and semicolons counting extra; beyond a full stop is out of reach."""
    if reading.periods[end - 1] != reading.periods[start]:
        return 10_000
    breaks = reading.clauses[start] - reading.clauses[end - 1] + reading.sentences[start] - reading.sentences[end - 1]
    return start - end + COMMA_COST * breaks
