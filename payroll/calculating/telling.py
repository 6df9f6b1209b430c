"""An answer as JSON: exact numbers as text, days as days, sentences in both languages, articles with title and link."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import override

from payroll.calculating.answers import Answer, Step
from regulations import packs

LANGUAGES = ("en", "zh-hans")


def as_dict(answer: Answer[Any]) -> dict[str, Any]:
    """The whole answer: value, steps, cites, notes, confidence."""
    return {
        "value": plain(answer.value),
        "steps": [_step(step) for step in answer.steps],
        "cites": [packs.cite(cite).as_dict() for cite in answer.cites],
        "notes": [in_both(note) for note in answer.notes],
        "confidence": answer.confidence,
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "words": in_both(step.words),
        "quantity": plain(step.quantity),
        "rate": plain(step.rate),
        "amount": plain(step.amount),
        "article": step.article,
    }


def in_both(words: Any) -> dict[str, str]:
    """A sentence in both languages; one that is text already is the same in both."""
    said = {}
    for language in LANGUAGES:
        with override(language):
            said[language] = str(words)
    return said


def plain(value: Any) -> Any:
    """What JSON can hold; nothing loses a digit."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value
