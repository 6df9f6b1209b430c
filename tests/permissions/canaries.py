"""Canaries: every personal value of the world is a word of its own, and every answer is searched for words out of place.

Whose word it is and of which field is in the register; who may read it says `fields.toml` (by group) and the tree (by unit).
"""

from __future__ import annotations

import io
import logging
import re
import urllib.parse
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, NamedTuple

import pypdf
from django.apps import apps
from django.core import mail

from organisation.models import Person
from tests.cast import PRINCIPALS, Cast
from tests.permissions import fields
from tests.permissions.places import STANDINGS, covers
from tests.permissions.table import ANONYMOUS, Row

WORD: Final = "Qz{:05x}q"
PREFIXES: Final = rb"Qz[0-9a-f]{5}q|999999\d{11}[\dXx]|1990\d{7}|6219990\d{12}|9,?753,?\d{3}\.\d\d|8,?642,?\d{3}\.\d\d"
# What stands in the world as a word: model → field → how its word looks. What the model belongs to tells whose it is.
TEXTS: Final[Mapping[str, tuple[str, ...]]] = {
    "organisation.Person": ("name", "email"),
    "roster.Auxiliary": ("address", "emergency_name"),
    "roster.Relationship": ("name", "works_at"),
    "roster.Restriction": ("reason", "source"),
    "roster.Injury": ("what",),
    "roster.Leaving": ("reason",),
    "roster.Contract": ("end_reason",),
    "roster.Document": ("title",),
    "roster.Qualification": ("document_number",),
    "payroll.Enrolment": ("account_number",),
    "payroll.AccidentClaim": ("what",),
    "discipline.Case": ("subject", "findings", "grounds"),
    "discipline.Statement": ("words",),
    "discipline.Appeal": ("grounds",),
    "discipline.Responsibility": ("reason",),
}
# Who said it and is on no file: model → field, and where it hangs. Only whoever deals with the complaint may ask for it.
TELLERS: Final[Mapping[str, tuple[str, ...]]] = {
    "discipline.Reporter": ("reporter_name", "reporter_contact"),
    "discipline.Objection": ("objector",),
}
PHONES: Final = {"organisation.Person": ("phone",), "roster.Auxiliary": ("emergency_phone",)}
CARDS: Final = {"roster.Auxiliary": ("bank_card",), "payroll.PaySetting": ("bank_card",)}
AMOUNTS: Final = {"roster.Contract": ("monthly_wage", "9753"), "payroll.Enrolment": ("base", "8642")}
MAIL: Final = "@example.org"


class Word(NamedTuple):
    """Of which field, and of which person by number; below zero: of somebody who reported."""

    field: str
    person: int


@dataclass
class Heard:
    """What was written to the log and posted meanwhile."""

    lines: list[str] = field(default_factory=list)

    def take(self) -> str:
        said = "\n".join([*self.lines, *(str(post.message()) for post in mail.outbox)])
        self.lines.clear()
        mail.outbox.clear()
        return said


class Ear(logging.Handler):
    """Keeps what every logger says, arguments and traceback included."""

    def __init__(self, heard: Heard) -> None:
        super().__init__(logging.DEBUG)
        self.heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.lines.append(self.format(record))


@contextmanager
def listening() -> Iterator[Heard]:
    """Everything that is logged, to the ear alone."""
    heard, root = Heard(), logging.getLogger()
    ear, before, level = Ear(heard), root.handlers[:], root.level
    root.handlers, mail.outbox = [ear], []
    root.setLevel(logging.INFO)
    try:
        yield heard
    finally:
        root.handlers = before
        root.setLevel(level)


@dataclass
class Sight:
    """Who may see which word."""

    words: dict[str, Word]
    units: dict[int, set[str]]  # person → units where the person is on file
    own: dict[str, int]  # principal → person
    keepers: dict[int, int | None] = field(default_factory=dict)  # who reported → the person who deals with it
    heard: Heard = field(default_factory=Heard)
    seen: set[tuple[str, str]] = field(default_factory=set)  # (group, field) that was read in the clear

    def leaks(self, row: Row, who: str, response: Any) -> list[str]:
        """In a sentence each, the words of the answer, of the log and of the mails that had no place there."""
        wrong = []
        for token in tokens(unpacked(response)):
            word = self.words.get(token)
            if word is not None and (why := self.why_not(word, row, who)):
                wrong.append(why)
        for token in tokens(self.heard.take().encode()):
            if (word := self.words.get(token)) is not None and not fields.may_be_logged(word.field):
                wrong.append(f"{word.field} of person {word.person} in log or mail")
        return sorted(set(wrong))

    def why_not(self, word: Word, row: Row, who: str) -> str:
        """Empty when this principal may read the word at this address."""
        if self.own.get(who) == word.person:
            return ""
        standing = STANDINGS.get(who)
        group = PRINCIPALS[standing.like][0] if standing is not None and standing.like else ANONYMOUS
        level = fields.reads(word.field, group)
        if word.field == NAME and row.names:
            return ""
        if level == "no" or level == "masked" or (level == "asked" and row.name not in fields.ASKED):
            return f"{word.field} in the clear ({level} for {group})"
        if word.person in self.keepers:
            dealing = self.keepers[word.person] is not None and self.own.get(who) == self.keepers[word.person]
            return "" if dealing else f"{word.field} for one who does not deal with it"
        if not any(covers(standing.unit, unit) for unit in self.units.get(word.person, ())):  # type: ignore[union-attr]
            return f"{word.field} of a person outside the scope ({sorted(self.units.get(word.person, ()))})"
        self.seen.add((group, word.field))
        return ""


def nobody() -> Sight:
    """No words at all."""
    return Sight({}, {}, {})


NAME: Final = "organisation.Person.name"


def tokens(data: bytes) -> set[str]:
    return {
        found.decode().replace(",", "").upper() if found[:1].isdigit() else found.decode()
        for found in FINDER.findall(data)
    }


FINDER: Final = re.compile(PREFIXES)


def unpacked(response: Any) -> bytes:
    """Body, headers and redirects; of an archive its parts, of a PDF its text, of an address its meaning."""
    body: bytes = response.whole
    if body[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"\n".join(packed.read(name) for name in packed.namelist())
    elif body[:5] == b"%PDF-" and len(body) > 200:
        body = b"\n".join(page.extract_text().encode() for page in pypdf.PdfReader(io.BytesIO(body)).pages)
    heads = "\n".join(f"{name}: {urllib.parse.unquote(value)}" for name, value in response.headers.items())
    cookies = "\n".join(morsel.OutputString() for name, morsel in response.cookies.items() if "session" not in name)
    return b"\n".join((body, heads.encode(), cookies.encode()))


def plant(cast: Cast, objects: Mapping[str, Any]) -> Sight:
    """Give every personal value of the world its word, and note whose it is."""
    words: dict[str, Word] = {}
    units = on_file()
    for label in dict.fromkeys((*TEXTS, *PHONES, *CARDS)):
        for row in apps.get_model(label)._base_manager.order_by("pk"):
            person = whose(row)
            if person is not None:
                _plant(row, label, person, words)
    for paper in apps.get_model("roster.Document")._base_manager.select_related("auxiliary"):
        with paper.file.open("rb") as content:
            words |= dict.fromkeys(tokens(content.read()), Word("roster.Document.file", paper.auxiliary.person_id))
    for person in Person.objects.all():
        words[person.identity_number.upper()] = Word("organisation.Person.identity_number", person.pk)
    own = {who: cast.user(who).person_id for who in PRINCIPALS}
    return Sight(words, units, own, plant_tellers(words))


def plant_tellers(words: dict[str, Word]) -> dict[int, int | None]:
    """Give whoever reported or objected a word, too; answers who may ask for it."""
    keepers: dict[int, int | None] = {}
    for label in TELLERS:
        for row in apps.get_model(label)._base_manager.order_by("pk"):
            keepers[teller := -1 - len(keepers)] = (
                row.complaint.handler_person_id if hasattr(row, "complaint") else None
            )
            _plant(row, label, teller, words)
    return keepers


def _plant(row: Any, label: str, person: int, words: dict[str, Word]) -> None:
    changed = []
    for name in (*TEXTS.get(label, ()), *TELLERS.get(label, ()), *PHONES.get(label, ()), *CARDS.get(label, ())):
        number = len(words) + 1
        token = WORD.format(number)
        if name in PHONES.get(label, ()):
            token = f"1990{number:07d}"
        elif name in CARDS.get(label, ()):
            token = f"6219990{number:012d}"
        words[token] = Word(f"{label}.{name}", person)
        setattr(row, name, token + MAIL if name == "email" else token)
        changed.append(name)
    if label in AMOUNTS:
        name, start = AMOUNTS[label]
        amount = f"{start}{len(words) % 100_000:05d}"
        amount = f"{amount[:-2]}.{amount[-2:]}"
        words[amount] = Word(f"{label}.{name}", person)
        setattr(row, name, Decimal(amount))
        changed.append(name)
    row.save(update_fields=changed)


def whose(row: Any) -> int | None:
    """The person a row tells about."""
    if isinstance(row, Person):
        return row.pk
    for step in ("case", "member", "auxiliary"):  # a statement of a case, a claim of a member: whose file it is
        row = getattr(row, step, row)
    person: int | None = row.person_id
    return person


def on_file() -> dict[int, set[str]]:
    """In which units each person stands: as auxiliary, as officer, by a role."""
    units: dict[int, set[str]] = {}
    for label, person in (
        ("roster.Auxiliary", "person"),
        ("organisation.Officer", "person"),
        ("accounts.Role", "user__person"),
    ):
        rows = apps.get_model(label)._base_manager.filter(**{f"{person}__isnull": False})
        for number, code in rows.values_list(person, "unit__code"):
            units.setdefault(number, set()).add(code)
    return units
