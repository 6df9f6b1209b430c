"""Sentences with words filled in, which are still translated when they are read."""

from __future__ import annotations

from typing import Any

from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from payroll.calculating.books import Book
from regulations.words import in_language


def fill(message: Any, **words: Any) -> Any:
    """`fill(_("%(days)s days"), days=5)`: a lazy sentence; a word may be lazy itself."""
    return lazystr(_Filled(message, words))


def to_confirm(book: Book, *keys: str) -> tuple[Any, ...]:
    """A note for each of these values whose text was not read: what it is, and what is known of it."""
    rows = (book.row(key) for key in keys)
    return tuple(
        fill(
            _("To be confirmed: %(what)s (%(key)s). %(note)s"),
            what=_InTheirLanguage(row, "title"),
            key=row.key,
            note=_InTheirLanguage(row, "note"),
        )
        for row in rows
        if row.to_be_confirmed
    )


class _InTheirLanguage:
    """A text that a pack says in both languages."""

    def __init__(self, row: Any, name: str) -> None:
        self._row, self._name = row, name

    def __str__(self) -> str:
        return in_language(self._row, self._name)


class _Filled:
    """Becomes text in the language of its reader."""

    def __init__(self, message: Any, words: dict[str, Any]) -> None:
        self._message, self._words = message, words

    def __str__(self) -> str:
        return str(self._message) % self._words
