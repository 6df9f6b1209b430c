"""What somebody typed comes into the log, and stays in its line."""

from __future__ import annotations

import io
import logging
import re

import pytest
from django.conf import settings

from core.logs import LineFormatter, visible

LINES = ("x\r\nERROR root [-] forged", "\x1b[31mred\x1b[0m", "a\u2028b", "\x00", "\u202eabc", "half \ud800")


@pytest.mark.parametrize("typed", LINES, ids=ascii)
def test_one_event_is_one_line(typed: str, assure):
    """However it comes into the log: as the event, its argument, the name of a logger, or inside an exception."""
    heard = io.StringIO()
    handler = logging.StreamHandler(heard)
    handler.setFormatter(
        LineFormatter(settings.LOGGING["formatters"]["line"]["format"].replace("[%(request_id)s]", "[-]"))
    )
    log = logging.Logger("hostile")
    log.addHandler(handler)
    log.warning("sign-in of %s", typed)
    log.warning(typed)
    assert len(heard.getvalue().splitlines()) == 2, heard.getvalue()
    try:
        raise ValueError(typed)
    except ValueError:
        log.exception("refused")
    lines = heard.getvalue().splitlines()
    assert all(line.startswith("  | ") for line in lines[3:]) and len(lines) > 4
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", heard.getvalue())
    assure("R-64", f"log: {ascii(typed)[:30]} stays on its line", ok=True)


def test_the_log_of_the_house_is_written_so(assure):
    formatters = {name: made["()"] for name, made in settings.LOGGING["formatters"].items()}
    assert set(formatters.values()) == {"core.logs.LineFormatter"}
    assert visible("林晓 ok") == "林晓 ok"
    plain = logging.Formatter("%(message)s").format(logging.makeLogRecord({"msg": LINES[0]}))
    assert len(plain.splitlines()) == 2, "the control: Python's own formatter lets a line in"
    assure("R-64", f"{len(formatters)} of {len(formatters)} log formats keep one event on one line", ok=True)
