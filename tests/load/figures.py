"""What a load run found, by kind of request, and how that is said."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import psutil

READ, WRITE, FLOOR, SIGN_IN = "read", "write", "floor", "sign-in"
NO_FAULT = frozenset({200, 201, 302, 304, 409, 422, 429})  # what the house says on purpose to somebody who works


def quantile(seconds: Iterable[float], share: float) -> float:
    """The time within which that share was answered; 0 when nothing was asked."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


@dataclass
class Log:
    """Every request: kind, what exactly, status, seconds."""

    rows: list[tuple[str, str, int, float]] = field(default_factory=list)
    written: list[tuple[str, int]] = field(default_factory=list)  # place of a new assignment, and what was answered

    def note(self, kind: str, what: str, status: int, seconds: float) -> None:
        self.rows.append((kind, what, status, seconds))

    def took(self, *kinds: str, what: str = "") -> list[float]:
        return [row[3] for row in self.rows if row[0] in kinds and what in ("", row[1])]

    def ms(self, share: float, *kinds: str) -> float:
        return quantile(self.took(*kinds), share) * 1000

    def count(self, *kinds: str) -> int:
        return sum(row[0] in kinds for row in self.rows)

    @property
    def asked(self) -> int:
        return sum(row[0] != FLOOR for row in self.rows)

    @property
    def wrong(self) -> Counter[tuple[str, int]]:
        """What must not be: no answer, 5xx, and refusals nobody provoked."""
        return Counter((what, status) for _kind, what, status, _took in self.rows if status not in NO_FAULT)

    def statuses(self) -> Counter[int]:
        return Counter(status for kind, _what, status, _took in self.rows if kind != FLOOR)

    @property
    def broken(self) -> int:
        return sum(status >= 500 or not status for _kind, _what, status, _took in self.rows)

    def table(self) -> str:
        """For the one who looks why: each act with its number, p50, p95, p99 in ms, and its statuses."""
        by_act: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for kind, what, status, took in self.rows:
            by_act[f"{kind:8} {what}"].append((status, took))
        lines = []
        for name, rows in sorted(by_act.items()):
            times = [took for _status, took in rows]
            figures = " ".join(f"{quantile(times, share) * 1000:7.0f}" for share in (0.5, 0.95, 0.99))
            lines.append(f"{name:28} {len(rows):6} {figures}  {dict(Counter(status for status, _ in rows))}")
        return "\n".join(lines)


def memory(pid: int) -> int:
    """Bytes that a family of processes has for itself."""
    total = 0
    for process in [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]:
        try:
            total += process.memory_full_info().uss
        except psutil.NoSuchProcess:
            continue
    return total


def work(pid: int) -> float:
    """Seconds of processor that a family of processes has used."""
    total = 0.0
    for process in [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]:
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system + (times.children_user + times.children_system if process.pid == pid else 0)
    return total


def neighbours() -> str:
    """Whoever else is on this machine."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
