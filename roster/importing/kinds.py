"""The kinds of sheets that are imported: what a kind reads, how its rows are tried and written, and who may do it.

A room adds its own with `add`; reading, matching, the dry run, the life of a run and its pages are the same for all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.urls import reverse

from organisation.models import Unit
from roster.importing.columns import Columns


@dataclass(frozen=True, kw_only=True)
class SheetKind:
    """One kind of sheet. `gather` asks what is on file, `check` holds the rows against it, `apply` writes the plan."""

    key: str
    title: Any  # of its pages
    about: Any  # what stands in it, in a sentence; empty where the title says enough
    mode_label: Any  # what the choice between the modes is about
    modes: Mapping[str, Any]  # mode → what it does with what is on file already; the first is proposed
    permission: str
    columns: Callable[[Sequence[Unit]], Columns]  # of sheets for these units
    needed: Callable[[Columns, str], Sequence[str]]  # columns without which nothing can be done, in this mode
    gather: Callable[..., Any]  # (drafts, unit, by, day) → facts
    check: Callable[..., None]  # (drafts, facts, found, *, update, tick)
    lock: Callable[[Unit, date], None]  # before the plan that is applied is made
    apply: Callable[..., None]  # (plan, *, by: Actor, tick)
    route: str  # of its pages: `<route>`, `<route>-run` …
    takes: Mapping[str, Any]  # further parts of its addresses
    back: tuple[str, Any]  # the page from which one comes: its name and title
    sheet_name: Any  # of the empty sheet
    file_name: str

    def address(self, page: str = "", pk: int | None = None) -> str:
        """The address of one of its pages."""
        more = {} if pk is None else {"pk": pk}
        return reverse(f"{self.route}-{page}" if page else self.route, kwargs={**self.takes, **more})


KINDS: Final[dict[str, SheetKind]] = {}
ROSTER: Final = "roster"


def add(kind: SheetKind) -> SheetKind:
    """Make a kind known. Raises ValueError when there is one of this key."""
    if kind.key in KINDS:
        raise ValueError(f"there is a kind of sheet {kind.key!r} already")
    KINDS[kind.key] = kind
    return kind


@dataclass(frozen=True)
class Addresses:
    """Where the pages of one import are, for its templates."""

    kind: SheetKind
    pk: int | None = None

    @property
    def start(self) -> str:
        return self.kind.address()

    @property
    def empty(self) -> str:
        return self.kind.address("empty")

    @property
    def run(self) -> str:
        return self.kind.address("run", self.pk)

    @property
    def progress(self) -> str:
        return self.kind.address("progress", self.pk)

    @property
    def columns(self) -> str:
        return self.kind.address("columns", self.pk)

    @property
    def apply(self) -> str:
        return self.kind.address("apply", self.pk)

    @property
    def report(self) -> str:
        return self.kind.address("report", self.pk)

    @property
    def back(self) -> str:
        return reverse(self.kind.back[0])
