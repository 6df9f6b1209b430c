"""The queue holds hints only: without it work goes on, slower woken. What speaks to it gives up soon and says so once."""

from __future__ import annotations

import time
from typing import Any, ClassVar

from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.connection import AbstractConnection, Connection, SSLConnection, UnixDomainSocketConnection
from redis.exceptions import ConnectionError as QueueAway
from redis.exceptions import RedisError
from redis.retry import Retry

SECONDS = 2.0  # for connecting, and for one answer
QUIET = 5.0  # after a failure nobody asks again for so long: threads must not queue up before a dead server


class Brief(AbstractConnection):
    """A connection that is not even tried while the last try has just failed."""

    quiet_until: ClassVar[float] = 0.0

    def connect(self, *args: Any, **more: Any) -> Any:
        if time.monotonic() < Brief.quiet_until:
            raise QueueAway("the queue did not answer a moment ago")
        try:
            return super().connect(*args, **more)
        except (RedisError, OSError):
            Brief.quiet_until = time.monotonic() + QUIET
            raise


class BriefLine(Brief, Connection):
    """Over the network."""


class BriefTLS(Brief, SSLConnection):
    """Over the network, encrypted."""


class BriefSocket(Brief, UnixDomainSocketConnection):
    """On this machine."""


class HintCache(RedisCache):
    """Django's cache in the queue's server. It raises soon when that is away; whoever asks has another way."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        kinds = {"unix": BriefSocket, "rediss": BriefTLS}
        options: dict[str, Any] = {
            "connection_class": kinds.get(server.partition(":")[0], BriefLine),
            "socket_timeout": SECONDS,
            "retry": Retry(NoBackoff(), 0),
        }
        super().__init__(server, {**params, "OPTIONS": {**options, **params.get("OPTIONS", {})}})
