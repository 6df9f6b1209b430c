"""Name and password, looked at: by pages and API alike. One answer for every wrong pair, and while an account is guessed
at the password alone no longer opens it (R-71, R-72)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import authenticate
from django.core import signing
from django.http import HttpRequest

from accounts import proof, rates, throttle
from accounts.models import User
from accounts.second_factor import is_enrolled

SUM_SALT, SUM_SECONDS = "accounts.sum", 600


@dataclass(frozen=True)
class Checked:
    """Who it is, or nobody; what else proved it; and whether more than the password is asked for now."""

    user: User | None = None
    proved_by: str = ""
    wary: bool = False


def check(
    request: HttpRequest, *, username: str, password: str, code: str = "", total: str = "", asked: str = ""
) -> Checked:
    """Look at a name and a password once; raises throttle.Paused before anything is hashed when there were too many."""
    if throttle.is_shut(request, username):
        raise throttle.Paused(throttle.PAUSE_SECONDS)
    attempt = throttle.begin_attempt(request, name=username, step="password", guess=password)
    proved_by = ""
    if attempt.wary:
        proved_by = _factor_first(request, username, code) if code else ""
        if not proved_by and not _may_try(attempt, solved=not code and solved(total, asked)):
            attempt.failed(hashed=False)
            return Checked(wary=True)
    found: Any = authenticate(request, username=username, password=password)
    if found is None or (attempt.wary and not proved_by and is_enrolled(found)):
        attempt.failed()
        return Checked(wary=bool(attempt.wary))
    attempt.passed()
    return Checked(found, proved_by, bool(attempt.wary))


def _factor_first(request: HttpRequest, username: str, code: str) -> str:
    """The second factor before the password: costs no hash, so guessers do not tire the house."""
    user = User.objects.filter(username__iexact=username, is_active=True).first()
    return proof.take_code(request, user, name=username, code=code)


def _may_try(attempt: throttle.Attempt, *, solved: bool) -> bool:
    """Whoever has no factor solves a sum, and waits for a turn; while the whole house is guessed at, nobody new does."""
    if attempt.wary == "house":
        attempt.failed(hashed=False)
        raise throttle.Paused(60)
    return solved and throttle.hashes_left(attempt)


def new_sum() -> dict[str, Any]:
    """Two small numbers and the sealed note that they were asked."""
    a, b = secrets.randbelow(40) + 10, secrets.randbelow(9) + 1
    return {"a": a, "b": b, "asked": signing.dumps([a, b, secrets.token_hex(8)], salt=SUM_SALT)}


def solved(total: str, asked: str) -> bool:
    """Is it the sum that was asked a moment ago, answered for the first time?"""
    try:
        a, b, number = signing.loads(asked, salt=SUM_SALT, max_age=SUM_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return False
    return total.strip() == str(a + b) and rates.count(f"sum:{number}", 86_400) == 1
