"""The values of the law for one place and day, looked up once and kept: what every calculator reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from payroll.calculating.answers import SURENESS, MustBeSupplied, least_sure
from regulations import packs
from regulations.packs import NATION, PackError, Value

T = TypeVar("T")


class Book:
    """The dated values of one place on one day. `look` answers a key with its row; a pay run gives the office's own too."""

    def __init__(self, day: date, look: Callable[[str], Value], *, pack: str = NATION) -> None:
        self.day = day
        self.pack = pack
        self._look = look
        self._rows: dict[str, Value] = {}
        self._made: dict[Any, Any] = {}

    def row(self, key: str) -> Value:
        """The row of `payroll.…` or `roster.…` with article and confidence. Raises MustBeSupplied where nothing is said."""
        try:
            return self._rows[key]
        except KeyError:
            pass
        try:
            row = self._rows[key] = self._look(key)
        except PackError as error:
            raise MustBeSupplied(key, self._silent(key)) from error
        return row

    def _silent(self, key: str) -> str:
        return _("The rules of %(place)s hold no value for %(day)s (%(key)s): it must be supplied.") % {
            "place": self.pack,
            "day": self.day.isoformat(),
            "key": key,
        }

    def value(self, key: str) -> Any:
        """The value alone, in the type of its unit."""
        return self.row(key).value

    def says(self, key: str) -> bool:
        """Is there such a value for the place and day?"""
        try:
            self.row(key)
        except MustBeSupplied:
            return False
        return True

    def made(self, name: Any, make: Callable[[Book], T]) -> T:
        """What is worked out of the values once, and then kept (tables of brackets, sets of days)."""
        if name not in self._made:
            self._made[name] = make(self)
        return self._made[name]

    def sureness(self, *keys: str) -> str:
        """How sure the values are that an answer stands on."""
        return least_sure(*(SURENESS[self.row(key).confidence] for key in keys))

    def cites(self, *keys: str) -> tuple[str, ...]:
        """The articles the values stand on, each once."""
        return tuple(dict.fromkeys(cite for key in keys for cite in self.row(key).cites))


@lru_cache(maxsize=512)
def book_of(day: date, pack: str = NATION) -> Book:
    """The book of the packs alone, without any office's own values."""
    return Book(day, lambda key: packs.at(key, day=day, pack=pack), pack=pack)
