"""Timing: a figure is the 95th percentile of many short runs or the time of one long one; a floor is plain SQL."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection

Act = Callable[[], Any]


@dataclass(frozen=True)
class Figure:
    """One line of the table, in seconds."""

    name: str
    what: str
    seconds: float
    median: float
    limit: float
    floor: float
    runs: int

    @property
    def ratio(self) -> float:
        return self.seconds / self.floor if self.floor else 0.0

    @property
    def holds(self) -> bool:
        return self.seconds <= self.limit

    def as_dict(self) -> dict[str, Any]:
        return {**asdict(self), "ratio": round(self.ratio, 1), "holds": self.holds}

    def line(self) -> str:
        return (
            f"{self.name:<12} {_said(self.seconds):>10} {_said(self.median):>10} {_said(self.limit):>10} "
            f"{_said(self.floor):>10} {self.ratio:>7.1f} {'ok' if self.holds else 'OVER':>5}  {self.what}"
        )


HEAD = f"{'':<12} {'p95/time':>10} {'median':>10} {'limit':>10} {'floor':>10} {'ratio':>7} {'':>5}"


def _said(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def times(act: Act, runs: int, *, warm_up: int = 2) -> list[float]:
    for _ in range(warm_up):
        act()
    found = []
    for _ in range(runs):
        begun = time.perf_counter()
        act()
        found.append(time.perf_counter() - begun)
    return sorted(found)


def p95(found: list[float]) -> float:
    return found[min(len(found) - 1, round(0.95 * len(found)))]


def many(name: str, what: str, act: Act, *, limit: float, floor: Act, runs: int = 40) -> Figure:
    """Many short runs: the 95th percentile, beside the median of the floor."""
    found = times(act, runs)
    lowest = statistics.median(times(floor, 10))
    return Figure(name, what, p95(found), statistics.median(found), limit, lowest, runs)


def once(name: str, what: str, act: Act, *, limit: float, floor: Act) -> Figure:
    """One long run, beside one run of the floor."""
    lowest = times(floor, 1, warm_up=0)[0]
    took = times(act, 1, warm_up=0)[0]
    return Figure(name, what, took, took, limit, lowest, 1)


def sql(text: str, *values: Any) -> Act:
    """The floor: the same rows, fetched by hand."""

    def fetch() -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(text, values)
            return list(cursor.fetchall())

    return fetch
