"""Twenty at once: the last place is given once. Each proof has its control, in which the guard is taken away and it breaks."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest
from django.db import connections

from core.errors import DomainError
from roster.models import Auxiliary, Contract
from roster.services import Newcomer, Place, Terms, hire, room, sign_contract
from tests.cast import TODAY, Cast, identity

AT_ONCE = 20


def all_at_once(act: Callable[[int], object]) -> int:
    """Run `act` in twenty threads that start together; answers how many were not refused."""
    start = threading.Barrier(AT_ONCE)

    def one(number: int) -> bool:
        try:
            start.wait(30)
            act(number)
        except DomainError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sum(pool.map(one, range(AT_ONCE)))


def hire_all(cast: Cast, **file: Callable[[int], str]) -> int:
    who = [
        Newcomer(name="同时", identity_number=identity(), file={name: make(n) for name, make in file.items()})
        for n in range(AT_ONCE)
    ]
    by, post = cast.user("hr"), None if file else cast.post()
    where = Place(unit=cast["north"], category="service", starts_on=TODAY, post=post)
    return all_at_once(lambda n: hire(who=who[n], place=where, terms=None, by=by, on=TODAY))


def without_trigger(*names: str) -> None:
    with connections["owner"].cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP TRIGGER {name} ON roster_auxiliary")
    connections["owner"].close()


def without_lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the quota rows without locking them, and let everybody have counted before anybody writes."""
    counted = threading.Barrier(AT_ONCE)
    plain = room.quota_used

    def count_and_wait(quota):
        used = plain(quota)
        counted.wait(30)
        return used

    monkeypatch.setattr(
        room,
        "lock_quotas",
        lambda unit, year, category: list(room.Quota.objects.binding(unit, year, category).select_related("unit")),
    )
    monkeypatch.setattr(room, "lock_post", lambda post: post)
    monkeypatch.setattr(room, "quota_used", count_and_wait)


@pytest.fixture
def small(fresh_db: str) -> Cast:
    """A bureau with a quota of ten, and plenty of room in the post of each test that asks for it."""
    cast = Cast()
    room.Quota.objects.filter(unit=cast["first"]).update(number=10)
    cast.post(headcount=50)
    return cast


@pytest.fixture
def narrow(fresh_db: str) -> Cast:
    """A post with ten places in a bureau with plenty of quota."""
    cast = Cast()
    cast.post(headcount=10)
    return cast


def test_twenty_hires_on_a_quota_of_ten_are_ten(small):
    assert hire_all(small) == 10
    assert Auxiliary.objects.count() == 10


def test_the_lock_alone_keeps_the_quota(small):
    without_trigger("keep_1_quota_in")
    assert hire_all(small) == 10


def test_the_trigger_alone_keeps_the_quota(small, monkeypatch):
    without_lock(monkeypatch)
    assert hire_all(small) == 10
    assert Auxiliary.objects.count() == 10


def test_control_without_lock_and_trigger_the_quota_breaks(small, monkeypatch):
    without_lock(monkeypatch)
    without_trigger("keep_1_quota_in")
    assert hire_all(small) == AT_ONCE


def test_twenty_hires_into_a_post_of_ten_places_are_ten(narrow):
    assert hire_all(narrow) == 10
    assert Auxiliary.objects.filter(post__isnull=False).count() == 10


def test_control_without_lock_and_trigger_the_post_overflows(narrow, monkeypatch):
    without_lock(monkeypatch)
    without_trigger("keep_2_headcount_in")
    assert hire_all(narrow) == AT_ONCE


def test_one_badge_number_is_given_once(narrow):
    assert hire_all(narrow, badge_number=lambda n: "F1") == 1
    assert Auxiliary.objects.filter(badge_number="F1").count() == 1


def test_control_different_badge_numbers_are_all_given(narrow):
    assert hire_all(narrow, badge_number=lambda n: f"F{n}") == AT_ONCE


def sign_all(cast: Cast, auxiliaries: list[Auxiliary]) -> int:
    values = {"kind": "fixed", "starts_on": TODAY, "ends_on": date(2029, 11, 15), "monthly_wage": Decimal("3500")}
    terms, by = Terms(employer=cast.employer(), **values), cast.user("hr")
    return all_at_once(lambda n: sign_contract(auxiliary=auxiliaries[n], terms=terms, by=by))


def test_twenty_contracts_for_one_person_are_one(narrow):
    auxiliary = narrow.auxiliary(papers=False)
    assert sign_all(narrow, [auxiliary] * AT_ONCE) == 1
    assert Contract.objects.count() == 1


def test_control_without_the_constraints_contracts_double(narrow, monkeypatch):
    monkeypatch.setattr("roster.services.contracts.lock", lambda auxiliary: auxiliary)
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE roster_contract DROP CONSTRAINT one_contract_at_a_time")
        cursor.execute("DROP INDEX one_open_contract")
    connections["owner"].close()
    assert sign_all(narrow, [narrow.auxiliary(papers=False)] * AT_ONCE) == AT_ONCE
