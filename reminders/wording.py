"""Sentences of messages: a room says once, by kind, what its users read; the values come with each message."""

from __future__ import annotations

from typing import Any

# Kind of message → sentence with named places ("duties.approved" → "%(number)s is approved").
message_words: dict[str, Any] = {}
