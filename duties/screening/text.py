"""Cutting free text into words: one Chinese character, one English word or one number each."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

CLAUSE_STOP, SENTENCE_STOP, FULL_STOP = ",:", ";", "!?。\n"
_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)*|\d+(?:[.:]\d+)*|[㐀-鿿\U00020000-\U0003ffff]|[^\s\w​‌‍﻿]")
_CHINESE = re.compile(r"[㐀-鿿]+")
WORDS = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
_SHORT_FORMS: dict[str, str] = WORDS["short_forms"]
_IRREGULAR: dict[str, str] = WORDS["irregular"]


def _alike() -> dict[int, str]:
    """Full width to half width, traditional to simplified; one character for one, so that places stay."""
    wide = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    traditional, simplified = "".join(WORDS["traditional"]), "".join(WORDS["simplified"])
    chinese = dict(zip(map(ord, traditional), simplified, strict=True))
    return wide | chinese | {0x3000: " ", ord("‘"): "'", ord("’"): "'"}


_ALIKE = _alike()


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of a text, where each stands, and in which clause and sentence."""

    plain: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    clauses: tuple[int, ...]
    sentences: tuple[int, ...]  # end at a full stop or semicolon
    periods: tuple[int, ...]  # end at a full stop
    joined: frozenset[int]  # words that follow a list mark such as 、


def normalise(text: str) -> str:
    """The text in lower case, half width and simplified characters, each at its old place."""
    lowered = text.lower()
    return (lowered if len(lowered) == len(text) else text).translate(_ALIKE)


@lru_cache(maxsize=20_000)
def stem(word: str) -> tuple[str, ...]:
    """An English word without its ending; short forms become two words."""
    word = word.replace("’", "'")
    if word in _SHORT_FORMS:
        return tuple(part for whole in _SHORT_FORMS[word].split() for part in stem(whole))
    word = word.split("'")[0]
    if word in _IRREGULAR:
        return (_IRREGULAR[word],) if _IRREGULAR[word] == word else stem(_IRREGULAR[word])
    if len(word) <= 3:
        return (word,)
    if word.endswith(("ies", "ied")):
        word = word[:-3] + "y"
    elif word.endswith("ing") and len(word) > 5:
        word = word[:-3]
    elif word.endswith("ed") and len(word) > 4:
        word = word[:-2]
    elif word.endswith("es") and word[-3] in "sxzhe":
        word = word[:-2]
    elif word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return (word[:-1] if len(word) > 3 and word.endswith("e") else word,)


@lru_cache(maxsize=60_000)
def split(phrase: str) -> tuple[str, ...]:
    """The words of a phrase of the lexicon."""
    if _CHINESE.fullmatch(phrase):
        return tuple(phrase)
    return tuple(part for match in _WORD.finditer(phrase.lower()) for part in _words(match[0]))


def _words(word: str) -> tuple[str, ...]:
    """The words of one find: none for a mark, two for a short form."""
    if not word[0].isalnum():
        return ()
    return stem(word) if "a" <= word[0] <= "z" else (word,)


def read(text: str) -> Reading:
    """Cut a text into words, clauses (comma) and sentences (full stop)."""
    plain = normalise(text)
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    clauses: list[int] = []
    sentences: list[int] = []
    periods: list[int] = []
    joined: set[int] = set()
    clause = sentence = period = 0
    for match in _WORD.finditer(plain):
        word, start = match[0], match.start()
        if word[0].isalnum():
            for part in _words(word):
                words.append(part)
                starts.append(start)
                ends.append(match.end())
                clauses.append(clause)
                sentences.append(sentence)
                periods.append(period)
        elif word in FULL_STOP or (word == "." and plain[match.end() : match.end() + 1] in ("", " ", "\n")):
            period, sentence, clause = period + 1, sentence + 1, clause + 1
        elif word in SENTENCE_STOP:
            sentence, clause = sentence + 1, clause + 1
        elif word in CLAUSE_STOP:
            clause += 1
        elif word in "、/":
            joined.add(len(words))
    return Reading(
        plain,
        tuple(words),
        tuple(starts),
        tuple(ends),
        tuple(clauses),
        tuple(sentences),
        tuple(periods),
        frozenset(joined),
    )
