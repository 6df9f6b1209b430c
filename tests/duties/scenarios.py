"""The scenarios of the packs: requests as people write them, and what the law answers."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from duties.decision import Decision, decide, from_json
from regulations import packs

DATA = Path(packs.__file__).parent.parent / "data"
DAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Scenario:
    """One request and the expected answer."""

    pack: str
    name: str
    document: dict[str, Any]
    expected: dict[str, Any]

    @property
    def text(self) -> str:
        return self.document.get("text_zh") or self.document["text_en"]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(self.document["duty_codes"])

    @property
    def officers(self) -> int | None:
        return self.document["context"].get("police_on_site")


def all_scenarios() -> list[Scenario]:
    """Every scenario of every pack."""
    return [
        Scenario(
            path.parts[-3],
            item["name"],
            {key: value for key, value in item.items() if key not in ("name", "expected")},
            item["expected"],
        )
        for path in sorted(DATA.glob("*/scenarios/*.toml"))
        for item in tomllib.loads(path.read_text(encoding="utf-8"))["scenario"]
    ]


def decision_on(scenario: Scenario, *, by_text_alone: bool = False) -> Decision:
    """What the program answers; by text alone it must find the duties itself."""
    document = {**scenario.document, "id": scenario.name}
    if by_text_alone:
        del document["duty_codes"]
    request, facts = from_json(document, today=DAY, packs=packs.load())
    return decide(request, facts, packs.load())
