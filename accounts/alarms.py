"""When failures look like an attack, the security and audit administrators are told, once an hour for each matter."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts import rates
from accounts.models import SignInAttempt
from core import clock
from core.outbox import emit

HOUR = dt.timedelta(hours=1)


def after_failure(row: SignInAttempt) -> None:
    """Guessing at one account, spraying one password or one source over many accounts, guessing at a factor."""
    limits = settings.SIGN_IN_LIMITS
    failed = SignInAttempt.objects.filter(outcome=SignInAttempt.Outcome.FAILED, at__gt=clock.now() - HOUR)
    ours = failed.filter(account=row.account, step=row.step).count()
    if row.step == "password" and ours >= limits["account_an_hour"]:
        alarm("sign_in.guessing", row.account, {"failures": ours})
    if row.step != "password" and ours >= limits["account_and_source"]:
        alarm("sign_in.factor_guessing", row.account, {"failures": ours})
    for kind, found in (("password", {"guess": row.guess}), ("source", {"source": row.source})):
        if row.guess:
            accounts = failed.filter(**found).values("account").distinct().count()
            if accounts >= limits["spray_accounts"]:
                alarm("sign_in.spraying", f"{kind} {next(iter(found.values()))}", {"accounts": accounts, "by": kind})


def alarm(kind: str, subject: str, detail: dict[str, Any]) -> None:
    """Ring once an hour; the room of evidence brings it to the administrators."""
    with transaction.atomic():
        if rates.count(f"alarm:{kind}:{subject}"[:100], 3600) == 1:
            now = clock.now().isoformat()
            emit("security.alarm", {"kind": kind, "subject": subject, "detail": detail, "at": now})
