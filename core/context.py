"""What the current request is: number, address. Known to audit and log without handing it through every function."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass(frozen=True)
class RequestContext:
    """Number and origin of one request, task or command."""

    request_id: str
    address: str = ""
    entrance: str = "command"  # page, api, task, command
    refused: list[tuple[str, str]] = field(default_factory=list, compare=False)  # (action, why): see core.refusals
    acts: set[str] = field(default_factory=set, compare=False)  # kinds of acts recorded meanwhile


_current: ContextVar[RequestContext | None] = ContextVar("auxpolice_request", default=None)


def current() -> RequestContext:
    context = _current.get()
    if context is None:
        context = RequestContext(request_id=new_request_id())
        _current.set(context)
    return context


def new_request_id() -> str:
    return uuid.uuid4().hex[:16]


@contextmanager
def request_context(context: RequestContext) -> Iterator[RequestContext]:
    token = _current.set(context)
    try:
        yield context
    finally:
        _current.reset(token)
