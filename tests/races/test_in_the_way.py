"""R-29b: acts that embrace each other are tried again, at most three times, then told; nothing waits for ever."""

from __future__ import annotations

import datetime as dt
import random
import threading
from collections import Counter
from typing import Any

import psycopg2
import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from django.test import Client

from core.again import TRIES, again, ended_by_the_database
from core.errors import DomainError, stood_in_the_way
from core.models import Heartbeat
from duties import services as duties
from organisation import services as organisation
from roster import services
from tests.assurance import long_form
from tests.cast import TODAY, sign_in
from tests.duties.stage import Stage
from tests.races.together import lost, together, won

THREADS, STEPS = 12, 40 if long_form() else 4


def test_no_session_of_ours_waits_for_a_lock_longer_than_five_seconds(stage, assure):
    with connection.cursor() as cursor:
        cursor.execute("SELECT setting::int FROM pg_settings WHERE name = 'lock_timeout'")
        waits = cursor.fetchone()[0] / 1000
        cursor.execute("SELECT setting::int FROM pg_settings WHERE name = 'idle_in_transaction_session_timeout'")
        idles = cursor.fetchone()[0] / 1000
    assure("R-29b", f"lock_timeout {waits:.0f} s, idle in transaction {idles:.0f} s", ok=0 < waits <= 5 and idles > 0)


def crossing(meet: threading.Barrier, first: str, second: str) -> None:
    """Take one row, wait until the other one is taken too, then want it."""
    with transaction.atomic():
        Heartbeat.objects.select_for_update().get(name=first)
        try:
            meet.wait(3)
        except threading.BrokenBarrierError:
            pass  # the second try comes alone
        Heartbeat.objects.select_for_update().get(name=second)
        Heartbeat.objects.filter(name=second).update(at=dt.datetime.now(dt.UTC))


@pytest.fixture
def rows(stage) -> None:
    for name in "ab":
        Heartbeat.objects.update_or_create(name=name, defaults={"at": dt.datetime.now(dt.UTC)})


def test_a_deadlock_is_tried_again_and_both_succeed(rows, assure):
    meet = threading.Barrier(2)
    pairs = (("a", "b"), ("b", "a"))
    answers = together([lambda p=pair: again(lambda: crossing(meet, *p)) for pair in pairs])
    assure(
        "R-29b", f"a real deadlock: {len(won(answers))} of 2 acts done after trying again", ok=len(won(answers)) == 2
    )


def test_control_without_trying_again_one_of_them_breaks(rows, assure):
    meet = threading.Barrier(2)
    answers = together([lambda p=pair: crossing(meet, *p) for pair in (("a", "b"), ("b", "a"))])
    broke = [error for error in lost(answers) if ended_by_the_database(error)]
    assure("R-29b", f"control without trying again: {len(broke)} of 2 broke with 40P01", ok=len(broke) == 1)


class Deadlock(psycopg2.Error):
    pgcode = "40P01"


def always_ended(calls: list[int]) -> Any:
    def act(**_values: Any) -> None:
        calls.append(1)
        raise OperationalError("deadlock detected") from Deadlock()

    return act


@pytest.mark.parametrize("entrance", ["api", "page"])
def test_after_three_tries_the_person_is_told(entrance: str, stage, monkeypatch, assure):
    calls: list[int] = []
    unit, client = stage.cast["north"], sign_in(Client(), stage.cast.user("hr"))
    monkeypatch.setattr(organisation, "change_unit", always_ended(calls))
    if entrance == "api":
        answer = client.patch(f"/api/v1/units/{unit.pk}/", {"name": "北所"}, content_type="application/json")
    else:
        typed = {"name": "北所", "level": "station", "version": unit.version, "csrfmiddlewaretoken": "x" * 64}
        answer = client.post(f"/units/{unit.pk}/change/", typed)
    figure = f"{entrance}: {len(calls)} tries, then {answer.status_code}"
    assure("R-29b", figure, ok=len(calls) == TRIES == 3 and answer.status_code == 409)


def mixed(stage: Stage, chance: random.Random, crew: list[Any], requests: list[Any]) -> Any:
    """One act of any kind on something others work on as well."""
    cast, one, request = stage.cast, chance.choice(crew), chance.choice(requests)
    hr, units = cast.user("hr"), (cast["north"], cast["south"])
    acts = {
        "move": lambda: services.move(
            auxiliary=one, unit=chance.choice(units), post=None, starts_on=TODAY, by=hr, on=TODAY
        ),
        "restrict": lambda: services.restrict(
            auxiliary=one, kind="suspension", reason="调查", starts_on=TODAY, by=hr, on=TODAY
        ),
        "leave": lambda: services.leave(auxiliary=one, last_day=TODAY, ground="resigned", by=hr, on=TODAY),
        "file": lambda: services.change_file(auxiliary=one, by=hr, on=TODAY, version=None, phone="13800000001"),
        "quota": lambda: services.allocate_quota(
            unit=cast["first"], year=TODAY.year, category="any", number=500, by=hr, on=TODAY,
            approval_document="1", approved_on=TODAY,
        ),
        "approve": lambda: duties.approve(assignment=request, by=stage.supervisor),
        "return": lambda: duties.return_(assignment=request, reason="因", by=stage.supervisor),
        "withdraw": lambda: duties.withdraw(assignment=request, by=stage.requester),
        "submit": lambda: duties.submit(assignment=request, by=stage.requester),
    }  # fmt: skip
    return acts[chance.choice([*acts])]


def test_mixed_acts_on_the_same_people_leave_nothing_unhandled(stage, assure):
    stage.cast.user("hr")
    crew = [stage.cast.auxiliary(f"混{n}") for n in range(4)]
    begins = stage.starts_at + dt.timedelta(days=30)
    days = [
        {"starts_at": begins + dt.timedelta(days=n), "ends_at": begins + dt.timedelta(days=n, hours=4)}
        for n in range(4)
    ]
    pairs = [(crew[n].pk, crew[(n + 1) % 4].pk) for n in range(4)]
    requests = [stage.submitted(auxiliaries=pair, **day) for pair, day in zip(pairs, days, strict=True)]
    found: Counter[str] = Counter()

    def work(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(STEPS):
            try:
                again(mixed(stage, chance, crew, requests))
                found["done"] += 1
            except DomainError:
                found["refused"] += 1
            except DatabaseError as error:
                told = "locked" if stood_in_the_way(error) and not ended_by_the_database(error) else "unhandled"
                found[told] += 1
                if told == "unhandled":
                    raise

    broken = lost(together([lambda seed=seed: work(seed) for seed in range(THREADS)]))
    acts = THREADS * STEPS
    told = f"{found['done']} done, {found['refused']} refused, {found['locked']} told to wait, {len(broken)} unhandled"
    ok = not broken and sum(found.values()) == acts and found["done"] > 0
    assert not broken, broken[0]
    assure("R-29b", f"{acts} mixed acts in {THREADS} threads on 4 people: {told}", ok=ok)
