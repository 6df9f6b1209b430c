"""Texts that want to be more than texts: in every address of a list, on every page, in headers, in the log."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse, QueryDict
from django.test import Client

from tests.assurance import long_form, of_today
from tests.hostile import poison
from tests.hostile.words import COOKIE, LOOKUPS, SQL, TEMPLATE, injected
from tests.permissions.table import Visitors, rows

READ = {name: line for name, line in sorted(rows().items()) if not line.exempt and "GET" in line.methods}
# Alone in a text they end it in every dialect; the whole set is for the night.
TEXTS = (
    (*SQL, *LOOKUPS, TEMPLATE, poison.SHORT, poison.XSS, COOKIE)
    if long_form()
    else ("'" + poison.SHORT + "')) OR 1=1; SELECT pg_sleep(2) --" + TEMPLATE + COOKIE,)
)
PAIRS = (("' OR '1'='1", "' AND '1'='2"), ("0 OR 1=1", "0 AND 1=2"))
SLEPT = 1.9
CHANGING = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"|"request_id": ?"[^"]+"|req-[0-9a-f]+|[0-9a-f]{32}')


class Reader:
    """Whoever may see an address, and what the view behind it reads of the address."""

    def __init__(self, name: str, visitors: Visitors) -> None:
        self.name, self.line = name, READ[name]
        self.address = self.line.address(visitors.objects).partition("?")[0]
        self.client = Client(raise_request_exception=False)
        self.client.handler = visitors.handler
        if self.line.methods["GET"].allow:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = visitors.sessions[
                sorted(self.line.methods["GET"].allow)[0]
            ]

    def ask(self, **said: str) -> tuple[HttpResponse, float]:
        """The answer, and how long its slowest query took in seconds."""
        times = [0.0]

        def timed(execute: Any, sql: Any, values: Any, many: bool, context: Any) -> Any:
            started = time.monotonic()
            try:
                return execute(sql, values, many, context)
            finally:
                times.append(time.monotonic() - started)

        with transaction.atomic(), connection.execute_wrapper(timed):
            answer = self.client.get(self.address, said)
            if answer.streaming:
                answer.whole = b"".join(answer.streaming_content)
            transaction.set_rollback(True)
        return answer, max(times)


@contextmanager
def curious(monkeypatch: pytest.MonkeyPatch, read: set[str]) -> Iterator[None]:
    """Whatever anybody looks up in a query, by name."""

    class Watched(dict[str, Any]):
        def get(self, key: str, *other: Any) -> Any:
            read.add(key)
            return super().get(key, *other)

        def __getitem__(self, key: str) -> Any:
            read.add(key)
            return super().__getitem__(key)

    plain = {name: getattr(QueryDict, name) for name in ("get", "getlist", "__getitem__", "__contains__")}
    with monkeypatch.context() as patch:
        for name, method in plain.items():
            patch.setattr(
                QueryDict, name, lambda self, key, *other, _m=method: (read.add(str(key)), _m(self, key, *other))[1]
            )
        patch.setattr(QueryDict, "dict", lambda self: Watched((key, plain["__getitem__"](self, key)) for key in self))
        yield


@pytest.fixture(scope="module")
def watched(visitors: Visitors) -> dict[str, set[str]]:
    """What each view reads of its address, found by watching it read."""
    found: dict[str, set[str]] = {}
    with pytest.MonkeyPatch.context() as patch:
        for name in READ:
            found[name] = set()
            with curious(patch, found[name]):
                Reader(name, visitors).ask()
    return found


def test_nothing_in_an_address_is_believed(visitors: Visitors, watched: dict[str, set[str]], assure):
    """Each parameter that a view reads with every text; errors, waits, elements, headers and computed texts count."""
    sent, echoed, wrong = 0, 0, []
    for name, read in watched.items():
        reader = Reader(name, visitors)
        for key, text in ((one, text) for one in sorted(read) for text in of_today(TEXTS, name + one, 8)):
            answer, waited = reader.ask(**{key: text})
            sent += 1
            why = str(answer.status_code) if answer.status_code >= 500 and name != "readyz" else injected(answer)
            if "text/html" in answer.get("Content-Type", ""):
                page = answer.content.decode(errors="replace")
                echoed += poison.MARK in page
                why = why or "; ".join(poison.marks(page)[:1])
            if why:
                wrong.append(f"{name}?{key}={text[:40]!r}: {why}")
            if waited > SLEPT and reader.ask(**{key: text})[1] > SLEPT:  # a busy machine is slow once
                wrong.append(f"{name}?{key}: waited {waited:.1f} s")
    assert not wrong, "\n".join(wrong[:10])
    parameters = sum(map(len, watched.values()))
    assure("R-64", f"{sent} requests to {len(READ)} addresses with {parameters} parameters they read: 0 errors, 0 waits, "
           f"0 headers; {echoed} answers repeat the text, 0 as an element", ok=parameters > 150 and echoed > 20)  # fmt: skip


def test_no_answer_tells_true_from_false(visitors: Visitors, watched: dict[str, set[str]], assure):
    """Two texts that differ only by what a database would make of them."""
    differ, sent = [], 0
    for name, read in watched.items():
        reader = Reader(name, visitors)
        for yes, no in PAIRS if read else ():
            told = [sameness(reader.ask(**dict.fromkeys(read, text))[0], text) for text in (yes, no)]
            sent += 2
            if told[0] != told[1]:  # unless it changes by itself, as a page with a new token does
                again = sameness(reader.ask(**dict.fromkeys(read, yes))[0], yes)
                differ += [f"{name} by {yes}"] if again == told[0] else []
            if not long_form():
                break
    assure("R-64", f"{sent} requests with a condition that is true or false: {len(differ)} answers differ {differ[:5] or ''}",
           ok=not differ)  # fmt: skip


def sameness(answer: HttpResponse, text: str) -> tuple[int, bytes]:
    """The answer without what changes each time and without the text itself, however it is written."""
    from urllib.parse import quote, quote_plus

    from django.utils.html import escape

    content = CHANGING.sub(b"", getattr(answer, "whole", b"") or answer.content)
    for written in (escape(text), text, quote(text), quote_plus(text), text.replace("'", "\\u0027")):
        content = content.replace(written.encode(), b"")
    return answer.status_code, content


def test_poisoned_texts_stay_texts_on_every_page(visitors: Visitors, assure):
    """Every text of every table holds an element that would run; no page makes an element of it."""
    with transaction.atomic():
        taken, refused = poison.everywhere()
        pages, shown, found = 0, 0, list[str]()
        for name, line in READ.items():
            if name.startswith("api-") or not line.methods["GET"].allow:
                continue
            answer = visitors.ask(line, "GET", sorted(line.methods["GET"].allow)[0])
            if answer.status_code != 200:
                found += [f"{name}: {answer.status_code}"] if answer.status_code >= 500 else []
            elif "text/html" in answer.get("Content-Type", ""):
                page = answer.whole.decode()
                pages, shown = pages + 1, shown + (poison.MARK in page)
                found += [f"{name}: {tag}" for tag in poison.marks(page)]
        transaction.set_rollback(True)
    assert not found, "\n".join(found[:10])
    assure("R-64", f"{len(taken)} text columns filled with a script ({len(refused)} refused it): {pages} pages, {shown} show "
           "them, 0 made an element of it", ok=shown > 60 and len(taken) >= 30)  # fmt: skip


def test_a_text_that_became_an_element_is_found():
    """The control."""
    from django.utils.html import escape

    for text in (poison.XSS, poison.SHORT):
        assert poison.marks(f"<p>{text}</p>") and poison.marks(f'<input value="{text}">')
        assert not poison.marks(f'<p title="{escape(text)}">{escape(text)}</p>')


def test_a_query_glued_from_texts_is_found(visitors: Visitors, monkeypatch: pytest.MonkeyPatch):
    """The control: a search that puts what was typed into the SQL, and one that leads where it is told."""
    from roster.models import Auxiliary

    reader = Reader("roster:list", visitors)
    search = type(Auxiliary.objects.all()).search
    monkeypatch.setattr(
        type(Auxiliary.objects.all()), "search",
        lambda self, words: self.extra(where=[f"roster_auxiliary.badge_number = '{words}'"]) if words else search(self, words),  # noqa: S610 - what it must not be
    )  # fmt: skip
    assert reader.ask(q="'")[0].status_code == 500
    yes, no = PAIRS[0]
    assert sameness(reader.ask(q=yes)[0], yes) != sameness(reader.ask(q=no)[0], no)


def test_no_name_of_a_field_in_the_address_is_a_filter(visitors: Visitors, assure):
    """Names of relations of the ORM as parameters, which nobody reads: the same answer as with names that are nonsense."""
    names = (
        "unit__path",
        "id__gt",
        "person__identity_number__startswith",
        "pk",
        "ordering",
        "user__password",
        "fields",
    )
    nonsense = tuple("".join(letter if letter == "_" else "x" for letter in name) for name in names)
    assert len(set(nonsense)) == len(names)
    differ, asked = [], 0
    for name, line in READ.items():
        if line.methods["GET"].allow and not line.args and (name.startswith("api-") or long_form()):
            reader = Reader(name, visitors)
            reader.ask()  # what is remembered between requests has been
            plain = sameness(reader.ask(**dict.fromkeys(nonsense, "0"))[0], "0")
            odd = sameness(reader.ask(**dict.fromkeys(names, "0"))[0], "0")
            asked += 1
            if plain[0] != odd[0] or abs(len(plain[1]) - len(odd[1])) > (2000 if name.endswith("-pdf") else 200):
                differ.append(name)
    figure = f"{asked} addresses with {len(names)} names of the ORM: {len(differ)} answer otherwise {differ or ''}"
    assure("R-64", figure.strip(), ok=not differ)
