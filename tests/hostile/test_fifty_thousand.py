"""Every filter, sort and search of every list over 50,000 people: the worst answers within a second."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import quote_plus

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import Client

from accounts.models import User
from accounts.services import grant_role
from auxpolice.seeding.scale import LONG_AGO
from core import clock
from core.actors import SYSTEM
from organisation.models import Officer, Unit
from tests.cast import sign_in
from tests.permissions.table import Row, rows

PEOPLE = int(os.environ.get("LISTS_PEOPLE", "50000"))
MOST_SECONDS = 1.0
MOST_OPTIONS = 4  # of one box: the first, the last and what lies between
WORDS = ("张", "王伟", "zhang", "zw", "XQ0001", "不存在的人名", "1", "%", "_")
GROUPS = ("hr", "supervisor", "inspector", "secadmin", "auditor", "legal", "pay-clerk", "requester")
pytestmark = pytest.mark.long


class Boxes(HTMLParser):
    """What a list may be asked for: the boxes of its forms that go by GET, and the links that sort or page it."""

    def __init__(self) -> None:
        super().__init__()
        self.inside, self.select = False, ""
        self.options: dict[str, list[str]] = {}
        self.texts: set[str] = set()
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {key: value or "" for key, value in attrs}
        if tag == "form":
            self.inside = said.get("method", "get").lower() == "get"
        elif tag == "a" and said.get("href", "").startswith("?"):
            self.links.add(said["href"])
        elif self.inside and tag == "select":
            self.select = said.get("name", "")
        elif self.inside and tag == "option" and self.select and said.get("value"):
            self.options.setdefault(self.select, []).append(said["value"])
        elif self.inside and tag == "input" and said.get("name"):
            if said.get("type", "text") in {"radio", "checkbox"}:
                self.options.setdefault(said["name"], []).append(said.get("value", "on"))
            elif said.get("type") != "hidden":
                self.texts.add(said["name"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""


def questions(boxes: Boxes, parameters: dict[str, list[str]], units: list[str]) -> Iterator[str]:
    """Each value of each box alone; words and units where one may type; every link."""
    yield ""
    for name, values in {**boxes.options, **parameters}.items():
        step = max(len(values) // MOST_OPTIONS, 1)
        yield from (f"?{name}={quote_plus(value)}" for value in {*values[::step][:MOST_OPTIONS], values[-1]})
    for name in boxes.texts - set(boxes.options):
        said = units if name == "unit" else ["2026-11-16"] if name in {"day", "on", "since", "until"} else WORDS
        yield from (f"?{name}={quote_plus(value)}" for value in said)
    yield from sorted(boxes.links)
    for name in ("sort", "order"):
        yield from (f"?{name}={value}" for value in ("name", "unit", "-hired_on", "ends"))


def api_parameters() -> dict[str, dict[str, list[str]]]:
    """By address: parameters with their choices, or a value of their kind."""
    from tests.hostile.fuzzing import document

    found: dict[str, dict[str, list[str]]] = {}
    for address, methods in document()["paths"].items():
        for said in methods.get("get", {}).get("parameters", []):
            if said["in"] == "query" and said["name"] != "cursor":
                shape = said["schema"]
                kind = {"boolean": ["true"], "integer": ["1", "200"]}.get(str(shape.get("type")), [*WORDS[:5]])
                values = ["2026-11-16"] if shape.get("format") == "date" else shape.get("enum", kind)
                found.setdefault(address, {})[said["name"]] = [str(value) for value in values]
    return found


def lists() -> dict[str, Row]:
    return {
        name: line for name, line in sorted(rows().items())
        if not line.exempt and not line.args and "GET" in line.methods and line.methods["GET"].allow
        and not name.startswith(("api-schema", "api-docs"))
    }  # fmt: skip


@pytest.fixture
def city(fresh_db: str) -> Iterator[dict[str, Client]]:
    """50,000 people; one of each group over the largest unit, signed in."""
    call_command("seed_scale", auxiliaries=PEOPLE, verbosity=0)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
    top, people = Unit.objects.order_by("path")[0], Officer.objects.select_related("person").order_by("-pk")
    clients = {}
    for place, group in enumerate(GROUPS):
        user = User.objects.create_user(f"over-all-{group}", None, person=people[place].person)
        grant_role(user=user, group=group, unit=top, starts_on=LONG_AGO, by=SYSTEM, today=clock.today())
        clients[group] = sign_in(Client(), user)
    yield clients


def slowest(client: Client, address: str, query: str) -> float:
    """Seconds of the best of three: a neighbour's burst is not the list's."""
    taken = []
    for _time in range(3):
        started = time.monotonic()
        answer = client.get(address + query)
        if answer.streaming:
            b"".join(answer.streaming_content)
        taken.append(time.monotonic() - started)
        if taken[-1] <= MOST_SECONDS:
            break
    assert answer.status_code < 500, f"{address}{query}"
    return min(taken)


def test_the_worst_filter_of_every_list_answers_within_a_second(city: dict[str, Client], monkeypatch, settings, assure):
    monkeypatch.setattr("core.api.UserRate.allow_request", lambda *_: True)
    settings.RATES = {name: (1_000_000, seconds) for name, (_number, seconds) in settings.RATES.items()}
    units = [*Unit.objects.order_by("path").values_list("code", flat=True)[:3]]
    parameters, times = api_parameters(), list[tuple[float, str]]()
    for line in lists().values():
        who = next((group for group in GROUPS if group in line.methods["GET"].allow), None)
        if who is None or "{" in line.query:
            continue
        address = line.address({}).partition("?")[0]
        first = city[who].get(address)
        boxes = Boxes()
        if not first.streaming and "text/html" in first.get("Content-Type", ""):
            boxes.feed(re.sub(r"<datalist.*?</datalist>", "", first.content.decode(), flags=re.S))
        for query in questions(boxes, parameters.get(address, {}), units):
            times.append((slowest(city[who], address, query), address + query))
    times.sort(reverse=True)
    slow = [f"{seconds:.2f} s {query}" for seconds, query in times if seconds > MOST_SECONDS]
    print("\n".join(f"{seconds:.2f} s {query}" for seconds, query in times[:25]))
    assure("R-65", f"{len(times)} filters, sorts and searches of {len(lists())} lists over {PEOPLE} people: worst "
           f"{times[0][0]:.2f} s ({times[0][1][:60]}); {len(slow)} above {MOST_SECONDS:.0f} s", ok=not slow)  # fmt: skip
