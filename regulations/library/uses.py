"""Who leans on an article: rules, verdict rows and values by the instrument and article they cite."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from regulations import rules
from regulations.packs import Source, load


@dataclass(frozen=True, slots=True)
class Use:
    """One row of the packs that cites an article."""

    kind: str  # rule, verdict, value
    pack: str
    code: str
    since: date
    name_en: str
    name_zh: str
    confidence: str
    row: Any = None  # the verdict row or the value itself


@dataclass(frozen=True, slots=True)
class ArticleUses:
    """An article and everything that cites it."""

    article: str
    uses: tuple[Use, ...]

    def of(self, kind: str) -> list[Use]:
        """The uses of one kind, the newest first."""
        return sorted((use for use in self.uses if use.kind == kind), key=lambda use: use.since, reverse=True)

    @property
    def duties(self) -> list[Use]:
        return self.of("verdict")

    @property
    def values(self) -> list[Use]:
        return self.of("value")

    @property
    def rules(self) -> list[Use]:
        return self.of("rule")


@dataclass(frozen=True, slots=True)
class Found:
    """An article that a search found, with what of its uses was meant."""

    source: Source
    article: str
    uses: tuple[Use, ...]

    @property
    def url(self) -> str:
        return load().cite(f"{self.source.key} {self.article}".strip()).url


@dataclass(frozen=True, slots=True)
class Day:
    """A day in the life of an instrument: issued, in force, repealed (`what`), or so many rows that begin to lean on it."""

    day: date
    what: str
    uses: tuple[Use, ...] = ()


@dataclass(frozen=True, slots=True)
class Instrument:
    """An instrument as the library lists it."""

    source: Source
    articles: int
    uses: int


@cache
def by_article() -> Mapping[str, Mapping[str, tuple[Use, ...]]]:
    """Instrument → article → uses, for the whole release."""
    found: dict[str, dict[str, list[Use]]] = defaultdict(lambda: defaultdict(list))
    for cite, use in _all():
        key, _, article = cite.partition(" ")
        found[key][article].append(use)
    return {
        key: {article: tuple(articles[article]) for article in sorted(articles, key=_natural)}
        for key, articles in found.items()
    }


def articles_of(key: str) -> tuple[ArticleUses, ...]:
    return tuple(ArticleUses(article, uses) for article, uses in by_article().get(key, {}).items())


def find_articles(words: str, pack: str = "", *, most: int = 40) -> list[Found]:
    """Articles by number (`HA 15`), or by the duties, values and rules that rest on them; every word must be met."""
    wanted = words.lower().split()
    if not wanted:
        return []
    found: list[Found] = []
    for key, articles in by_article().items():
        source = load().sources[key]
        if pack and source.pack != pack:
            continue
        for article, uses in articles.items():
            met = tuple(
                use for use in uses if _meets(wanted, f"{key} {article} {use.code} {use.name_en} {use.name_zh}")
            )
            if met and article:
                found.append(Found(source, article, met))
    return found[:most]


def _meets(wanted: list[str], text: str) -> bool:
    text = text.lower()
    return all(word in text for word in wanted)


def history_of(key: str) -> list[Day]:
    """The instrument by date: when it was issued, came into force, was repealed, and what rests on it since when."""
    source = load().source(key)
    marks = ((source.published, "published"), (source.in_force, "in_force"), (source.repealed, "repealed"))
    found = [Day(day, what) for day, what in marks if day]
    since: dict[date, dict[tuple[str, str], Use]] = defaultdict(dict)
    for uses in by_article().get(key, {}).values():
        for use in uses:
            since[use.since].setdefault((use.kind, use.code), use)
    found += [Day(day, "uses", tuple(uses.values())) for day, uses in since.items()]
    return sorted(found, key=lambda one: (one.day, one.what == "uses"))


def instruments(words: str = "", pack: str = "") -> list[Instrument]:
    """Instruments whose titles, number or key contain the words; of one pack, or all."""
    words = words.strip().lower()
    return [
        Instrument(
            source,
            len([article for article in by_article().get(source.key, {}) if article]),
            sum(len(uses) for uses in by_article().get(source.key, {}).values()),
        )
        for source in load().sources.values()
        if (not pack or source.pack == pack) and words in _text(source)
    ]


def _text(source: Source) -> str:
    return " ".join((source.key, source.title_en, source.title_zh, source.number, source.issued_by)).lower()


def _all() -> Iterator[tuple[str, Use]]:
    packs = load()
    registered = {one.code: one for one in rules.all_rules()}
    for pack, files in packs.files.items():
        for code, rows in files.verdicts.items():
            duty = packs.duty(code)
            for row in rows:
                whole = packs.verdict(code, day=row.since, pack=pack)  # with what it inherits
                use = Use("verdict", pack, code, row.since, duty.name_en, duty.name_zh, row.confidence, whole)
                yield from ((cite, use) for cite in row.cites)
        for key, values in files.values.items():
            for value in values:
                use = Use("value", pack, key, value.since, value.title_en, value.title_zh, value.confidence, value)
                yield from ((cite, use) for cite in value.cites)
        for code, clauses in files.clauses.items():
            said = rules.in_general(registered[code].says) if code in registered else {"en": code, "zh-hans": code}
            for clause in clauses:
                use = Use("rule", pack, code, clause.since, said["en"], said["zh-hans"], clause.confidence)
                yield from ((cite, use) for cite in clause.cites)


def _natural(article: str) -> tuple[tuple[int, ...], str]:
    """Articles in the order of their numbers: 9 before 15(2), and that before 15(10)."""
    digits = "".join(letter if letter.isdigit() else " " for letter in article).split()
    return tuple(int(number) for number in digits), article
