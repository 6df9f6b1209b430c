"""What a verification found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MOST = 100  # findings told; one is enough to know


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: the place in the chain, the number of the entry, and what it is. English, for the record."""

    what: str
    seq: int | None = None
    entry: int | None = None

    def as_dict(self) -> dict[str, Any]:
        return {"seq": self.seq, "entry": self.entry, "what": self.what}

    def __str__(self) -> str:
        place = [f"seq {self.seq}" if self.seq is not None else "", f"entry {self.entry}" if self.entry else ""]
        where = ", ".join(part for part in place if part)
        return f"{where}: {self.what}" if where else self.what


@dataclass
class Report:
    """The outcome: intact when nothing was found."""

    entries: int = 0
    seq: int = 0
    head: str = ""
    first: int = 1
    anchors: int = 0
    newest_anchor: str = ""
    seconds: float = 0.0
    findings: list[Finding] = field(default_factory=list)

    @property
    def intact(self) -> bool:
        return not self.findings

    def add(self, what: str, seq: int | None = None, entry: int | None = None) -> None:
        self.findings.append(Finding(what, seq, entry))

    @property
    def first_bad(self) -> Finding | None:
        """The earliest place in the chain that is wrong; what has no place comes after."""
        far = float("inf")
        return min(self.findings, key=lambda f: (f.seq if f.seq is not None else far, f.entry or far), default=None)

    def as_dict(self) -> Mapping[str, Any]:
        first = self.first_bad
        return {
            "intact": self.intact,
            "entries": self.entries,
            "seq": self.seq,
            "head": self.head,
            "first_kept": self.first,
            "anchors": self.anchors,
            "newest_anchor": self.newest_anchor,
            "seconds": round(self.seconds, 2),
            "first_bad": first.as_dict() if first else None,
            "findings": [finding.as_dict() for finding in self.findings[:MOST]],
        }
