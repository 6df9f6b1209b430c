"""Every page somebody of the permission table may open: what is looked at, by whom, and the answer as it is sent."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.cast import PRINCIPALS
from tests.permissions.table import ANONYMOUS, Row, Visitors, rows

LANGUAGES = ("zh-hans", "en")
EVERYBODY = {"desk"}  # another page for each role
NO_PAGES = ("api-", "healthz", "readyz")
# Pages in a state the table does not know: something found, something decided, nothing there.
STATES = (
    ("search:found", "hr", "/search/?q=auxiliary"),
    ("search:nothing", "hr", "/search/?q=nobody-at-all"),
    ("duties:check-refused", "requester", "/duties/check/?text=开具罚单"),
    ("duties:check-allowed", "requester", "/duties/check/?text=治安巡逻"),
    ("roster:list-empty", "hr", "/roster/?q=nobody-at-all"),
    ("roster:list-odd", "hr", "/roster/?ends=30&gap=contract&sort=-name"),
    ("law:duties-found", "legal", "/law/duties/?q=巡逻"),
    ("house:missing", "hr", "/nothing/here/"),
    ("house:forbidden", "auxiliary", "/roster/"),
)


@dataclass(frozen=True)
class Page:
    """An address as one visitor sees it."""

    name: str
    who: str
    address: str

    @property
    def room(self) -> str:
        """`roster` of `roster:list`; the house itself for names without a room."""
        return self.name.partition(":")[0] if ":" in self.name else "house"

    def __str__(self) -> str:
        return f"{self.name} ({self.who}, {self.address})"


def lines() -> Iterator[Row]:
    """The rows that may be answered with a page."""
    for name, line in sorted(rows().items()):
        reads = "GET" in line.methods or line.public
        if reads and not line.exempt and (name == "api-docs" or not name.startswith(NO_PAGES)):
            yield line


def readers(line: Row, turn: int = 0) -> list[str]:
    """Who looks: everybody where each sees another page, else one of those who may, another one each turn."""
    allowed = sorted(line.methods["GET"].allow) if "GET" in line.methods else []
    if line.name in EVERYBODY:
        return allowed
    if line.public:
        return [ANONYMOUS]
    return [allowed[(crc32(line.name.encode()) + turn) % len(allowed)]] if allowed else []


def every_page(objects: Mapping[str, Any], turn: int = 0) -> list[Page]:
    """Pages, files and ways elsewhere alike; `answer` tells which are pages."""
    found = [Page(line.name, who, line.address(objects)) for line in lines() for who in readers(line, turn)]
    return found + list(itertools.starmap(Page, STATES))


def rooms() -> list[str]:
    """For tests that take a room at a time; known without the world."""
    names = [line.name for line in lines()] + [name for name, _who, _address in STATES]
    return sorted({Page(name, "", "").room for name in names})


def sent(visitors: Visitors, page: Page, language: str, *, body: Mapping[str, Any] | None = None) -> HttpResponse:
    """The answer to this visitor in this language, undone; with `body` it is sent as a form."""
    client: Client = visitors.client(page.who)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    client.raise_request_exception = False  # one page that breaks hides no other
    with transaction.atomic():
        answer = client.get(page.address) if body is None else client.post(page.address, dict(body))
        if answer.streaming:
            list(answer.streaming_content)
        transaction.set_rollback(True)
    return answer


def is_page(answer: HttpResponse) -> bool:
    """To be looked at, an error too or a part for a script; not a file, not a way elsewhere."""
    shown = answer.status_code in {200, 403, 404, 409, 422, 500}
    return shown and not answer.streaming and answer.get("Content-Type", "").startswith("text/html")


def is_whole(answer: HttpResponse) -> bool:
    """A page, not a part that a script puts into one."""
    return is_page(answer) and bytes(answer.content).lstrip()[:9].lower() == b"<!doctype"


def refused_forms(objects: Mapping[str, Any]) -> list[Page]:
    """Forms sent empty by one who may: pages with errors."""
    found = []
    for name, line in sorted(rows().items()):
        if "POST" in line.methods and not line.exempt and not name.startswith(NO_PAGES):
            allowed = sorted(line.methods["POST"].allow)
            found += [Page(name, allowed[0], line.address(objects))] if allowed else []
    return found


assert set(who for _name, who, _address in STATES) <= set(PRINCIPALS)
