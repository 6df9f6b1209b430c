"""Sentences of a decision in both languages, so that a copy kept for ten years needs no catalogue."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from regulations.rules import in_both


@lru_cache(maxsize=1024)
def _templates(text: str) -> dict[str, str]:
    return in_both(text)


def both(text: str, words: Mapping[str, Any] | None = None) -> dict[str, str]:
    """The message in both languages, with its words put in their places."""
    return {
        language: sentence % _in(language, words) if words else sentence
        for language, sentence in _templates(text).items()
    }


def _in(language: str, words: Mapping[str, Any]) -> dict[str, Any]:
    return {name: word[language] if isinstance(word, Mapping) else word for name, word in words.items()}
