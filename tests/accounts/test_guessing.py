"""Guesses: none comes in, few cost a hash, and nobody is locked out for ever (R-71)."""

from __future__ import annotations

import itertools
import re
import time

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.test.client import ClientHandler
from django.utils import timezone

from accounts import services
from accounts.models import SignInAttempt, User
from core import clock, outbox
from tests.accounts import factor
from tests.assurance import long_form
from tests.cast import Cast

pytestmark = pytest.mark.django_db

HANDLER = ClientHandler(enforce_csrf_checks=False)
GUESSES = 10_000 if long_form() else 200


@pytest.fixture
def chief() -> User:
    return factor.with_app(factor.with_password(Cast().user("hr")))


@pytest.fixture
def few(settings) -> None:
    """Five an hour instead of thirty: the same rule in less time."""
    settings.SIGN_IN_LIMITS = {**settings.SIGN_IN_LIMITS, "account_an_hour": 5}


@pytest.fixture
def hashes(monkeypatch) -> list[float]:
    """When a password was hashed, by whichever way."""
    done: list[float] = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda self, *given: (done.append(time.time()), encode(self, *given))[1]
    )
    return done


@pytest.fixture
def alarms(monkeypatch) -> list[dict]:
    heard: list[dict] = []
    emit = outbox.emit
    monkeypatch.setattr("accounts.alarms.emit", lambda kind, payload: (heard.append(payload), emit(kind, payload))[1])
    return heard


def guess(name="hr", password="guess-number", address="10.0.0.1", client=None, **more):
    typed = {"username": name, "password": password, **more}
    return (client or stranger()).post("/sign-in/", typed, REMOTE_ADDR=address)


def stranger() -> Client:
    """A browser without cookies; all share the middleware, which takes long to start."""
    client = Client()
    client.handler = HANDLER
    return client


def addresses(of: int = 250):
    return (f"10.{number // 200 % 200}.{number % 200}.7" for number in itertools.cycle(range(of)))


def inside(client) -> bool:
    return client.get("/account/").status_code == 200


def test_guesses_from_many_places_open_nothing_and_the_victim_goes_on(chief, hashes, alarms, assure):
    """The password is even among them, after the thirtieth: it no longer opens by itself."""
    victim = Client()
    factor.come_in(victim, chief)
    SignInAttempt.objects.all().delete()
    del hashes[:]
    started, opened = time.time(), 0
    for number, address in zip(range(GUESSES), addresses(), strict=False):
        right = number > 100 and number % 10 == 0
        answer = guess(password=factor.PASSWORD if right else f"guess-{number}", address=address)
        opened += answer.status_code == 302
    minutes = max(1.0, (time.time() - started) / 60)
    rate = len(hashes) / minutes
    assure("R-71", f"{opened} sign-ins of {GUESSES} guesses, {rate:.0f} hashes a minute", ok=not opened and rate <= 60)
    assure("R-71", "the victim's live session goes on", ok=inside(victim))
    assert [alarm["kind"] for alarm in alarms].count("sign_in.guessing") == 1
    answer = guess(password=factor.PASSWORD, address="10.9.9.9", code=factor.fresh_code(chief))
    assure("R-71", "the victim comes in with the factor meanwhile", ok=answer.status_code == 302)


def test_the_victim_comes_in_from_a_known_device_meanwhile(chief, few):
    device = Client()
    factor.come_in(device, chief)
    device.post("/sign-out/")
    for _number, address in zip(range(8), addresses(), strict=False):
        guess(address=address)
    assert guess(password=factor.PASSWORD, address="10.8.8.8").status_code == 422, (
        "the control: a strange device does not"
    )
    assert guess(password=factor.PASSWORD, address="10.8.8.9", client=device).status_code == 302


def test_without_the_limit_the_same_guess_would_open(chief, settings):
    """The control: what keeps the right password out above is the limit and nothing else."""
    settings.SIGN_IN_LIMITS = dict.fromkeys(settings.SIGN_IN_LIMITS, 1_000_000)
    for _number, address in zip(range(35), addresses(), strict=False):
        guess(address=address)
    assert guess(password=factor.PASSWORD, address="10.8.8.8").status_code == 302


def test_somebody_without_a_factor_answers_a_sum_once(chief, few):
    user = factor.with_password(Cast.user(chief_cast(chief), "auxiliary"))
    for _number, address in zip(range(6), addresses(), strict=False):
        answer = guess(name=user.username, address=address)
    SignInAttempt.objects.update(at=clock.now() - timezone.timedelta(minutes=2))
    answer = guess(name=user.username, password=factor.PASSWORD, address="10.7.7.7")
    page = answer.content.decode()
    a, b = map(int, re.search(r"(\d+) \+ (\d)", page).groups())
    asked = re.search(r'name="asked" value="([^"]+)"', page).group(1)
    typed = {"password": factor.PASSWORD, "name": user.username, "asked": asked}
    assert guess(**typed, total="1", address="10.7.7.8").status_code == 422
    assert guess(**typed, total=str(a + b), address="10.7.7.9").status_code == 302
    assert guess(**typed, total=str(a + b), address="10.7.7.10").status_code == 422, "a sum counts once"


def chief_cast(chief: User) -> Cast:
    """The cast the chief is of, without opening its units again."""
    cast = Cast.__new__(Cast)
    from organisation.models import Unit
    from tests.cast import TODAY

    cast.today, cast.units, cast._users = TODAY, {unit.code: unit for unit in Unit.objects.all()}, {}
    return cast


def test_an_unknown_name_is_asked_the_same(chief, few):
    for _number, address in zip(range(6), addresses(), strict=False):
        unknown, known = guess(name="nobody", address=address), guess(address=address)
    assert 'id="wary"' in unknown.content.decode() and 'id="wary"' in known.content.decode()


def test_one_source_is_stopped_after_twenty_a_minute(chief, hashes):
    statuses = [guess(name=f"user{number}").status_code for number in range(25)]
    assert statuses[:20] == [422] * 20 and statuses[20:] == [429] * 5
    assert len(hashes) <= 20


def test_a_house_guessed_at_from_everywhere_hashes_fifty_a_minute(chief, hashes):
    statuses = []
    for number, address in zip(range(80), addresses(), strict=False):
        statuses.append(guess(name=f"user{number}", address=address).status_code)
    assert len(hashes) <= 51 and statuses[-1] == 429
    answer = guess(password=factor.PASSWORD, address="10.9.9.9", code=factor.code())
    assert answer.status_code == 302, "a factor shown first leads on"


def test_one_password_on_many_accounts_is_seen(chief, alarms, settings, assure):
    settings.SIGN_IN_LIMITS = {**settings.SIGN_IN_LIMITS, "house_a_minute": 10_000}
    accounts = 500 if long_form() else 25
    for number, address in zip(range(accounts), addresses(), strict=False):
        guess(name=f"user{number}", password="Summer-2026!", address=address)
    kinds = [alarm["kind"] for alarm in alarms]
    assure(
        "R-71",
        f"1 password on {accounts} accounts: {kinds.count('sign_in.spraying')} alarm",
        ok=kinds == ["sign_in.spraying"],
    )


def test_different_passwords_on_many_accounts_from_many_places_are_no_spraying(chief, alarms, settings):
    settings.SIGN_IN_LIMITS = {**settings.SIGN_IN_LIMITS, "house_a_minute": 10_000}
    for number, address in zip(range(25), addresses(), strict=False):
        guess(name=f"user{number}", password=f"{number}-Summer", address=address)
    assert alarms == []


def test_neither_names_nor_passwords_are_kept(chief):
    guess(name="a-password-by-mistake", password="Summer-2026!")
    row = SignInAttempt.objects.get()
    kept = "".join(str(value) for value in vars(row).values())
    assert "mistake" not in kept and "Summer" not in kept and len(row.guess) == 6


def test_the_api_counts_with_the_pages(chief, few, client):
    for _number, address in zip(range(6), addresses(), strict=False):
        guess(address=address)
    typed = {"username": "hr", "password": factor.PASSWORD}
    answer = client.post("/api/v1/token/", typed, content_type="application/json")
    assert answer.status_code == 403 and answer.json()["type"].endswith("second-factor")
    answer = client.post("/api/v1/token/", {**typed, "otp": factor.code()}, content_type="application/json")
    assert answer.status_code == 200


def test_limits_stand_when_the_cache_is_gone(chief, settings, assure):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    statuses = [guess(name=f"user{number}").status_code for number in range(21)]
    assure("R-76", "sign-in limit stands without the cache", ok=statuses == [422] * 20 + [429])


def test_factor_codes_are_counted_over_all_places(chief, alarms):
    statuses = []
    for _number, address in zip(range(12), addresses(), strict=False):
        client = Client()
        client.post("/sign-in/", {"username": "hr", "password": factor.PASSWORD}, REMOTE_ADDR=address)
        statuses.append(client.post("/sign-in/second/", {"code": "000000"}, REMOTE_ADDR=address).status_code)
    assert statuses == [422] * 10 + [429] * 2
    assert "sign_in.factor_guessing" in [alarm["kind"] for alarm in alarms]
    assert services.use_code(user=chief, code=factor.code()) == "app"
