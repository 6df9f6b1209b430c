"""How often one user may ask (R-76)."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts import rates, services
from core import clock
from tests.cast import Cast, sign_in

pytestmark = pytest.mark.django_db

GONE = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}}


@pytest.fixture
def hr():
    return Cast(today=clock.today()).user("hr")


def limited(settings, kind: str, times: int = 3) -> None:
    settings.RATES = {**settings.RATES, kind: (times, 3600)}


@pytest.mark.parametrize(("kind", "address"), [("reads", "/roster/"), ("search", "/search/?q=x")])
@pytest.mark.parametrize("cache", ["there", "gone"])
def test_pages_stop_at_the_limit_with_and_without_the_cache(hr, settings, kind, address, cache, assure):
    if cache == "gone":
        settings.CACHES = GONE
    limited(settings, kind)
    client = sign_in(Client(), hr)
    answers = [client.get(address) for _time in range(4)]
    statuses = [answer.status_code for answer in answers]
    good = statuses == [200, 200, 200, 429] and 0 < int(answers[-1]["Retry-After"]) <= 3600
    assure("R-76", f"{kind} stop at the limit, cache {cache}", ok=good)


@pytest.mark.parametrize("kind", ["unmask", "export"])
def test_what_is_dangerous_is_counted_in_the_database(hr, settings, kind, assure):
    settings.CACHES = GONE
    limited(settings, kind)
    waits = [rates.wait(kind, hr) for _time in range(4)]
    assure("R-76", f"{kind} stops without the cache", ok=waits[:3] == [0, 0, 0] and waits[3] > 0)


def test_the_api_counts_reads_and_searches(hr, settings):
    limited(settings, "search", 2)
    token, _row = services.make_token(user=hr, proved=True)
    client = Client(headers={"Authorization": f"Token {token}"})
    answers = [client.get("/api/v1/auxiliaries/?search=x") for _time in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429] and answers[-1]["Retry-After"]
    assert client.get("/api/v1/auxiliaries/").status_code == 200


def test_another_user_has_a_count_of_their_own(hr, settings):
    limited(settings, "unmask", 1)
    other = Cast.user.__globals__["User"].objects.create_user("other")
    assert rates.wait("unmask", hr) == 0 and rates.wait("unmask", hr) > 0
    assert rates.wait("unmask", other) == 0
