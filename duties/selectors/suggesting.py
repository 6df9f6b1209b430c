"""Which duties a few plain words may mean: by the names of the catalogue and the worded examples of the packs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache

from regulations import packs
from regulations.library import catalogue
from regulations.packs import Duty

MOST = 6
LEAST = 0.28
"""How much of the shorter text must be found again in the other for a duty to be named at all."""
NAME, EXAMPLE = 1.0, 0.75
WORD = re.compile(r"[a-z]{3,}|[\u4e00-\u9fff]+")
COMMON = frozenset("the and for with from that this are was who may can auxiliaries auxiliary officer police".split())


def suggestions(text: str, *, most: int = MOST) -> list[Duty]:
    """The duties nearest to the text, the nearest first; none where nothing is near."""
    asked = _signs(text)
    if not asked:
        return []
    weights = Counter({code: _nearness(asked, texts) for code, texts in _index().items()})
    known = {duty.code: duty for duty in packs.duties()}
    return [known[code] for code, weight in weights.most_common(most) if weight >= LEAST]


def _nearness(asked: frozenset[str], texts: tuple[tuple[frozenset[str], float], ...]) -> float:
    """How much of the shorter of two texts stands in the other, for the best text of a duty."""
    return max((len(asked & signs) / min(len(asked), len(signs)) * worth for signs, worth in texts if signs), default=0)


@cache
def _index() -> Mapping[str, tuple[tuple[frozenset[str], float], ...]]:
    return {
        duty.code: (
            (_signs(duty.name_zh), NAME),
            (_signs(duty.name_en), NAME),
            *((_signs(example), EXAMPLE) for example in catalogue.scenarios(duty.code)),
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
