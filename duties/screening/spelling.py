"""Slips of the pen: the commonest wrong characters, and English words with one letter wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from duties.screening.text import WORDS

SHORTEST = 7  # shorter words are too near to names

_SLIPS: dict[str, str] = WORDS["slips"]
_SLIP = re.compile("|".join(map(re.escape, _SLIPS)))


def without_slips(plain: str) -> str:
    """The text with the commonest wrong characters put right; every character stays at its place."""
    return _SLIP.sub(lambda match: _SLIPS[match[0]], plain)


def _shortened(word: str) -> set[str]:
    return {word[:place] + word[place + 1 :] for place in range(len(word))}


def neighbours(vocabulary: Iterable[str]) -> dict[str, str]:
    """Each long English word of the lexicon, by itself and by what is left of it without one letter."""
    near: dict[str, str] = {}
    for word in sorted(vocabulary):
        if len(word) >= SHORTEST and word.isascii() and word.isalpha():
            for short in _shortened(word):
                near.setdefault(short, word)
    for word in vocabulary:
        near[word] = word
    return near


@lru_cache(maxsize=5_000)
def _shortened_once(word: str) -> tuple[str, ...]:
    return tuple(sorted(_shortened(word)))


def spelt(words: tuple[str, ...], near: dict[str, str]) -> tuple[str, ...]:
    """The words of a text, unknown long English ones replaced by the known word one letter away."""
    if all(_is_plain(word, near) for word in words):
        return words
    return tuple(word if _is_plain(word, near) else _nearest(word, near) for word in words)


def _is_plain(word: str, near: dict[str, str]) -> bool:
    return len(word) < SHORTEST or near.get(word) == word


def _nearest(word: str, near: dict[str, str]) -> str:
    if not (word.isascii() and word.isalpha()):
        return word
    return next((near[part] for part in (word, *_shortened_once(word)) if part in near), word)
