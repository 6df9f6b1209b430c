"""Which duties a few plain words may mean: by the names of the catalogue and the worded examples of the packs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from math import log

from regulations import packs
from regulations.library import catalogue
from regulations.packs import Duty

MOST = 6
LEAST = 0.3
"""How much of the shorter text must be found again in the other for a duty to be named at all."""
NAME, EXAMPLE = 1.0, 0.75
UNKNOWN = 1.5
"""What a word weighs that no duty knows: it speaks a little against every duty."""
WORD = re.compile(r"[a-z]{3,}|[\u4e00-\u9fff]+")
COMMON = frozenset("the and for with from that this are was who may can auxiliaries auxiliary officer police".split())

Texts = tuple[tuple[frozenset[str], float], ...]


def suggestions(text: str, *, most: int = MOST) -> list[Duty]:
    """The duties nearest to the text, the nearest first; none where nothing is near."""
    asked = _signs(text)
    near = Counter({code: _nearness(asked, texts) for code, texts in _index().items()})
    known = {duty.code: duty for duty in packs.duties()}
    return [known[code] for code, weight in near.most_common(most) if weight >= LEAST]


def _nearness(asked: frozenset[str], texts: Texts) -> float:
    """How much of the shorter of two texts stands in the other, for the best text of a duty; rare words weigh more."""
    return max((_weight(asked & signs) / _least(asked, signs) * worth for signs, worth in texts if signs), default=0)


def _least(asked: frozenset[str], signs: frozenset[str]) -> float:
    return min(_weight(asked), _weight(signs)) or 1


def _weight(signs: frozenset[str]) -> float:
    rarity = _rarity()
    return sum(rarity.get(sign, UNKNOWN) for sign in signs)


@cache
def _rarity() -> Mapping[str, float]:
    """How much a word tells: the fewer duties know it, the more."""
    spread = Counter(sign for texts in _index().values() for sign in frozenset().union(*(signs for signs, _ in texts)))
    return {sign: log(1 + len(_index()) / count) for sign, count in spread.items()}


@cache
def _index() -> Mapping[str, Texts]:
    return {
        duty.code: (
            (_signs(duty.name_zh), NAME),
            (_signs(duty.name_en), NAME),
            *((_signs(example), EXAMPLE) for _tongue, example in catalogue.scenarios(duty.code)),
        )
        for duty in packs.duties()
    }


def _signs(text: str) -> frozenset[str]:
    """What a text is compared by: English words, and pairs of Chinese characters."""
    found: set[str] = set()
    for word in WORD.findall(text.lower()):
        if word[0] < "a" or word[0] > "z":
            found.update(word[place : place + 2] for place in range(max(1, len(word) - 1)))
        elif word not in COMMON:
            found.add(word.removesuffix("ing").removesuffix("es").removesuffix("s"))
    return frozenset(found)
