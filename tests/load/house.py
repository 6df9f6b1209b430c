"""The house under load: the real programs without the proxies of the fault stand, on the scale data, with 300 accounts."""

from __future__ import annotations

import datetime as dt
import itertools
import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection, transaction

from accounts import second_factor
from accounts.entering import BACKEND, SEEN, STARTED
from accounts.models import AuthenticatorApp, User
from accounts.services import grant_role, make_token, note_session, open_account
from auxpolice.embedded import credentials
from auxpolice.embedded.valkey import Valkey
from auxpolice.seeding.scale import LONG_AGO
from auxpolice.seeding.scale_work import OpenWork
from core import clock
from core.actors import SYSTEM
from duties.models import Assignment
from organisation.models import Officer, Unit
from roster.models import Auxiliary
from tests import servers
from tests.accounts.factor import PASSWORD, SECRET
from tests.evidence.test_speed import FILL
from tests.faults.stand import DATABASE, Stand

PEOPLE = int(os.environ.get("LOAD_PEOPLE", "10000"))
TRAIL = int(os.environ.get("LOAD_TRAIL", "1000000"))  # entries of the trail; reliability.md speaks of five million
MINUTES = float(os.environ.get("LOAD_MINUTES", "3"))  # reliability.md: 30
ASSIGNMENTS = PEOPLE * 2
# Group → how many, and the level of the units they work for: about what a city bureau has.
STAFF = {"hr": 90, "requester": 100, "supervisor": 50, "auxiliary": 60}
PIECE = 100_000


class LoadStand(Stand):
    """The fault stand with its programs straight on the servers: a proxy written in Python would be what is measured."""

    def __init__(self) -> None:
        super().__init__(postgres={"shared_buffers": "256MB", "max_wal_size": "4GB"})
        self.queue_port = servers.free_port()
        self.valkey = Valkey(self.places, port=self.queue_port)

    def settle(self) -> None:
        """What a house that grew over years has behind it: else the tidying up after a million new rows is what is measured."""
        for command in ("VACUUM ANALYZE", "CHECKPOINT"):
            self.postgres.execute(DATABASE, command)

    def redis_url(self) -> str:
        return f"redis://:{credentials().redis_password}@127.0.0.1:{self.queue_port}/0"

    def environment(self, program: str) -> dict[str, str]:
        secrets, place = credentials(), quote(str(self.places.pg_socket_dir), safe="")

        def database(role: str, password: str) -> str:
            return f"postgres://{role}:{password}@/{DATABASE}?host={place}"

        made = super().environment(program) | {
            "DATABASE_URL": database("auxpolice_app", secrets.app_password),
            "DATABASE_OWNER_URL": database("auxpolice_owner", secrets.owner_password),
        }
        for name in ("API_RATE", "RATE_READS", "AUXPOLICE_FAULT_POINTS"):
            made.pop(name, None)  # the rates of a real house
        # Each visitor has an address of his own, and signs in more often in these minutes than on a day.
        return made | {"TRUSTED_PROXIES": "1", "SESSIONS_PER_USER": "20"}


@dataclass
class Staff:
    """Somebody who works here: the account, a session and a token of the API, and what lies within reach."""

    user: User
    group: str
    cookies: dict[str, str]
    token: str
    address: str = ""
    files: list[int] = field(default_factory=list)
    assignments: list[int] = field(default_factory=list)
    waiting: Iterator[int] = field(default_factory=lambda: iter(()))
    requests: Iterator[dict[str, object]] = field(default_factory=lambda: iter(()))


def fill() -> None:
    """10,000 people over 1,111 units with their assignments, and a long linked trail; inside the stand's database."""
    call_command("seed_scale", auxiliaries=PEOPLE, verbosity=0)
    OpenWork(ASSIGNMENTS).build()
    for _piece in range(0, TRAIL, PIECE):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '30min'")
            cursor.execute(FILL.format(rows=min(PIECE, TRAIL)), [])


def hire() -> list[Staff]:
    """The 300: counties are shared out in turn, so that what one sees is about a hundred people (a city: a thousand)."""
    counties = list(Unit.objects.filter(level="county").order_by("path"))
    cities = list(Unit.objects.filter(level="city").order_by("path"))
    officers = Officer.objects.select_related("person").order_by("-police_number").iterator(chunk_size=500)
    people = Auxiliary.objects.select_related("person", "unit").order_by("pk").iterator(chunk_size=500)
    password, found = make_password(PASSWORD), []
    for group, number in STAFF.items():
        for place in range(number):
            unit = cities[place % len(cities)] if place % 10 == 9 else counties[place % len(counties)]
            if group == "auxiliary":
                someone = next(people)
                person, unit = someone.person, someone.unit
            else:
                person = next(officers).person
            found.append(_account(f"{group}-{place}", group, unit, person, password))
    for place, one in enumerate(found):
        one.address = f"10.20.{place // 200}.{place % 200 + 1}"
    _reach(found)
    return found


def _account(name: str, group: str, unit: Unit, person: object, password: str) -> Staff:
    day = clock.today()
    user = open_account(username=f"load-{name}", person=person, by=SYSTEM)
    grant_role(user=user, group=group, unit=unit, starts_on=LONG_AGO, by=SYSTEM, today=day)
    User.objects.filter(pk=user.pk).update(password=password, password_changed_at=clock.now())
    user = User.objects.select_related("person").get(pk=user.pk)
    if group != "auxiliary":
        AuthenticatorApp.objects.create(user=user, secret=SECRET, made_at=clock.now(), confirmed_at=clock.now())
    token, _row = make_token(user=user, proved=True)
    return Staff(user, group, session_of(user), token)


def session_of(user: User) -> dict[str, str]:
    """The cookie of somebody who signed in a moment ago."""
    session, now = SessionStore(), int(time.time())
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[STARTED] = session[SEEN] = now
    second_factor.mark(session, "app")
    session.create()
    note_session(user=user, session_key=session.session_key or "", address="127.0.0.1", agent="load")
    return {settings.SESSION_COOKIE_NAME: session.session_key or ""}


def _reach(staff: list[Staff]) -> None:
    """What each may open, prepared, so that a visitor need not read it out of the pages."""
    taken: set[int] = set()
    requests = _requests()
    for one in staff:
        if one.group == "auxiliary":
            continue
        unit = one.user.roles.select_related("unit").get().unit
        files = Auxiliary.objects.filter(unit__path__startswith=unit.path).order_by("pk")
        one.files = list(files.values_list("pk", flat=True)[:200])
        rows = Assignment.objects.filter(unit__path__startswith=unit.path).order_by("pk")
        one.assignments = list(rows.values_list("pk", flat=True)[:200])
        if one.group == "supervisor":
            free = set(rows.filter(status="pending").values_list("pk", flat=True)) - taken
            mine = sorted(free)[:60]
            taken |= set(mine)
            one.waiting = iter(mine)
        elif one.group == "requester":
            one.requests = requests(unit)


def _requests() -> Callable[[Unit], Iterator[dict[str, object]]]:
    """Bodies of new assignments, each for two people and a time that nobody asked for yet."""
    start = clock.now().replace(minute=0, second=0, microsecond=0) + dt.timedelta(days=40)
    slots = itertools.count()

    def within(unit: Unit) -> Iterator[dict[str, object]]:
        rows = Auxiliary.objects.filter(unit__path__startswith=unit.path, category="service")
        since = clock.today() - dt.timedelta(days=250)
        lasting = rows.filter(contracts__ends_on__gt=start.date() + dt.timedelta(days=60), medical_on__gt=since)
        pairs = _by_unit(lasting.order_by("unit_id", "pk").values_list("unit_id", "pk").distinct())
        able = [place for place, keys in pairs.items() if len(keys) > 1]
        codes = dict(Unit.objects.filter(pk__in=able).values_list("pk", "code"))
        leads = _by_unit(Officer.objects.filter(unit_id__in=able).order_by("pk").values_list("unit_id", "pk"))

        def bodies() -> Iterator[dict[str, object]]:
            while able:
                number = next(slots)
                place = able[number % len(able)]
                begins = start + dt.timedelta(hours=3 * (number % 160))
                yield {
                    "unit": codes[place], "text": "人民广场治安巡逻", "place": f"load {number}", "duties": ["patrol-street"],
                    "starts_at": begins.isoformat(), "ends_at": (begins + dt.timedelta(hours=2)).isoformat(),
                    "auxiliaries": pairs[place][:2], "leads": leads[place][:2], "commander": leads[place][0],
                    "recorder_number": "ZF-001",
                }  # fmt: skip

        return bodies()

    return within


def _by_unit(rows: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for unit, key in rows:
        found.setdefault(unit, []).append(key)
    return found
