"""A client that costs next to nothing: it shares two cores with what it measures. One connection for each request."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

PATIENCE = 60.0  # seconds until a visitor gives up


@dataclass(frozen=True)
class Answer:
    """What came back; `status` 0 means that nothing did."""

    status: int
    seconds: float
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    cookies: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)


@dataclass
class Line:
    """One visitor's way to the house: the headers and cookies that go with every request."""

    port: int
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    async def get(self, address: str) -> Answer:
        return await self.ask("GET", address)

    async def post(self, address: str, fields: Mapping[str, str]) -> Answer:
        """A form, with the token of its cookie."""
        body = urlencode({**fields, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}).encode()
        return await self.ask("POST", address, body, {"Content-Type": "application/x-www-form-urlencoded"})

    async def ask(self, method: str, address: str, body: bytes = b"", more: Mapping[str, str] | None = None) -> Answer:
        begun = time.perf_counter()
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await self._exchange(self._head(method, address, body, more or {}) + body)
        except (OSError, TimeoutError, ValueError, IndexError):
            return Answer(0, time.perf_counter() - begun)
        found = Answer(answer.status, time.perf_counter() - begun, answer.headers, answer.cookies, answer.body)
        self.cookies.update(found.cookies)
        return found

    def _head(self, method: str, address: str, body: bytes, more: Mapping[str, str]) -> bytes:
        headers = {"Host": f"127.0.0.1:{self.port}", "Connection": "close", "Accept-Encoding": "identity"}
        headers |= self.headers | dict(more)
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if method != "GET":
            headers["Content-Length"] = str(len(body))
        lines = [f"{method} {address} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
        return "\r\n".join(lines).encode()

    async def _exchange(self, request: bytes) -> Answer:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(request)
            head, _, body = (await reader.read(-1)).partition(b"\r\n\r\n")
        finally:
            writer.close()
        first, *lines = head.decode("latin-1").split("\r\n")
        headers, cookies = {}, {}
        for name, _, value in (line.partition(": ") for line in lines):
            if name.lower() == "set-cookie":
                cookie, _, told = value.partition(";")[0].partition("=")
                cookies[cookie] = told
            headers[name.lower()] = value
        return Answer(int(first.split()[1]), 0.0, headers, cookies, body)
