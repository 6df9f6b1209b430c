"""The world of the permission table, every principal signed in, and all pages as they are sent: once for each file."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client

from tests.assurance import of_today
from tests.cast import PRINCIPALS, sign_in
from tests.face import pages, words
from tests.permissions.stages import stage
from tests.permissions.table import Visitors


@dataclass(frozen=True)
class Sheet:
    """One page in one language, as text."""

    page: pages.Page
    language: str
    status: int
    html: str

    @property
    def is_whole(self) -> bool:
        """Not a part that a script puts into a page."""
        return self.html.lstrip()[:9].lower() == "<!doctype"

    def __str__(self) -> str:
        return f"{self.page} {self.language}"


@dataclass(frozen=True)
class Press:
    """All sheets, and what of their words is data."""

    sheets: list[Sheet]
    data: words.Known
    objects: dict[str, Any]

    @property
    def sound(self) -> list[Sheet]:
        """Those that did not break."""
        return [sheet for sheet in self.sheets if sheet.status != 500]


@pytest.fixture(scope="module")
def press(django_db_setup: None, django_db_blocker) -> Iterator[Press]:
    """Every page and every form sent empty, in both languages (in the gate one of them each, tomorrow the other)."""
    with django_db_blocker.unblock(), stage() as (cast, objects), quiet():
        visitors = Visitors({who: sign_in(Client(), cast.user(who)).session.session_key for who in PRINCIPALS}, objects)
        data = words.known()
        yield Press(list(sheets(visitors, objects)), data, objects)


def sheets(visitors: Visitors, objects: dict[str, Any]) -> Iterator[Sheet]:
    forms = pages.refused_forms(objects)
    for turn, language in enumerate(pages.LANGUAGES):
        for page in of_today((*pages.every_page(objects, turn), *forms), language):
            answer = pages.sent(visitors, page, language, body={} if page in forms else None)
            if pages.is_page(answer):
                yield Sheet(page, language, answer.status_code, answer.content.decode())


class quiet:  # noqa: N801 - used as a statement
    """No log of refusals, which are what we are here for; and requests leave the connection of the test alone."""

    SIGNALS = (request_started, request_finished)

    def __enter__(self) -> None:
        logging.disable(logging.CRITICAL)
        for signal in self.SIGNALS:
            signal.disconnect(close_old_connections)

    def __exit__(self, *_: object) -> None:
        for signal in self.SIGNALS:
            signal.connect(close_old_connections)
        logging.disable(logging.NOTSET)
