"""The figures of the first issue: list, file, queue, decision, bulk, redecision, reminders, import, pay."""

from __future__ import annotations

import itertools
import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from accounts.services import make_token
from auxpolice.benching.measuring import Figure, many, once, sql
from auxpolice.benching.paying import paying
from auxpolice.seeding.scale_work import OpenWork
from core import clock
from core.actors import SYSTEM
from duties import services as duties
from duties.selectors.facts import decide_many
from organisation.models import Unit
from roster.models import Auxiliary

DECISIONS = 10_000
IMPORTED = 5_000


def client_of(username: str) -> Client:
    """A browser with a session; the whole of Django answers, only the network is missing."""
    from accounts.services import note_session

    user = User.objects.get(username=username)
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user, backend="accounts.backends.PasswordBackend")
    key = client.session.session_key or ""
    note_session(user=user, session_key=key, address="127.0.0.1", agent="bench")
    return client


def get(client: Client, address: str) -> Callable[[], Any]:
    def fetch() -> Any:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
        return answer.content

    return fetch


def listing() -> Figure:
    """A list of 50, filtered by a city's subtree and searched by pinyin."""
    city = Unit.objects.filter(level="city").order_by("path")[0]
    floor = sql(
        "SELECT a.id, p.name, a.badge_number FROM roster_auxiliary a JOIN organisation_person p ON p.id = a.person_id "
        "JOIN organisation_unit u ON u.id = a.unit_id WHERE u.path LIKE %s AND p.search @> ARRAY[%s]::varchar[] "
        "ORDER BY p.pinyin, a.id LIMIT 50",
        f"{city.path}%",
        "wang",
    )
    act = get(client_of("scale-hr"), f"/roster/?unit={city.code}&q=wang")
    return many("list", "50 of a city's auxiliaries by pinyin", act, limit=0.150, floor=floor)


def file() -> Figure:
    """One person's file, another one each time."""
    client = client_of("scale-hr")
    keys = itertools.cycle(Auxiliary.objects.order_by("badge_number").values_list("pk", flat=True)[:60])
    floor = sql("SELECT * FROM roster_auxiliary a JOIN organisation_person p ON p.id = a.person_id WHERE a.id = 1")
    return many("file", "a person's file", lambda: get(client, f"/roster/{next(keys)}/")(), limit=0.120, floor=floor)


def queue() -> Figure:
    """The approval queue of the province's supervisor."""
    floor = sql("SELECT * FROM duties_assignment WHERE status = 'pending' ORDER BY starts_at, id LIMIT 50")
    act = get(client_of("scale-supervisor"), "/duties/approvals/")
    return many("queue", "the approval queue", act, limit=0.150, floor=floor)


def decision() -> Figure:
    """One decision by API, text screened and all."""
    token, _row = make_token(user=User.objects.get(username="scale-requester"), proved=True)
    client = Client(HTTP_HOST="127.0.0.1", HTTP_AUTHORIZATION=f"Token {token}")
    body = json.dumps(
        {
            "id": "b",
            "text_zh": "国道路口设点执勤,民警一名带两名辅警,发现违法及时劝阻",
            "duty_codes": ["roadside-checkpoint"],
            "context": {
                "jurisdiction": "CN",
                "auxiliary_category": "service",
                "police_on_site": 1,
                "auxiliaries_on_site": 2,
            },
        }
    )

    def ask() -> None:
        answer = client.post("/api/v1/duty-decisions/", body, content_type="application/json")
        if answer.status_code != 200:
            raise RuntimeError(answer.content)

    return many("decision", "one decision by API", ask, limit=0.020, floor=sql("SELECT 1"), runs=100)


def bulk() -> Figure:
    """Ten thousand proposals with their facts, each text read."""
    work = OpenWork(DECISIONS)
    asked = [replace(work.proposal(n), text=f"{work.proposal(n).text}({n}号点位)") for n in range(DECISIONS)]
    people = [who for proposal in asked for who in proposal.auxiliaries]
    floor = sql("SELECT * FROM roster_auxiliary WHERE id = ANY(%s)", people)
    return once("bulk", f"{DECISIONS} decisions in bulk", lambda: decide_many(asked), limit=10, floor=floor)


def redecide() -> Figure:
    """Every open assignment decided again."""
    day = clock.today()
    floor = sql("SELECT * FROM duties_assignment WHERE status IN ('pending', 'referred', 'approved', 'under_way')")
    act = lambda: duties.redecide(on=day, by=SYSTEM)  # noqa: E731 - one act of the table
    return once("redecide", "all open assignments decided again", act, limit=60, floor=floor)


def reminders() -> Figure:
    """The nightly look at everything that falls due."""
    from reminders import services

    floor = sql("SELECT id, last_day FROM roster_contract WHERE ended_on IS NULL AND last_day IS NOT NULL")
    act = lambda: services.run(on=clock.today(), by=SYSTEM)  # noqa: E731
    return once("reminders", "the nightly reminder scan", act, limit=30, floor=floor)


def importing() -> Figure:
    """Five thousand rows from an xlsx: read in the child process, tried, applied."""
    from auxpolice.benching.sheet import prepare, write
    from roster.importing import runs

    unit, day = prepare(IMPORTED), clock.today()
    by = User.objects.get(username="scale-hr")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.xlsx"
        write(path, day, IMPORTED, unit)
        content = path.read_bytes()

    def act() -> None:
        upload = SimpleUploadedFile("rows.xlsx", content)
        run = runs.open_run(upload=upload, unit=unit, mode="new", token="bench", by=by, on=day)  # noqa: S106
        runs.check(run, runs.read(run))
        done = runs.apply_run(run=run, by=by, on=day)
        if done.status != done.Status.APPLIED:
            raise RuntimeError(f"not applied: {done.findings[:2]}")

    floor = sql("SELECT * FROM roster_auxiliary ORDER BY id LIMIT %s", IMPORTED)
    return once("import", f"import of {IMPORTED} rows", act, limit=60, floor=floor)


SUBJECTS: dict[str, Callable[[], Figure]] = {
    "list": listing,
    "file": file,
    "queue": queue,
    "decision": decision,
    "bulk": bulk,
    "redecide": redecide,
    "reminders": reminders,
    "import": importing,
    "pay": paying,
}
