"""JSON as it may come in: nothing deeper, larger or stranger than a database and an answer can hold."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from core.errors import BadInput

DEEPEST = 20
MOST_FIELDS = 1000  # of one object


def read_json(text: str) -> Any:
    """The document in `text`. Raises ValueError with a sentence for what is no JSON, or cannot be kept as text."""
    try:
        value = json.loads(text, parse_constant=_no_number)
    except RecursionError as error:
        raise ValueError(_("The document is nested too deeply.")) from error
    except ValueError as error:
        raise ValueError(_("This is not JSON that can be read: %(why)s") % {"why": error}) from error
    _look_through(value, DEEPEST)
    return value


def _no_number(name: str) -> Any:
    raise ValueError(_("%(name)s is no number in JSON.") % {"name": name})


def _look_through(value: Any, levels: int) -> None:
    if isinstance(value, str):
        writable(value)
    elif isinstance(value, Mapping | list):
        if isinstance(value, Mapping) and len(value) > MOST_FIELDS:
            raise ValueError(_("An object has more than %(number)s fields.") % {"number": MOST_FIELDS})
        if not levels:
            raise ValueError(_("The document is nested too deeply."))
        for inner in (*value, *value.values()) if isinstance(value, Mapping) else value:
            _look_through(inner, levels - 1)


def writable(text: str) -> None:
    """Raises ValueError. NUL and half of a surrogate pair are no characters: neither the database nor UTF-8 can write them."""
    if "\x00" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError(_("A text holds NUL or half a character: send it again as UTF-8."))


def typed_text(typed: Mapping[str, Any], name: str, longest: int) -> str:
    """One field of a form of a single line, cut to its length. Raises BadInput that names it."""
    text = str(typed.get(name, ""))[:longest].strip()
    try:
        writable(text)
    except ValueError as error:
        raise BadInput({name: [str(error)]}) from error
    return text


class HouseJSON(JSONParser):
    """JSON bodies of the API, of the size a form may have."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        encoding = (parser_context or {}).get("encoding", settings.DEFAULT_CHARSET)
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(most + 1)
        if len(body) > most:
            raise ParseError(_("What was sent is larger than %(size)s MB.") % {"size": most // 1024**2})
        try:
            return read_json(body.decode(encoding))
        except ValueError as error:
            raise ParseError(str(error)) from error
