"""An answer of a calculator as its page shows it: results with their names, the way there, articles, notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.templatetags.show import day as day_words
from core.templatetags.show import listed
from payroll.calculating.answers import Answer
from payroll.calculating.topics.registry import Question
from payroll.calculator_words import ANSWERS, in_words
from regulations import packs

# Said under another name already.
TWICE: Final = frozenset({"n", "N"})


@dataclass(frozen=True, slots=True)
class Line:
    """One step: all in words; the article with its link where there is one."""

    words: str
    quantity: str
    rate: str
    amount: str
    cite: Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows."""

    results: Sequence[tuple[str, Any]]
    lines: Sequence[Line]
    cites: Sequence[Mapping[str, str]]
    notes: Sequence[str]
    confidence: str
    to_be_confirmed: bool


def shown(question: Question, answer: Answer[Mapping[str, Any]]) -> Shown:
    """The answer in the reader's language."""
    known = {key: value for key, value in answer.value.items() if value is not None and key not in TWICE}
    results = [(_named(question, key), in_text(value, key)) for key, value in known.items()]
    lines = [
        Line(str(step.words), in_text(step.quantity), in_text(step.rate), in_text(step.amount), _cite(step.article))
        for step in answer.steps
    ]
    return Shown(
        results,
        lines,
        [packs.cite(cite).as_dict() for cite in answer.cites],
        [str(note) for note in answer.notes],
        str(in_words(answer.confidence, "confidence")),
        answer.confidence != "high",
    )


def in_text(value: Any, name: str = "") -> str:
    """A value as a person reads it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Decimal):
        return format(value, ",f")
    if isinstance(value, date):
        return day_words(value)
    if isinstance(value, Mapping):
        return listed(f"{in_text(inner_name)} {in_text(inner)}" for inner_name, inner in value.items())
    if isinstance(value, list | tuple):
        return listed(in_text(inner, name) or "–" for inner in value)
    return str(in_words(str(value), name))


def _named(question: Question, key: str) -> str:
    return capfirst(str(ANSWERS.get(key) or question.answers.get(key, key)))


def _cite(article: str) -> Mapping[str, str] | None:
    return packs.cite(article).as_dict() if article else None
