"""Passages that a person should look at: ways of speaking, and grave words of which nothing was understood."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from duties.screening.choice import Found
from duties.screening.lexicon import Lexicon, Relations
from duties.screening.scan import Match, Span
from duties.screening.text import Reading
from duties.screening.turns import Standing, Turns

SHORTEST_CLAUSE = 4
DENIAL_WITHIN = 3


def spoken(matches: Iterable[Match], turns: Turns) -> list[Span]:
    """The ways of speaking that give a doubt, unless they are denied."""
    return [match.span for match in matches if turns.standing(match) is Standing.ASKED]


def unread(found: dict[int, list[Span]], understood: Iterable[Span], turns: Turns, grave_words: int) -> list[Span]:
    """Grave words outside everything that was understood: the text may ask for more than was recognised."""
    known = {place for start, end in understood for place in range(start, end)}
    grave = found.get(grave_words, ())
    return [
        (start, end)
        for start, end in grave
        if not known.intersection(range(start, end))
        and not any(left <= start and end <= right and (left, right) != (start, end) for left, right in grave)
        and turns.standing(Match((start, end))) is Standing.ASKED
    ]


def signs_of_more(hits: Iterable[Found], asked: frozenset[str], relations: Relations) -> list[Span]:
    """Weak signs of work that needs an officer, or that no auxiliary may do, beside work that needs none."""
    silent = asked | relations.occasions
    return [
        span
        for act, span, standing in hits
        if act.hint and standing is Standing.ASKED and act.code not in silent and not relations.is_open(act.code)
    ]


def unexplained(
    reading: Reading, found: dict[int, list[Span]], understood: Iterable[Span], lexicon: Lexicon
) -> list[Span]:
    """Later clauses of an order of which nothing was understood and which plain words do not explain."""
    cuts = {start for start, _ in found.get(lexicon.classes["cut"], ())}
    starts = [
        place
        for place in range(1, len(reading.words))
        if place in cuts or reading.clauses[place] != reading.clauses[place - 1]
    ]
    plain = found.get(lexicon.classes["plain"], ())
    denied = {start for start, _ in found.get(lexicon.classes["negator"], ())}
    explained = {place for start, end in (*understood, *plain) for place in range(start, end)}
    return [
        (start, end)
        for start, end in pairwise([*starts, len(reading.words)])
        if end - start >= SHORTEST_CLAUSE
        and not denied.intersection(range(start, start + DENIAL_WITHIN))
        and not explained.intersection(range(start, end))
    ]
