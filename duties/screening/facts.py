"""What a text says of people and circumstances: officers and their number, leaders, recorder, approval, training."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from duties.screening.scan import Span
from duties.screening.text import Reading
from duties.screening.types import Evidence, Facts

_NUMBER = r"(\d{1,4}|[一二两三四五六七八九十百]{1,4}|俩|仨)"
_OFFICER_WORD = r"(?:带班|值班|主办|办案|正式|在编|执勤|在职)?(?:交警|民警|警官|警察)"
_AUXILIARY_WORD = r"(?:勤务|文职|年轻|男|女|同性|老)?(?:辅警|队员|协警)"
_ZH = {
    "officers": (
        re.compile(rf"{_NUMBER}\s*(?:名|个|位|员)?\s*{_OFFICER_WORD}"),
        re.compile(rf"{_OFFICER_WORD}\s*{_NUMBER}\s*(?:名|个|位|人)(?!\s*{_AUXILIARY_WORD})"),
    ),
    "auxiliaries": (
        re.compile(rf"{_NUMBER}\s*(?:名|个|位|员)?\s*{_AUXILIARY_WORD}"),
        re.compile(rf"{_AUXILIARY_WORD}\s*{_NUMBER}\s*(?:名|个|位|人)"),
    ),
}
_EN_NUMBERS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()
    )
} | {"single": 1, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "hundred": 100}
_EN_NUMBER = rf"\b({'|'.join(_EN_NUMBERS)}|\d{{1,4}})"
_EN = {
    "officers": re.compile(rf"{_EN_NUMBER}\s+(?:\w+\s+)?(?:police\s+)?(?:officers?|constables?)\b"),
    "auxiliaries": re.compile(rf"{_EN_NUMBER}\s+(?:\w+\s+)?(?:auxiliary|auxiliaries|wardens?)\b"),
}
_NO_COUNT = re.compile(r"retired|off-?duty|remote|other|more|intern|trainee|退休|实习|见习|另|再来")
_DIGITS = {mark: value for value, mark in enumerate("零一二三四五六七八九")} | {"两": 2, "俩": 2, "仨": 3}


def _zh_number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    total = digit = 0
    for mark in text:
        if mark in "十百":
            total, digit = total + max(digit, 1) * (10 if mark == "十" else 100), 0
        else:
            digit = _DIGITS[mark]
    return total + digit


def counts_of(reading: Reading) -> tuple[dict[str, int], list[Evidence]]:
    """The largest number of officers and of auxiliaries that the text names."""
    counts: dict[str, int] = {}
    evidence: list[Evidence] = []
    plain = reading.plain
    for who, patterns in _ZH.items():
        for pattern in (*patterns, _EN[who]):
            for match in pattern.finditer(plain):
                if _NO_COUNT.search(plain, max(0, match.start() - 3), match.end()):
                    continue
                word = match[1]
                number = _EN_NUMBERS[word] if word in _EN_NUMBERS else _zh_number(word)
                counts[who] = max(number, counts.get(who, 0))
                evidence.append(Evidence(who, match.start(), match.end(), match[0]))
    return counts, evidence


_SAYS: dict[str, dict[str, Any]] = {
    "officer_absent": {"officer_present": False},
    "officer_present": {"officer_present": True},
    "officer_remote": {"officer_remote": True},
    "stand_in_leader": {"stand_in_leader": True},
    "alone": {"alone": True},
    "clerical": {"category": "clerical"},
    "untrained": {"training_valid": False},
    "unrecorded": {"recording": False},
    "recorded": {"recording": True},
    "unapproved": {"approval": False},
    "approved": {"approval": True},
    "uncertified": {"certificate": False},
    "certified": {"certificate": True},
    "emergency": {"emergency": True},
    "no_emergency": {"emergency": False},
    "same_sex": {"same_sex": True},
    "other_sex": {"same_sex": False},
    "kin": {"avoidance_conflict": True},
}


def facts_of(reading: Reading, stated: Iterable[tuple[str, Span]]) -> Facts:
    """The facts of a text. What speaks against an assignment wins over what speaks for it."""
    found: dict[str, list[Span]] = {}
    for name, span in stated:
        found.setdefault(name, []).append(span)
    counts, evidence = counts_of(reading)
    values: dict[str, Any] = dict(counts)
    for name in _ranked(found):
        values |= _SAYS[name]
        evidence += [_evidence(reading, name, span) for span in found[name]]
    if (
        found.keys() & {"officer_remote", "stand_in_leader"}
        and "officer_present" not in found
        and not counts.get("officers")
    ):
        values["officer_present"] = False
    return Facts(**values, evidence=tuple(evidence))


def _ranked(found: dict[str, list[Span]]) -> list[str]:
    """The stated facts, those that speak against last so that they win."""
    against = {"officer_absent", "unrecorded", "unapproved", "uncertified", "untrained", "other_sex", "no_emergency"}
    return sorted(found, key=lambda name: (name in against, name))


def _evidence(reading: Reading, name: str, span: Span) -> Evidence:
    start, end = reading.starts[span[0]], reading.ends[span[1] - 1]
    return Evidence(name, start, end, reading.plain[start:end])
