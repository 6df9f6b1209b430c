"""A .csv, in the encodings that offices produce: UTF-8 with or without mark, UTF-16 with mark, GB18030."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from roster.importing.reading.bounds import MAX_COLUMNS, MAX_ROWS, MAX_TEXT, Unreadable

SEPARATORS = ",;\t"
SAMPLE = 8_192


def read_separated(path: str) -> Iterator[dict[str, Any]]:
    """The same lines as `read_workbook` gives, with one nameless sheet."""
    with open(path, "rb") as file:
        text = decode(file.read())
    yield {"sheet": ""}
    number = 0
    try:
        rows = csv.reader(text.splitlines(keepends=True), delimiter=_separator(text), strict=False)
        for number, values in enumerate(rows, 1):
            if number > MAX_ROWS:
                raise Unreadable("too_long", rows=MAX_ROWS)
            cells = [value[:MAX_TEXT] or None for value in values[:MAX_COLUMNS]]
            if any(cell and cell.strip() for cell in cells):
                yield {"row": number, "cells": cells, "formulas": []}
    except csv.Error as error:
        raise Unreadable("broken_line", row=number + 1) from error


def decode(raw: bytes) -> str:
    """The text; raises Unreadable when it is no text at all."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        candidates: tuple[str, ...] = ("utf-16",)
    else:
        candidates = ("utf-8-sig", "gb18030")
    for name in candidates:
        try:
            text = raw.decode(name)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        if text.lstrip()[:200].lower().startswith(("<!doctype", "<html", "<?xml", "{\\rtf", "%pdf")):
            raise Unreadable("not_a_sheet")
        return text
    raise Unreadable("not_text")


def _separator(text: str) -> str:
    """The mark that stands most often in the beginning; a comma when none does."""
    sample = text[:SAMPLE]
    return max(SEPARATORS, key=sample.count)
