"""Nothing tells whether a name exists: same answer, same work (R-72)."""

from __future__ import annotations

import re
import statistics
import time

import pytest
from django.test import Client
from django.test.client import ClientHandler

from accounts.models import SignInAttempt, User
from tests.accounts import factor
from tests.assurance import long_form
from tests.cast import Cast

pytestmark = pytest.mark.django_db

PAIRS = 200 if long_form() else 15
ALLOWED = 0.020 if long_form() else 0.060
# The machine of the gate is shared: it compares the work done, the long form the time that passed.
TIMER = time.perf_counter if long_form() else time.process_time
HANDLER = ClientHandler(enforce_csrf_checks=False)


@pytest.fixture
def real_hashes(settings, cheap_hashes) -> None:
    settings.PASSWORD_HASHERS = ["accounts.hashers.HouseArgon2"]
    high = dict.fromkeys(settings.SIGN_IN_LIMITS, 1_000_000)
    settings.SIGN_IN_LIMITS, settings.AXES_ENABLED = high, False


@pytest.fixture
def hr(real_hashes) -> User:
    return factor.with_app(factor.with_password(Cast().user("hr")))


def ask(address: str, typed: dict[str, str]):
    client = Client()
    client.handler = HANDLER
    began = TIMER()
    answer = client.post(address, typed)
    return TIMER() - began, answer


NEW = {"password": "another-quiet-harbour-9", "again": "another-quiet-harbour-9", "code": "AAAA-AAAA-AAAA"}
STEPS = {
    "sign-in": ("/sign-in/", {"password": "wrong-wrong-wrong-1"}),
    "one-time code": ("/first-sign-in/", NEW),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_known_and_an_unknown_name_are_answered_alike(hr, step, assure):
    address, typed = STEPS[step]
    taken: dict[str, list[float]] = {"hr": [], "nobody": []}
    bodies = set()
    ask(address, {**typed, "username": "warm-up"})
    for _pair in range(PAIRS):
        for name, times in taken.items():
            seconds, answer = ask(address, {**typed, "username": name})
            times.append(seconds)
            text = re.sub(r'name="(csrfmiddlewaretoken|username)" value="[^"]*"', "", answer.content.decode())
            bodies.add((answer.status_code, text))
    apart = abs(statistics.median(taken["hr"]) - statistics.median(taken["nobody"]))
    figure = f"{step}: {len(bodies)} kind of answer, {apart * 1000:.0f} ms apart (n={PAIRS})"
    assure("R-72", figure, ok=len(bodies) == 1 and apart < ALLOWED)


def test_the_control_without_the_work_for_unknown_names_the_time_would_tell(hr, monkeypatch):
    """Why an unknown name is hashed too: without it this test's own measure sees the difference."""
    monkeypatch.setattr(User, "set_password", lambda self, raw: None)
    known = [ask("/sign-in/", {"username": "hr", "password": "wrong-wrong-1"})[0] for _time in range(5)]
    unknown = [ask("/sign-in/", {"username": "nobody", "password": "wrong-wrong-1"})[0] for _time in range(5)]
    assert statistics.median(known) - statistics.median(unknown) > 0.015


def test_while_guessed_at_a_wrong_code_is_answered_alike(hr, settings, assure):
    settings.SIGN_IN_LIMITS = {**settings.SIGN_IN_LIMITS, "account_an_hour": 0}
    bodies = set()
    for name in ("hr", "nobody"):
        for code in ("000000", "", "1-AAAAA-AAAAA"):
            answer = ask("/sign-in/", {"username": name, "password": "wrong-wrong-1", "code": code})[1]
            text = re.sub(
                r'(name="(csrfmiddlewaretoken|username|asked|code)" value="[^"]*")|\d+ \+ \d',
                "",
                answer.content.decode(),
            )
            bodies.add((code, answer.status_code, text))
    assert SignInAttempt.objects.filter(step="factor").count() == 4
    assure("R-72", f"factor before the password: {len(bodies)} answers to 3 codes of 2 names", ok=len(bodies) == 3)
