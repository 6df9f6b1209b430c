"""Puts the packs together: chains, sources known to all, inheritance worked out, fingerprints."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from .inheritance import Dated, Verdicts, resolve_verdicts, within
from .lookup import Packs
from .reading import PackFiles, read_pack
from .types import NATION, Clause, Duty, Pack, PackError, Source, Value


def read_all(data: Path) -> Packs:
    """Every folder of `data` as one set of packs, checked against each other."""
    files = {root.name: read_pack(root) for root in sorted(data.iterdir()) if (root / "pack.toml").exists()}
    if NATION not in files:
        raise PackError(f"{data}: there is no national pack {NATION}.", pack=NATION)
    chains = {code: _chain(code, files) for code in files}
    duties = files[NATION].duties
    sources = _sources(files.values())
    for one in files.values():
        _check(one, sources, duties)
    verdicts: dict[str, Mapping[str, Dated[Verdicts]]] = {}
    values: dict[str, Mapping[str, Dated[Value]]] = {}
    clauses: dict[str, Mapping[str, Dated[Clause]]] = {}
    for code in sorted(files, key=lambda one: len(chains[one])):
        parent = files[code].pack.extends
        verdicts[code] = resolve_verdicts(files[code], verdicts.get(parent, {}), verdicts.get(NATION, {}), duties)
        values[code] = within(files[code].values, values.get(parent, {}))
        clauses[code] = within(files[code].clauses, clauses.get(parent, {}))
    return Packs(
        packs=MappingProxyType({code: one.pack for code, one in files.items()}),
        files=MappingProxyType(files),
        sources=MappingProxyType(sources),
        _chains=chains,
        _duties=MappingProxyType(duties),
        _groups=MappingProxyType(files[NATION].groups),
        _verdicts=verdicts,
        _values=values,
        _clauses=clauses,
        _versions={code: _version(files[code].pack, [files[one] for one in chains[code]]) for code in files},
    )


def _chain(code: str, files: Mapping[str, PackFiles]) -> tuple[str, ...]:
    chain: list[str] = []
    while code:
        if code not in files:
            raise PackError(f"Pack {chain[-1]} extends {code!r}, which is not there.", pack=chain[-1])
        if code in chain:
            raise PackError(f"Pack {code} extends itself through {' → '.join(chain)}.", pack=code)
        chain.append(code)
        code = files[code].pack.extends
    if chain[-1] != NATION:
        raise PackError(f"Pack {chain[0]} does not reach {NATION}: say what it extends.", pack=chain[0])
    return tuple(chain)


def _sources(files: Iterable[PackFiles]) -> dict[str, Source]:
    sources: dict[str, Source] = {}
    for one in files:
        for key, source in one.sources.items():
            if key in sources:
                raise PackError(
                    f"{one.root / 'sources.toml'}: {key} stands already in {sources[key].pack}.",
                    key=key,
                    pack=one.pack.code,
                )
            sources[key] = source
    return sources


def _check(files: PackFiles, sources: Mapping[str, Source], duties: Mapping[str, Duty]) -> None:
    """What shows only with all packs open: cited instruments exist, duties are in the catalogue, A rests on an A."""
    tables: list[tuple[str, Mapping[str, tuple[Any, ...]]]] = [
        ("verdict", files.verdicts),
        ("value", files.values),
        ("rule", files.clauses),
    ]
    for what, table in tables:
        for key, rows in table.items():
            path = files.places[f"{what}:{key}"]
            for row in rows:
                _check_cites(row, path, key, sources)
    for code in files.verdicts.keys() - duties.keys():
        path = files.places[f"verdict:{code}"]
        raise PackError(f"{path}: {code} is not in the catalogue of {NATION}.", key=code, pack=files.pack.code)


def _check_cites(row: Any, path: Path, key: str, sources: Mapping[str, Source]) -> None:
    cited = [cite.partition(" ")[0] for cite in row.cites]
    for source in cited:
        if source not in sources:
            raise PackError(f"{path}: {key} since {row.since} cites {source!r}, which no sources.toml has.", key=key)
    if row.confidence == "A" and cited and not any(sources[source].confidence == "A" for source in cited):
        raise PackError(f"{path}: {key} since {row.since} claims confidence A, but no text it cites was read.", key=key)


def _version(pack: Pack, chain: list[PackFiles]) -> str:
    digest = hashlib.sha256()
    for files in chain:
        for path in files.law_files:
            digest.update(f"{files.pack.code}/{path.relative_to(files.root).as_posix()}\0".encode())
            digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
            digest.update(b"\0")
    return f"{pack.version}+{digest.hexdigest()[:12]}"
