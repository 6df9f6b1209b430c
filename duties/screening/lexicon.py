"""The lexicon of acts and facts: TOML files, read and compiled once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from duties.screening.scan import Index, Pattern
from duties.screening.spelling import neighbours
from duties.screening.text import split

FOLDER = Path(__file__).parent / "lexicon"
GAP = {"zh": 8, "en": 6}


class LexiconError(Exception):
    """A lexicon file names a class or uses a form that does not exist."""


@dataclass(frozen=True, slots=True)
class Act:
    """One entry of the lexicon: phrases by which a text asks for a duty."""

    key: str
    code: str  # a duty, or a family of duties told apart by whether an officer leads
    why: str
    hint: bool  # counts only where nothing firmer is found and no duty was chosen
    veto: str  # the key of the phrases that make the act something else
    group: str
    reserved: bool  # an officer doing it means nobody asks it of an auxiliary


@dataclass(frozen=True, slots=True)
class Relations:
    """How duties hang together."""

    pairs: dict[str, tuple[str, str]]  # family → (helping, alone)
    parts: dict[str, frozenset[str]]  # a chosen duty → the duties it includes
    swallows: dict[str, frozenset[str]]  # a recognised duty → the duties it includes
    raised: dict[str, str]  # a duty → what it becomes beside a sign of it
    reserved: frozenset[str]  # acts that stay the officer's
    led: frozenset[str]  # work that officers must lead
    occasions: frozenset[str]  # duties whose signs name only an occasion or a place
    desk: frozenset[str]  # work of clerical auxiliaries without an officer
    street: frozenset[str]  # work of service auxiliaries without an officer
    groups: dict[str, str]  # duty or family → the file of the lexicon it stands in

    def family(self, code: str) -> str:
        """The family of a duty that is one of two told apart by presence; otherwise the duty itself."""
        return next((family for family, pair in self.pairs.items() if code in pair), code)

    def is_open(self, code: str) -> bool:
        """Whether auxiliaries may do this without an officer on the spot, as a rule."""
        return code not in self.led and not self.is_barred(code)

    def is_barred(self, code: str) -> bool:
        """Whether no auxiliary may do this, as a rule."""
        return code in self.reserved or any(code == alone for _assist, alone in self.pairs.values())


@dataclass(frozen=True, slots=True)
class Lexicon:
    index: Index
    acts: dict[str, Act]
    classes: dict[str, int]
    near: dict[str, str]  # how unknown words are spelt
    relations: Relations


class _Builder:
    """Collects phrases, parts and patterns while the files are read."""

    def __init__(self, classes: dict[str, list[str]]) -> None:
        self.words = classes
        self.parts: dict[str, int] = {}
        self.phrases: dict[tuple[str, ...], list[int]] = {}
        self.single: dict[int, list[Pattern]] = {}
        self.by_first_parts: dict[int, dict[int, list[Pattern]]] = {}

    def part(self, alternatives: str) -> int:
        """The number of a part such as 开|写|<write>; its phrases are entered for scanning."""
        if alternatives not in self.parts:
            number = self.parts[alternatives] = len(self.parts)
            for phrase in self._expand(alternatives):
                words = split(phrase)
                if not words:
                    raise LexiconError(f"Empty phrase in {alternatives!r}.")
                parts = self.phrases.setdefault(words, [])
                if number not in parts:
                    parts.append(number)
        return self.parts[alternatives]

    def pattern(self, key: str, source: str, gap: int) -> None:
        runs = tuple(tuple(self.part(part.strip()) for part in run.split("…")) for run in source.split("&"))
        pattern, first, *rest = Pattern(key, runs, gap), *(part for run in runs for part in run)
        if rest:
            self.by_first_parts.setdefault(first, {}).setdefault(rest[0], []).append(pattern)
        else:
            self.single.setdefault(first, []).append(pattern)

    def _expand(self, alternatives: str) -> Iterator[str]:
        for phrase in alternatives.split("|"):
            if phrase.startswith("<"):
                name = phrase.strip("<>")
                if name not in self.words:
                    raise LexiconError(f"No class of words is called {name!r}.")
                for inner in self.words[name]:
                    yield from self._expand(inner)
            else:
                yield phrase

    def index(self) -> Index:
        lengths: dict[str, set[int]] = {}
        for words in self.phrases:
            lengths.setdefault(words[0], set()).add(len(words))
        return Index(
            {words: tuple(parts) for words, parts in self.phrases.items()},
            {first: tuple(sorted(sizes)) for first, sizes in lengths.items()},
            self.parts["<mask>"],
            self.parts["<compound>"],
            self.single,
            self.by_first_parts,
        )


def _phrases(entry: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, int]]:
    for language, gap in GAP.items():
        for source in entry.get(prefix + language, ()):
            yield source, entry.get("gap", gap)


def _relations(data: dict[str, Any], acts: list[dict[str, Any]]) -> Relations:
    pairs = {name: (pair["assist"], pair["alone"]) for name, pair in data["pair"].items()}
    swallows = {code: frozenset(included) for code, included in data["swallows"].items()}
    parts = {code: frozenset(included) | swallows.get(code, frozenset()) for code, included in data["parts"].items()}
    groups = {act["code"]: act["group"] for act in acts}
    names = ("reserved", "led", "occasions", "desk", "street")
    reserved, led, occasions, desk, street = (frozenset(data[name]) for name in names)
    return Relations(pairs, swallows | parts, swallows, data["raised"], reserved, led, occasions, desk, street, groups)


def _merged(folder: Path) -> tuple[dict[str, list[str]], dict[str, list[dict[str, Any]]], dict[str, Any]]:
    classes: dict[str, list[str]] = {}
    entries: dict[str, list[dict[str, Any]]] = {"act": [], "fact": [], "doubt": [], "turn": []}
    relations: dict[str, Any] = {}
    for path in sorted(folder.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        for name, words in data.get("class", {}).items():
            classes.setdefault(name, []).extend([*words.get("zh", ()), *words.get("en", ())])
        for kind, collected in entries.items():
            collected += ({"group": path.stem, **entry} for entry in data.get(kind, ()))
        relations |= data.get("relations", {})
    return classes, entries, relations


@cache
def load(folder: Path = FOLDER) -> Lexicon:
    """Every lexicon file, compiled for scanning."""
    classes, entries, relations = _merged(folder)
    builder = _Builder(classes)
    related = _relations(relations, entries["act"])
    acts: dict[str, Act] = {}
    for number, entry in enumerate(entries["act"]):
        code = entry["code"]
        reserved = (code in related.reserved or code in related.pairs) and code not in relations["lent"]
        for hint in (False, True):
            key = f"act:{number}:{'hint' if hint else 'firm'}"
            acts[key] = Act(key, code, entry.get("why", ""), hint, f"unless:{number}", entry["group"], reserved)
            _enter(builder, key, _phrases(entry, "hint_" if hint else ""))
        _enter(builder, f"unless:{number}", _phrases(entry, "unless_"))
    for kind in ("fact", "doubt", "turn"):
        for entry in entries[kind]:
            _enter(builder, f"{kind}:{entry['name']}", _phrases(entry))
    numbers = {name: builder.part(f"<{name}>") for name in classes}
    near = neighbours({word for phrase in builder.phrases for word in phrase})
    return Lexicon(builder.index(), acts, numbers, near, related)


def _enter(builder: _Builder, key: str, phrases: Iterable[tuple[str, int]]) -> None:
    for source, gap in phrases:
        builder.pattern(key, source, gap)
