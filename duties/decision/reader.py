"""Reads one JSON document, shaped like an entry of the worked cases, into a request and its facts.

A fact not stated counts as met; counts and true/false stand for named leads and numbers. What only
explains (`why`, `trick`, `sources`, `confidence`, `contested`, `expected`) is ignored. A fact of an
unknown name is refused: misspelt, it would count as met.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core.errors import BadInput
from duties.decision.request import Request, days_between
from duties.rules.facts import Facts, Member, PackSpan
from regulations.packs import Packs

LONGEST_TEXT = 4000
LONGEST_DAYS = 92
MOST_PEOPLE = 100_000
FLAGS = (
    "training_valid",
    "recording",
    "same_sex",
    "approval",
    "certificate",
    "emergency",
    "avoidance_conflict",
)
COUNTS = ("police_on_site", "auxiliaries_on_site")
CONTEXT = {"jurisdiction", "auxiliary_category", "on", *FLAGS, *COUNTS}


def from_json(document: Any, *, today: date, packs: Packs) -> tuple[Request, Facts]:
    """The request and facts of one document. Raises BadInput which names each wrong field."""
    reading = _Reading(document, packs)
    request = reading.request(today)
    facts = reading.facts()
    if reading.wrong:
        raise BadInput(reading.wrong)
    return request, facts


def too_early(begins: date) -> str:
    """What is told of a day on which no rule known here counted yet."""
    return _("The rules known here begin on %(day)s: choose a later day.") % {"day": begins.isoformat()}


class _Reading:
    """One document while it is read; what is wrong is collected by field."""

    def __init__(self, document: Any, packs: Packs) -> None:
        self.wrong: dict[str, list[str]] = {}
        self.packs = packs
        if not isinstance(document, Mapping):
            raise BadInput({"": [_("One JSON object is expected.")]})
        self.document = document
        context = document.get("context", {})
        if context is None:
            context = {}
        if not isinstance(context, Mapping):
            self.bad("context", _("An object is expected."))
            context = {}
        self.context = context
        self._name_the_unknown()

    def bad(self, name: str, said: str) -> None:
        self.wrong.setdefault(name, []).append(said)

    def request(self, today: date) -> Request:
        codes, text = self._codes(), self._text()
        if not codes and not text and not self.wrong:
            self.bad("text_zh", _("Give a text or a duty code."))
        first = self._day("on", self.document.get("on", self.context.get("on")), today)
        last = self._day("until", self.document.get("until"), first)
        if not 0 <= (last - first).days < LONGEST_DAYS:
            self.bad("until", _("The last day is before the first, or more than 92 days after it."))
            last = first
        if first < self.packs.speaks_from:
            self.bad("on", too_early(self.packs.speaks_from))
        identity = self.document.get("id", "")
        if not isinstance(identity, str | int):
            self.bad("id", _("A text is expected."))
        return Request(id=str(identity), text=text, codes=codes, days=days_between(first, last))

    def facts(self) -> Facts:
        flags = {name: self._flag(name) for name in FLAGS}
        officers, auxiliaries = (self._count(name) for name in COUNTS)
        return Facts(
            packs=(PackSpan(self._pack()),),
            members=(self._member(flags),),
            officers=officers,
            auxiliaries=auxiliaries,
            recording=flags["recording"],
            same_sex=flags["same_sex"],
            approval=flags["approval"],
            emergency=flags["emergency"],
        )

    def _member(self, flags: Mapping[str, bool | None]) -> Member:
        category = self.context.get("auxiliary_category")
        if category not in (None, "service", "clerical"):
            self.bad("context.auxiliary_category", _("“service” or “clerical” is expected."))
            category = None
        return Member(
            category=category,
            training=() if flags["training_valid"] is False else None,
            certificates={} if flags["certificate"] is False else None,
            tied_to=("?",) if flags["avoidance_conflict"] else (),
        )

    def _codes(self) -> tuple[str, ...]:
        codes = self.document.get("duty_codes") or ()
        if not isinstance(codes, list | tuple) or not all(isinstance(code, str) for code in codes):
            self.bad("duty_codes", _("A list of duty codes is expected."))
            return ()
        known = {duty.code for duty in self.packs.duties()}
        for code in codes:
            if code not in known:
                self.bad("duty_codes", _("The catalogue has no duty “%(code)s”.") % {"code": code[:60]})
        return tuple(dict.fromkeys(code for code in codes if code in known))

    def _text(self) -> str:
        texts = [self.document.get(name) for name in ("text", "text_zh", "text_en")]
        if any(text is not None and not isinstance(text, str) for text in texts):
            self.bad("text_zh", _("A text is expected."))
            return ""
        said = "\n".join(text.strip() for text in texts if text and text.strip())
        if len(said) > LONGEST_TEXT:
            self.bad("text_zh", _("The text is longer than 4,000 characters."))
        return said[:LONGEST_TEXT]

    def _pack(self) -> str:
        pack = self.context.get("jurisdiction", "CN")
        if not isinstance(pack, str) or pack not in self.packs.codes():
            self.bad("context.jurisdiction", _("There is no rule pack of that name."))
            return "CN"
        return pack

    def _day(self, name: str, said: Any, otherwise: date) -> date:
        if said is None:
            return otherwise
        if isinstance(said, date):
            return said
        try:
            return date.fromisoformat(said)
        except (TypeError, ValueError):
            self.bad(name, _("A day such as 2026-11-21 is expected."))
            return otherwise

    def _flag(self, name: str) -> bool | None:
        said = self.context.get(name)
        if said is not None and not isinstance(said, bool):
            self.bad(f"context.{name}", _("true or false is expected."))
            return None
        return said

    def _count(self, name: str) -> int | None:
        said = self.context.get(name)
        if said is None:
            return None
        if isinstance(said, bool) or not isinstance(said, int) or not 0 <= said <= MOST_PEOPLE:
            self.bad(f"context.{name}", _("A whole number from 0 is expected."))
            return None
        return said

    def _name_the_unknown(self) -> None:
        """A misspelt or misplaced fact must not count as met; other fields of the document only explain it."""
        for name in (CONTEXT - {"on"}) & self.document.keys():
            self.bad(name, _("Facts stand inside “context”."))
        for name in self.context:
            if name not in CONTEXT:
                self.bad(f"context.{str(name)[:60]}", _("This fact is not known here."))
