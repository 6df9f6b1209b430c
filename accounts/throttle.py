"""Guesses are counted before any password is hashed: by account, by source, by device, over the whole house (R-71).

Counts stand in the database, so that losing the cache opens nothing. Nobody is locked out for ever: a device the
person signed in from before is counted apart, and a second factor shown first always leads on.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from accounts import alarms
from accounts.models import SignInAttempt
from core import clock, refusals
from core.middleware import client_address

MINUTE, PAUSE, HOUR = dt.timedelta(minutes=1), dt.timedelta(minutes=15), dt.timedelta(hours=1)
PAUSE_SECONDS = int(PAUSE.total_seconds())
DEVICE_SALT, DEVICE_DAYS = "accounts.device", 180
Outcome = SignInAttempt.Outcome


class Paused(Exception):
    """Too many tries: nothing was looked at. `seconds` until it makes sense to come back."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(f"{seconds} s")


@dataclass
class Attempt:
    """A try that was let in, and how wary the house is of it: "" as usual, `account` or `house` when guessed at."""

    row: SignInAttempt
    wary: str = ""

    def passed(self) -> None:
        SignInAttempt.objects.filter(pk=self.row.pk).update(outcome=Outcome.PASSED)

    def failed(self, *, hashed: bool = True) -> None:
        """`hashed=False`: the password was not even looked at, so it says nothing and cost nothing."""
        if not hashed:
            self.row.guess = ""
        SignInAttempt.objects.filter(pk=self.row.pk).update(outcome=Outcome.FAILED, guess=self.row.guess)
        refusals.note("sign_in.refused", f"{self.row.step}, account {self.row.account}")
        alarms.after_failure(self.row)


def begin_attempt(request: HttpRequest, *, name: str, step: str, guess: str = "") -> Attempt:
    """Count the try before it costs anything; raises Paused when this source or this factor has had enough."""
    account, source, limits = account_mark(name), client_address(request), settings.SIGN_IN_LIMITS
    device = known_device(request, account)
    tries = SignInAttempt.objects.exclude(outcome=Outcome.PASSED)
    if _since(tries, MINUTE).filter(source=source).count() >= limits["source_a_minute"]:
        raise Paused(60)
    ours = tries.filter(account=account, step=step)
    trusted = bool(device) and _since(ours, PAUSE).filter(device=device).count() < limits["account_and_source"]
    wary = "" if trusted else _wariness(tries, ours, limits)
    if step != "password" and _factor_is_shut(ours, source, device, trusted):
        raise Paused(PAUSE_SECONDS)
    row = SignInAttempt.objects.create(
        at=clock.now(),
        step=step,
        account=account,
        source=source,
        device=device if trusted else "",
        guess=guess_mark(guess),
    )
    return Attempt(row, wary)


def _since(rows: Any, span: dt.timedelta) -> Any:
    return rows.filter(at__gt=clock.now() - span)


def _wariness(tries: Any, ours: Any, limits: dict[str, int]) -> str:
    if _since(tries, MINUTE).exclude(guess="").count() >= limits["house_a_minute"]:
        return "house"
    return "account" if _since(ours, HOUR).filter(device="").count() >= limits["account_an_hour"] else ""


def _factor_is_shut(ours: Any, source: str, device: str, trusted: bool) -> bool:
    """Codes are short: five wrong ones from one place, ten an hour from all, then a pause; known devices go on."""
    limits = settings.SIGN_IN_LIMITS
    if (
        _since(ours, PAUSE).filter(source=source, device=device if trusted else "").count()
        >= limits["account_and_source"]
    ):
        return True
    return not trusted and _since(ours, HOUR).filter(device="").count() >= limits["factor_an_hour"]


def hashes_left(attempt: Attempt) -> bool:
    """While an account is guessed at, few passwords a minute are looked at for those who showed no factor."""
    rows = SignInAttempt.objects.filter(account=attempt.row.account, step="password").exclude(guess="")
    return bool(_since(rows, MINUTE).exclude(pk=attempt.row.pk).count() < settings.SIGN_IN_LIMITS["wary_a_minute"])


def account_mark(name: str) -> str:
    """A sign-in name as it is counted: a keyed mark, for what is typed as a name is sometimes a password."""
    return salted_hmac("accounts.attempt", name.strip().lower(), algorithm="sha256").hexdigest()[:32]


def guess_mark(password: str) -> str:
    """24 bits of a mark that changes every day: shows one password tried on many names, and nothing else."""
    return (
        salted_hmac(f"accounts.guess {clock.today()}", password, algorithm="sha256").hexdigest()[:6] if password else ""
    )


def known_device(request: HttpRequest, account: str) -> str:
    """The number of this device, if the account was signed in from it before; "" otherwise."""
    try:
        known = signing.loads(
            request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=DEVICE_SALT, max_age=DEVICE_DAYS * 86_400
        )
    except signing.BadSignature:
        return ""
    return str(known["device"]) if known.get("account") == account else ""


def remember_device(request: HttpRequest, response: HttpResponse, name: str) -> HttpResponse:
    """Guesses of others no longer stand in the way of this person on this device."""
    account = account_mark(name)
    number = known_device(request, account) or secrets.token_hex(16)
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps({"account": account, "device": number}, salt=DEVICE_SALT),
        max_age=DEVICE_DAYS * 86_400,
        httponly=True,
        secure=settings.HTTPS,
        samesite="Lax",
    )
    return response


def is_shut(request: HttpRequest, username: str) -> bool:
    return not AxesProxyHandler.is_allowed(request, {"username": username})


def note_failure(request: HttpRequest, username: str) -> None:
    user_login_failed.send(sender=__name__, credentials={"username": username}, request=request)
