"""What was given to a topic: each input read in its type, or refused with its name and a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeVar

from django.utils.translation import gettext as _

from core.errors import BadInput
from payroll.calculating.answers import bad
from payroll.calculating.books import Book, book_of
from payroll.calculating.topics.alike import WORDS
from regulations.packs import NATION, load

NUMBER: Final = re.compile(r"[0-9]{1,12}(\.[0-9]{1,8})?", re.ASCII)
MOST: Final = 1000  # entries of a list
MOST_WHOLE: Final = 36_500  # the days of a century: no count a person has is larger
YEARS: Final = range(1900, 2200)  # outside them a day is a mistake of typing, and arithmetic may leave the calendar
YES_NO: Final = {"yes": True, "true": True, "是": True, "no": False, "false": False, "否": False}
UNSTATED: Final[Any] = object()

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Field:
    """An input: its name, kind, what it is. `many` takes a list (or one), `fields` are those of each row of a list."""

    name: str
    kind: str  # money, rate, number, whole, day, month, yes_no, text, choice, rows, place
    about: Any
    needed: bool = False
    many: bool = False
    also: tuple[str, ...] = ()  # other names that are taken
    fields: tuple[Field, ...] = ()
    choices: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.also)

    def of(self, inputs: Mapping[str, Any]) -> Any:
        """What was given under any of its names; nothing and null are alike."""
        return next((inputs[name] for name in self.names if inputs.get(name) is not None), None)


class Given:
    """The inputs of one question. Every reader raises BadInput with the input's name; `default` makes it optional."""

    def __init__(self, inputs: Mapping[str, Any], fields: tuple[Field, ...], *, today: date, where: str = "") -> None:
        self.today = today
        self._inputs = inputs
        self._fields = {field.name: field for field in fields}
        self._where = where

    def has(self, name: str) -> bool:
        return self._fields[name].of(self._inputs) is not None

    def name(self, name: str) -> str:
        """The name as the reader wrote it, with the row it stands in."""
        written = next((one for one in self._fields[name].names if self._inputs.get(one) is not None), name)
        return f"{self._where}{written}"

    def refuse(self, name: str, message: Any) -> BadInput:
        """The error to raise for an input that reads well but makes no sense."""
        return bad(self.name(name), message)

    def money(self, name: str, default: Any = UNSTATED) -> Decimal:
        """Yuan, zero or more: text such as "5000.00", or a number."""
        return self._one(name, _money, default)

    def moneys(self, name: str, default: Any = UNSTATED) -> list[Decimal]:
        """A list of amounts; one alone is a list of one."""
        return self._several(name, _money, default)

    def rate(self, name: str, default: Any = UNSTATED) -> Decimal:
        """A share: "8%" or "0.08"."""
        return self._one(name, _rate, default)

    def number(self, name: str, default: Any = UNSTATED) -> Decimal:
        """Hours, days or another quantity, zero or more; parts are allowed."""
        return self._one(name, _number, default)

    def whole(self, name: str, default: Any = UNSTATED, *, least: int = 0, most: int = MOST_WHOLE) -> int:
        """A whole number between `least` and `most`."""
        return self._one(name, lambda value, called: _whole(value, called, least, most), default)

    def wholes(self, name: str, default: Any = UNSTATED, *, least: int = 0, most: int = MOST_WHOLE) -> list[int]:
        return self._several(name, lambda value, called: _whole(value, called, least, most), default)

    def day(self, name: str, default: Any = UNSTATED) -> date:
        """A day as 2026-11-22."""
        return self._one(name, _day, default)

    def days(self, name: str, default: Any = UNSTATED) -> list[date]:
        return self._several(name, _day, default)

    def flag(self, name: str, default: Any = False) -> bool:
        """Yes or no."""
        return self._one(name, _flag, default)

    def text(self, name: str, default: Any = UNSTATED) -> str:
        return self._one(name, _text, default)

    def texts(self, name: str, default: Any = UNSTATED) -> list[str]:
        return self._several(name, _text, default)

    def choice(self, name: str, default: Any = UNSTATED) -> str:
        """One of the words the field allows."""
        word, allowed = self.text(name, default), self._fields[name].choices
        if word not in allowed:
            word = word.lower().replace("-", "_").replace(" ", "_")
            word = WORDS.get(word, word)
        if word not in allowed:
            raise self.refuse(name, _("Choose one of: %(words)s.") % {"words": ", ".join(allowed)})
        return word

    def rows(self, name: str) -> Iterator[Given]:
        """Each object of a list, as inputs of its own."""
        fields, whole = self._fields[name].fields, self._fields[name].of(self._inputs)
        if not isinstance(whole, list):
            raise self.refuse(name, _("Write a list of objects."))
        _not_too_many(whole, self.name(name))
        for place, row in enumerate(whole):
            called = f"{self.name(name)}[{place}]"
            if not isinstance(row, Mapping):
                raise bad(called, _("Write an object: names and values."))
            yield Given(row, fields, today=self.today, where=f"{called}.")

    def raw(self, name: str) -> Any:
        """As it was given, for inputs of a shape of their own."""
        return self._fields[name].of(self._inputs)

    def book(self, day: date | None = None) -> Book:
        """The values of the law: of `day`, else of the input `on`, else of today; of the place that was given."""
        pack = self.text("place", NATION) if "place" in self._fields else NATION
        if pack not in load().codes():
            known = ", ".join(load().codes())
            raise self.refuse("place", _("There is no such rule pack. Known: %(packs)s.") % {"packs": known})
        asked = self.day("on", day or self.today) if "on" in self._fields else day or self.today
        return book_of(asked, pack)

    def _one(self, name: str, read: Callable[[Any, str], T], default: Any) -> T:
        value = self._fields[name].of(self._inputs)
        if value is not None:
            return read(value, self.name(name))
        if default is UNSTATED:
            raise self.refuse(name, _("This input is needed."))
        return default

    def _several(self, name: str, read: Callable[[Any, str], T], default: Any) -> list[T]:
        value = self._fields[name].of(self._inputs)
        if value is None:
            if default is UNSTATED:
                raise self.refuse(name, _("This input is needed."))
            return default
        if not isinstance(value, list):
            return [read(value, self.name(name))]
        _not_too_many(value, self.name(name))
        return [read(one, f"{self.name(name)}[{place}]") for place, one in enumerate(value)]


def _not_too_many(entries: list[Any], called: str) -> None:
    if len(entries) > MOST:
        raise bad(called, _("A list has at most %(number)s entries.") % {"number": MOST})


def _plain(value: Any, called: str, message: Any) -> Decimal:
    """A number of at most twelve digits and eight decimals: text, or a number of JSON as it is written."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise bad(called, message)
    text = str(value).strip().replace(",", "")
    if text.startswith("-") and NUMBER.fullmatch(text[1:]) and Decimal(text[1:]):
        raise bad(called, _("This cannot be less than zero."))
    if not NUMBER.fullmatch(text.removeprefix("-")):
        raise bad(called, message)
    return Decimal(text.removeprefix("-"))


def _money(value: Any, called: str) -> Decimal:
    return _plain(value, called, _("Write an amount in yuan, for example 5000.00."))


def _number(value: Any, called: str) -> Decimal:
    return _plain(value, called, _("Write a number, zero or more."))


def _rate(value: Any, called: str) -> Decimal:
    message = _("Write a share as 8% or 0.08, at most 100%.")
    text = value.strip() if isinstance(value, str) else value
    if isinstance(text, str) and text.endswith(("%", "\uff05")):
        rate = _plain(text[:-1], called, message) / 100
    else:
        rate = _plain(text, called, message)
    if rate > 1:
        raise bad(called, message)
    return rate


def _whole(value: Any, called: str, least: int, most: int) -> int:
    message = _("Write a whole number from %(least)s to %(most)s.") % {"least": least, "most": most}
    number = _plain(value, called, message)
    if number != int(number) or not least <= number <= most:
        raise bad(called, message)
    return int(number)


def _day(value: Any, called: str) -> date:
    found = value if isinstance(value, date) else None
    try:
        if isinstance(value, str) and len(value.strip()) == 10:
            found = date.fromisoformat(value.strip())
    except ValueError:
        pass
    if found is None or found.year not in YEARS:
        raise bad(called, _("Write a day of the years 1900 to 2199, as 2026-11-22."))
    return found


def _flag(value: Any, called: str) -> bool:
    if isinstance(value, str):
        value = YES_NO.get(value.strip().lower())
    if not isinstance(value, bool):
        raise bad(called, _("Write yes or no."))
    return value


def _text(value: Any, called: str) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise bad(called, _("Write a text."))
    return str(value).strip()
