"""Days inside the sentence of a rule, as each language writes them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import formats, translation

from regulations.rules import LANGUAGES


def said(value: Any) -> Any:
    """A day in both languages (an en dash for none); anything else as it is."""
    if value is None:
        return "–"
    if not isinstance(value, date):
        return value
    written = {}
    for key, language in LANGUAGES.items():
        with translation.override(language):
            written[key] = formats.date_format(value)
    return written
