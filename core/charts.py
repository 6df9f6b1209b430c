"""Charts as geometry: the rectangles, lines and words of one drawing, from the rows of the table below it. Pure.

A drawing is as wide as a phone of 360 px leaves room, so its letters are 13 px there and never smaller. Series differ by
pattern as well as by colour (LOOKS), and every number stands in words beside its shape or in the table.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

Number = int | Decimal

WIDTH: Final = 336
LETTER: Final = 13  # size of the letters
LINE: Final = 18  # of words
BAR: Final = 12  # height of a lying bar
PITCH: Final = 40  # from one lying bar to the next
TALL: Final = 112  # the longest standing bar
LOOKS: Final = ("solid", "hatched", "dotted", "open", "crossed", "lined")  # one for each series, in this order


@dataclass(frozen=True)
class Row:
    """One row: its name, a number for each series, perhaps a mark to hold it against, and the list behind it."""

    label: str
    values: tuple[Number, ...]
    mark: Number | None = None
    shown: str = ""  # instead of the plain sum
    url: str = ""
    under: str = ""  # a second line under a standing bar: the year of a month
    series: int = 0  # of a standing bar that is alone: which pattern it bears

    @property
    def total(self) -> Number:
        return (
            sum(self.values, start=Decimal(0)) if any(isinstance(v, Decimal) for v in self.values) else sum(self.values)
        )

    @property
    def said(self) -> str:
        return self.shown or str(self.total)


@dataclass(frozen=True)
class Rect:
    """A rectangle; `look` is a pattern, or `track` for the room a bar could fill; `says` is read by a pointer at rest."""

    x: int
    y: int
    width: int
    height: int
    look: str
    says: str = ""


@dataclass(frozen=True)
class Stroke:
    """A straight line: the foot of standing bars, or the mark of a standard."""

    x1: int
    y1: int
    x2: int
    y2: int
    look: str


@dataclass(frozen=True)
class Words:
    """Letters at a place; `at` says which end of them lies there."""

    x: int
    y: int
    text: str
    at: str = "start"
    look: str = ""


@dataclass(frozen=True)
class Drawing:
    """What one SVG holds."""

    height: int
    rects: tuple[Rect, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    words: tuple[Words, ...] = ()
    width: int = WIDTH

    @property
    def patterns(self) -> tuple[str, ...]:
        """The patterns it uses, each to be defined once."""
        used = {rect.look for rect in self.rects}
        return tuple(look for look in LOOKS[1:] if look in used and look != "open")


@dataclass(frozen=True)
class TableLine:
    """A row of the table below a chart: its name, the list behind it, the cells."""

    label: str
    cells: tuple[Any, ...]
    url: str = ""


@dataclass(frozen=True)
class Chart:
    """A chart with its table: title, what it shows in a sentence, the drawing, head and lines, files to take along."""

    key: str
    title: Any
    says: Any
    drawing: Drawing | None
    head: tuple[Any, ...]
    lines: tuple[TableLine, ...]
    note: Any = ""
    open_point: bool = False  # what it is held against is still to be confirmed
    files: tuple[tuple[str, str], ...] = ()  # (name of the format, address)


def bars(rows: Sequence[Row], series: Sequence[Any] = (), marked: Any = "") -> Drawing | None:
    """Lying bars, one under the other: name and number above, several series stacked, a mark across where there is one.

    `marked` says in words what the mark stands for.
    """
    if not rows:
        return None
    rects, words, top = legend(series)
    strokes: list[Stroke] = []
    if marked:
        strokes.append(Stroke(7, top, 7, top + 16, "mark"))
        words.append(Words(20, top + LETTER, shortened(str(marked), WIDTH - 20), "start", "quiet"))
        top += LINE + 8
    most = max((max(row.total, row.mark or 0) for row in rows), default=0)
    for row in rows:
        *above, beside = _names(row.label, WIDTH - breadth(row.said) - 12)
        for line in above:
            words.append(Words(0, top + LETTER, line))
            top += LINE
        if beside:
            words.append(Words(0, top + LETTER, beside))
        words.append(Words(WIDTH, top + LETTER, row.said, "end", "strong"))
        rects.append(Rect(0, top + LINE + 2, WIDTH, BAR, "track"))
        rects += _pieces(row, series, top + LINE + 2, most)
        if row.mark is not None:
            across = min(_part(row.mark, most, WIDTH), WIDTH - 1)
            strokes.append(Stroke(across, top + LINE - 2, across, top + LINE + BAR + 6, "mark"))
        top += PITCH
    return Drawing(top, tuple(rects), tuple(strokes), tuple(words))


def _names(label: str, room: int) -> list[str]:
    """The name in lines: the last one stands beside the number, and what would be cut there has a line of its own."""
    lines = in_lines(label, room)
    return lines if "".join(lines).replace(" ", "") == label.replace(" ", "") else [shortened(label, WIDTH), ""]


def _pieces(row: Row, series: Sequence[Any], top: int, most: Number) -> list[Rect]:
    """The pieces of one lying bar, side by side; whatever is not nothing is seen."""
    found, left = [], 0
    for place, value in enumerate(row.values):
        if value <= 0:
            continue
        wide = min(max(_part(value, most, WIDTH), 2), WIDTH - left)
        name = f"{series[place]}: {value}" if len(series) > place else row.said
        found.append(Rect(left, top, wide, BAR, LOOKS[place % len(LOOKS)], f"{row.label} · {name}"))
        left += wide
    return found


def columns(rows: Sequence[Row], series: Sequence[Any] = ()) -> Drawing | None:
    """Standing bars side by side, the number above, the name below; `series` names the patterns that rows bear."""
    if not rows:
        return None
    rects, words, top = legend(series)
    most = max((row.total for row in rows), default=0)
    slot, foot = WIDTH // len(rows), top + LINE + TALL
    for place, row in enumerate(rows):
        middle = place * slot + slot // 2
        tall = _tall(row.total, most)
        rects.append(
            _column(middle, foot - tall, tall, slot, LOOKS[row.series % len(LOOKS)], f"{row.label}: {row.said}")
        )
        words.append(Words(middle, foot - tall - 5, row.said, "middle", "strong"))
        words += _below(middle, foot + LINE, row)
    return Drawing(_end(foot, rows), tuple(rects), (Stroke(0, foot, WIDTH, foot, "axis"),), tuple(words))


def mirrored(rows: Sequence[Row], series: Sequence[Any]) -> Drawing | None:
    """Two series against each other: the first stands upward from the line, the second hangs from it."""
    if not rows:
        return None
    rects, words, top = legend(series)
    up, down = (max((row.values[place] for row in rows), default=0) for place in (0, 1))
    slot, both = WIDTH // len(rows), (up + down) or 1
    line = top + LINE + int(TALL * up / both)
    for place, row in enumerate(rows):
        middle = place * slot + slot // 2
        for side, value in enumerate(row.values):
            tall = max(int(TALL * value / both), 2) if value else 0
            says = f"{row.label} · {series[side]}: {value}"
            rects.append(_column(middle, line if side else line - tall, tall, slot, LOOKS[side], says))
            if value:
                at = line + tall + LETTER + 1 if side else line - tall - 5
                words.append(Words(middle, at, str(value), "middle", "strong"))
        words += _below(middle, line + int(TALL * down / both) + 2 * LINE, row)
    foot = line + int(TALL * down / both) + LINE
    return Drawing(_end(foot, rows), tuple(rects), (Stroke(0, line, WIDTH, line, "axis"),), tuple(words))


def legend(series: Sequence[Any]) -> tuple[list[Rect], list[Words], int]:
    """The patterns with their names, in as many lines as they need; and where the drawing itself begins."""
    rects: list[Rect] = []
    words: list[Words] = []
    left, top = 0, 0
    for place, name in enumerate(series):
        text = shortened(str(name), WIDTH - 24)
        if left and left + 20 + breadth(text) > WIDTH:
            left, top = 0, top + LINE + 2
        rects.append(Rect(left, top + 3, 14, 10, LOOKS[place % len(LOOKS)]))
        words.append(Words(left + 20, top + LETTER, text, "start", "quiet"))
        left += 20 + breadth(text) + 16
    return rects, words, top + LINE + 8 if series else 0


def _column(middle: int, top: int, tall: int, slot: int, look: str, says: str) -> Rect:
    wide = min(slot - 4, 30)
    return Rect(middle - wide // 2, top, wide, tall, look, says)


def _below(middle: int, top: int, row: Row) -> list[Words]:
    found = [Words(middle, top - 2, row.label, "middle")]
    return [*found, Words(middle, top + LINE - 4, row.under, "middle", "quiet")] if row.under else found


def _end(foot: int, rows: Sequence[Row]) -> int:
    return foot + LINE + (LINE if any(row.under for row in rows) else 4)


def _tall(value: Number, most: Number) -> int:
    return max(_part(value, most, TALL), 2) if value else 0


def _part(value: Number, most: Number, room: int) -> int:
    return int(room * value / most) if most else 0


def breadth(text: str) -> int:
    """About how wide the letters are: a Chinese one is as wide as it is high, a Latin one little more than half."""
    return sum(LETTER if unicodedata.east_asian_width(letter) in "WF" else 8 for letter in text)


def in_lines(text: str, room: int) -> list[str]:
    """The text in one line where there is room, else broken between words into two; what is longer still is cut."""
    if breadth(text) <= room or " " not in text:
        return [shortened(text, room)]
    first = ""
    for word in (words := text.split(" ")):
        if first and breadth(f"{first} {word}") > room:
            break
        first = f"{first} {word}".strip()
    rest = " ".join(words)[len(first) :].strip()
    return [shortened(first, room), shortened(rest, room)] if rest else [shortened(first, room)]


def shortened(text: str, room: int) -> str:
    """The text, cut with an ellipsis where there is no room; the whole of it stands in the table."""
    if breadth(text) <= room:
        return text
    while text and breadth(text) + LETTER > room:
        text = text[:-1]
    return f"{text.rstrip()}…"
