"""Reads the TOML of one pack and refuses what is unknown, out of order or missing, naming file and key."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

from .types import (
    CATEGORIES,
    CONDITIONS,
    CONFIDENCES,
    REQUIRES_POLICE_LEAD,
    SOURCE_KINDS,
    STRICTNESS,
    UNITS,
    Clause,
    Duty,
    Group,
    Pack,
    PackError,
    Source,
    Staffing,
    Value,
)


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A verdict row as one pack writes it. `None` means not stated, so inherited."""

    since: date
    verdict: str
    staffing: tuple[Staffing, ...] | None
    conditions: Mapping[str, Any] | None
    cites: tuple[str, ...]
    confidence: str
    contested: bool | None
    note_en: str
    note_zh: str


@dataclass
class PackFiles:
    """Everything one pack says by itself, before inheritance. `places` remembers file and line of each key."""

    pack: Pack
    root: Path
    sources: dict[str, Source] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    duties: dict[str, Duty] = field(default_factory=dict)
    verdicts: dict[str, tuple[OwnRow, ...]] = field(default_factory=dict)
    values: dict[str, tuple[Value, ...]] = field(default_factory=dict)
    clauses: dict[str, tuple[Clause, ...]] = field(default_factory=dict)
    scenarios: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    law_files: list[Path] = field(default_factory=list)
    places: dict[str, Path] = field(default_factory=dict)


def read_pack(root: Path) -> PackFiles:
    """One folder of `data/`. Scenarios are examples: they are read, but are no part of the law or of its version."""
    table = _table(root / "pack.toml")
    pack = _build(Pack, {"extends": ""} | table, root / "pack.toml", "pack")
    if pack.code != root.name:
        raise PackError(f"{root / 'pack.toml'}: code {pack.code!r} is not the name of its folder.", pack=pack.code)
    files = PackFiles(pack, root)
    _read_sources(files)
    _read_catalogue(files)
    for path in sorted((root / "verdicts").glob("*.toml")):
        _read_verdicts(files, path)
    for path in sorted((root / "parameters").rglob("*.toml")):
        _read_values(files, path)
    for path in sorted([*root.glob("rules.toml"), *(root / "rules").glob("*.toml")]):
        _read_clauses(files, path)
    for path in sorted((root / "scenarios").glob("*.toml")):
        files.scenarios.append((path.stem, MappingProxyType(_table(path))))
    names = ["pack.toml", "sources.toml", "catalogue.toml", "rules.toml"]
    files.law_files = [root / name for name in names if (root / name).exists()]
    for folder in ("verdicts", "parameters", "rules"):
        files.law_files += sorted((root / folder).rglob("*.toml"))
    return files


def _read_sources(files: PackFiles) -> None:
    path = files.root / "sources.toml"
    for key, item in _table(path).items():
        source = _build(Source, {"key": key, "pack": files.pack.code} | item, path, key)
        _one_of(source.kind, SOURCE_KINDS, path, f"{key}.kind")
        _one_of(source.confidence, CONFIDENCES, path, f"{key}.confidence")
        files.sources[key] = source
        files.places[f"source:{key}"] = path


def _read_catalogue(files: PackFiles) -> None:
    path = files.root / "catalogue.toml"
    if not path.exists():
        return
    table = _table(path)
    for code, item in table.get("groups", {}).items():
        files.groups[code] = _build(Group, {"code": code} | item, path, code)
    for code, item in table.get("duties", {}).items():
        duty = _build(Duty, {"code": code} | item, path, code)
        _one_of(duty.group, files.groups.keys(), path, f"{code}.group")
        _one_of(duty.category, CATEGORIES, path, f"{code}.category")
        files.duties[code] = duty
        files.places[f"duty:{code}"] = path


def _read_verdicts(files: PackFiles, path: Path) -> None:
    for code, rows in _table(path).items():
        _once(files, f"verdict:{code}", path, code)
        if not isinstance(rows, list):
            raise PackError(f"{path}: {code} is written [[{code}]], one table for each day it changes.", key=code)
        files.verdicts[code] = tuple(_in_order((_own_row(item, path, code) for item in rows), path, code))


def _own_row(item: dict[str, Any], path: Path, code: str) -> OwnRow:
    stated: dict[str, Any] = {
        "staffing": None,
        "conditions": None,
        "contested": None,
        "note_en": "",
        "note_zh": "",
    } | item
    if stated["staffing"] is not None:
        options = (_build(Staffing, option, path, f"{code}.staffing") for option in stated["staffing"])
        stated["staffing"] = tuple(options)
    if stated["conditions"] is not None:
        stated["conditions"] = _conditions(stated["conditions"], path, code)
    stated["cites"] = _cites(item, path, code)
    row = _build(OwnRow, stated, path, code)
    _one_of(row.verdict, STRICTNESS.keys(), path, f"{code}.verdict")
    _one_of(row.confidence, CONFIDENCES, path, f"{code}.confidence")
    if row.staffing and row.verdict != REQUIRES_POLICE_LEAD:
        raise PackError(f"{path}: {code} states staffing, which counts only under {REQUIRES_POLICE_LEAD}.", key=code)
    return row


def _conditions(table: Mapping[str, Any], path: Path, code: str) -> Mapping[str, Any]:
    for name, value in table.items():
        _one_of(name, CONDITIONS.keys(), path, f"{code}.conditions")
        if type(value) is not CONDITIONS[name]:
            raise PackError(f"{path}: {code}.conditions.{name} is not {CONDITIONS[name].__name__}.", key=code)
    return MappingProxyType(dict(table))


def _read_values(files: PackFiles, path: Path) -> None:
    prefix = ".".join(path.relative_to(files.root / "parameters").with_suffix("").parts)
    for name, item in _table(path).items():
        key = f"{prefix}.{name}"
        _once(files, f"value:{key}", path, key)
        unit = item.get("unit", "")
        _one_of(unit, UNITS.keys(), path, f"{key}.unit")
        shared = {"key": key, "pack": files.pack.code, "unit": unit} | {
            word: item[word] for word in ("title_en", "title_zh", "checked") if word in item
        }
        stated = (row for row in item.get("values", ()) if not row.get("expected"))
        rows = (_value(shared | row, path, key) for row in stated)
        files.values[key] = tuple(_in_order(rows, path, key))
        if not files.values[key]:
            raise PackError(f"{path}: {key} has no value.", key=key)
        _checked_after_the_newest(files.values[key], path, key)


def _value(stated: dict[str, Any], path: Path, key: str) -> Value:
    if stated.get("ended"):
        stated = {"value": None, "confidence": "A"} | stated
    elif stated.get("open"):
        stated = {"value": None, "confidence": "C"} | stated
    else:
        stated["value"] = _typed(stated.get("value"), stated["unit"], path, key)
    value = _build(Value, stated | {"cites": _cites(stated, path, key)}, path, key)
    _one_of(value.confidence, CONFIDENCES, path, f"{key}.confidence")
    return value


def _typed(value: Any, unit: str, path: Path, key: str) -> Any:
    """The value in the type of its unit; lists and tables become unchangeable."""
    kind = UNITS[unit]
    if isinstance(value, list):
        value = tuple(MappingProxyType(part) if isinstance(part, dict) else part for part in value)
    elif isinstance(value, dict):
        value = MappingProxyType(value)
    elif kind is Decimal and type(value) in (int, Decimal):
        value = Decimal(value)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise PackError(f"{path}: {key} = {value!r} is not a value in {unit}.", key=key)
    return value


def _checked_after_the_newest(values: tuple[Value, ...], path: Path, key: str) -> None:
    """A row without a value (ended, or to be supplied) may lie ahead: it is known beforehand."""
    newest = next((value for value in reversed(values) if not value.ended and not value.open), values[0])
    if newest.checked is not None and newest.checked < newest.since:
        raise PackError(f"{path}: {key} was checked on {newest.checked}, before its newest value.", key=key)


def _read_clauses(files: PackFiles, path: Path) -> None:
    for code, item in _table(path).items():
        _once(files, f"rule:{code}", path, code)
        rows = item.get("applies")
        if not isinstance(rows, list):
            raise PackError(f"{path}: {code} says neither applies = [...] nor applies = [] with because.", key=code)
        if rows:
            clauses = (_clause(files.pack.code, row, path, code) for row in rows)
            files.clauses[code] = tuple(_in_order(clauses, path, code))
        else:
            files.clauses[code] = (_never(files.pack.code, item, path, code),)


def _clause(pack: str, row: dict[str, Any], path: Path, code: str) -> Clause:
    stated = {"code": code, "pack": pack, "applies": not row.get("ended", False)} | row
    stated.pop("ended", None)
    stated["cites"] = _cites(row, path, code)
    clause = _build(Clause, stated, path, code)
    _one_of(clause.confidence, CONFIDENCES, path, f"{code}.confidence")
    return clause


def _never(pack: str, item: dict[str, Any], path: Path, code: str) -> Clause:
    if not item.get("because_en") or not item.get("because_zh"):
        raise PackError(f"{path}: {code} never applies; say why in because_en and because_zh.", key=code)
    return Clause(code, pack, date.min, (), False, item["because_en"], item["because_zh"])


def _cites(item: Mapping[str, Any], path: Path, key: str) -> tuple[str, ...]:
    cites = item.get("cites")
    if not isinstance(cites, list) or not cites or not all(isinstance(cite, str) for cite in cites):
        raise PackError(f'{path}: {key} cites no article: write cites = ["HA 15(2)"].', key=key)
    return tuple(cites)


def _in_order(rows: Iterator[Any], path: Path, key: str) -> Iterator[Any]:
    last = date.min
    for row in rows:
        if not isinstance(row.since, date):
            raise PackError(f"{path}: {key} since {row.since!r} is not a day.", key=key)
        if row.since <= last:
            raise PackError(f"{path}: {key} since {row.since} stands after {last}: days go upward.", key=key)
        last = row.since
        yield row


def _once(files: PackFiles, place: str, path: Path, key: str) -> None:
    if place in files.places:
        raise PackError(f"{path}: {key} stands already in {files.places[place]}.", key=key, pack=files.pack.code)
    files.places[place] = path


def _one_of(word: str, allowed: Any, path: Path, key: str) -> None:
    if word not in allowed:
        raise PackError(f"{path}: {key} = {word!r} is unknown; known: {', '.join(sorted(allowed))}.", key=key)


def _build(kind: type[Any], table: Mapping[str, Any], path: Path, key: str) -> Any:
    """The dataclass from the table; a word it does not know, or lacks, is an error of the pack."""
    unknown = table.keys() - {one.name for one in fields(kind)}
    if unknown:
        raise PackError(f"{path}: {key} has unknown words: {', '.join(sorted(unknown))}.", key=key)
    try:
        return kind(**table)
    except TypeError as error:
        raise PackError(f"{path}: {key} lacks a word: {error}.", key=key) from error


def _table(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file, parse_float=Decimal)
    except FileNotFoundError as error:
        raise PackError(f"{path} is missing.", pack=path.parent.name) from error
    except tomllib.TOMLDecodeError as error:
        raise PackError(f"{path}: {error}", pack=path.parent.name) from error
