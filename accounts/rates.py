"""How often one user may do something (R-76): 429 with Retry-After beyond it.

Counts stand in the database. Reading is counted in the cache, which is cheaper, and in the database when the cache is
gone: no limit opens because a server stopped. `@rated("unmask")` for pages, `Rated.of("unmask")` for the API.
"""

from __future__ import annotations

import functools
import math
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from core.problems import plain_problem

View = Callable[..., HttpResponse]
UPSERT = """
    INSERT INTO accounts_ratecount (key, "window", count, ends_at)
    VALUES (%s, %s, 1, to_timestamp(%s))
    ON CONFLICT (key, "window") DO UPDATE SET count = accounts_ratecount.count + 1
    RETURNING count
"""


def count(key: str, seconds: int) -> int:
    """Count one more in this window of time, in the database; returns how many that makes."""
    window = int(time.time()) // seconds
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, [key, window, (window + 2) * seconds])
        return int(cursor.fetchone()[0])


def count_cheaply(key: str, seconds: int) -> int:
    """The same in the cache; in the database while the cache does not answer."""
    name = f"rate:{key}:{int(time.time()) // seconds}"
    try:
        cache.add(name, 0, seconds * 2)
        return int(cache.incr(name))
    except Exception:  # whatever the client library raises: the count goes on elsewhere
        return count(key, seconds)


def wait(kind: str, user: Any) -> int:
    """Seconds to wait before `kind` may be done again; 0 when it may be done now. Counts it."""
    limit, seconds = settings.RATES[kind]
    counted = (count_cheaply if kind in settings.RATES_IN_CACHE else count)(f"{kind}:{user.pk}", seconds)
    return 0 if counted <= limit else seconds - int(time.time()) % seconds


def rated(kind: str) -> Callable[[View], View]:
    """A page that a user may ask for only so often."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            seconds = wait(kind, request.user)
            return too_often(request, seconds) if seconds else view(request, *args, **kwargs)

        counted.rated_as = kind  # type: ignore[attr-defined]
        return counted

    return wrap


def too_often(request: HttpRequest, seconds: int) -> HttpResponse:
    if request.path.startswith("/api/"):
        return plain_problem(429, _("That was often enough for now: wait a moment."), **{"Retry-After": str(seconds)})
    answer = render(
        request, "accounts/too_often.html", {"seconds": seconds, "minutes": math.ceil(seconds / 60)}, status=429
    )
    answer["Retry-After"] = str(seconds)
    return answer


class Rated(BaseThrottle):
    """The same for the API: `throttle_classes = (Rated.of("export"),)`; `methods` says which are counted."""

    kind = ""
    methods: tuple[str, ...] = ()

    @classmethod
    def of(cls, kind: str, *methods: str) -> type[Rated]:
        return type(f"Rated{kind.title()}", (cls,), {"kind": kind, "methods": methods})

    def allow_request(self, request: Request, view: Any) -> bool:
        self.seconds = 0
        if request.user.is_authenticated and (not self.methods or request.method in self.methods):
            self.seconds = wait(self.kind, request.user)
        return not self.seconds

    def wait(self) -> float | None:
        return float(self.seconds) if self.seconds else None


class Reading(Rated):
    """Every read of the API, and searches among them."""

    def allow_request(self, request: Request, view: Any) -> bool:
        self.kind, self.methods = ("search" if "search" in request.query_params else "reads"), ("GET", "HEAD")
        return super().allow_request(request, view)


def spend(kind: str, user: Any) -> None:
    """For acts inside an API view; raises Throttled."""
    if seconds := wait(kind, user):
        raise Throttled(wait=seconds)
