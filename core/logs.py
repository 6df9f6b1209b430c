"""One event is one line of the log: what somebody typed can neither begin a line of its own nor colour the terminal."""

from __future__ import annotations

import logging
import re
from typing import Final

# Controls, what ends a line anywhere (NEL, LS, PS), and the marks that turn the direction of writing.
UNSEEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
FURTHER: Final = "  | "  # before each further line of a traceback, so that none looks like an event


def visible(text: str) -> str:
    """The text with every such sign written out, as \\n or \\x1b."""
    return UNSEEN.sub(lambda found: found[0].encode("unicode_escape", "surrogatepass").decode(), text)


class LineFormatter(logging.Formatter):
    """The event on one line; a traceback below it, indented."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name logging gives it
        return visible(super().formatMessage(record))

    def formatException(self, ei: object) -> str:  # noqa: N802
        return self._indented(super().formatException(ei))  # type: ignore[arg-type]

    def formatStack(self, stack_info: str) -> str:  # noqa: N802
        return self._indented(super().formatStack(stack_info))

    @staticmethod
    def _indented(text: str) -> str:
        return "\n".join(FURTHER + visible(line) for line in text.split("\n"))
