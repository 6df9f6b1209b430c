"""Two hundred clients that send a letter a second: nobody else notices."""

from __future__ import annotations

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings

from tests import servers
from tests.assurance import long_form

SLOW = 200 if long_form() else 40
ASKED = 100 if long_form() else 25
PATIENT, PLAIN = "auxpolice.patient.PatientWorker", "gthread"


@contextmanager
def served(name: str, worker: str) -> Iterator[int]:
    """The web server with the house's own settings, on a port of this machine."""
    port = servers.free_port()
    environment = {
        **os.environ, **servers.urls(name), "DJANGO_SETTINGS_MODULE": "auxpolice.settings", "SECRET_KEY": "of-this-test-" * 6,
        "FIELD_KEYS": ",".join(settings.FIELD_KEYS), "ALLOWED_HOSTS": "127.0.0.1", "HTTPS": "0",
    }  # fmt: skip
    command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "-b", f"127.0.0.1:{port}", "-k", worker,
               "auxpolice.wsgi:application"]  # fmt: skip
    server = subprocess.Popen(
        command, env=environment, cwd=settings.BASE_DIR, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                if answer(port)[0] == 200:
                    break
            except OSError:
                time.sleep(0.2)
        yield port
    finally:
        server.terminate()
        server.wait(20)


def answer(port: int, address: str = "/healthz", timeout: float = 5) -> tuple[int, float, dict[str, str]]:
    started = time.monotonic()
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        line.request("GET", address)
        got = line.getresponse()
        got.read()
        return got.status, time.monotonic() - started, dict(got.getheaders())
    finally:
        line.close()


@contextmanager
def slow_clients(port: int, number: int) -> Iterator[list[socket.socket]]:
    """Half of them never end their head, the others their body."""
    heads = (
        b"GET / HTTP/1.1\r\nHost: x\r\nX-A: ",
        b"POST /sign-in/ HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\na",
    )
    lines = [socket.create_connection(("127.0.0.1", port), timeout=5) for _ in range(number)]
    try:
        for place, line in enumerate(lines):
            line.sendall(heads[place % 2])
        yield lines
    finally:
        for line in lines:
            line.close()


def waiting_times(port: int, lines: list[socket.socket], asked: int, timeout: float = 5) -> list[float]:
    """How long others wait, while every slow client sends another letter now and then."""
    taken = []
    for number in range(asked):
        if number % 10 == 0:
            for line in lines:
                try:
                    line.sendall(b"a")
                except OSError:
                    continue  # let go already
        try:
            code, seconds, _headers = answer(port, timeout=timeout)
            taken.append(seconds if code == 200 else timeout)
        except OSError:
            taken.append(timeout)
    return taken


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def test_slow_clients_hold_up_nobody_and_whole_requests_come_through_whole(fresh_db: str, assure):
    with served(fresh_db, PATIENT) as port:
        quiet = p95(waiting_times(port, [], ASKED))
        with slow_clients(port, SLOW) as lines:
            slow = p95(waiting_times(port, lines, ASKED))
        _code, _seconds, headers = answer(port)
        come_through_whole(port)
    assure(
        "R-66",
        f"{SLOW} slow clients: others wait {slow * 1000:.0f} ms at p95 ({quiet * 1000:.0f} ms without them)",
        ok=slow <= 1,
    )
    assert not any(letter.isdigit() for letter in headers.get("Server", "")), headers
    assure("R-67", f"the server says {headers.get('Server', 'nothing')!r} of itself, no version", ok=True)


def come_through_whole(port: int) -> None:
    """A body in pieces, another request on the same connection, and one that says it is too large."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    for size in (10, 300_000, 2_000_000):
        body = b'{"username": "' + b"x" * size + b'"}'
        line.putrequest("POST", "/api/v1/token/")
        line.putheader("Content-Type", "application/json")
        line.putheader("Content-Length", str(len(body)))
        line.endheaders()
        for at in range(0, len(body), 100_000):
            line.send(body[at : at + 100_000])
        got = line.getresponse()
        assert got.status == 400 and b'"errors"' in got.read()
    line.close()
    two = socket.create_connection(("127.0.0.1", port), timeout=10)
    two.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 2)
    time.sleep(1)
    assert two.recv(65_536).count(b"200 OK") == 2
    two.close()
    huge = socket.create_connection(("127.0.0.1", port), timeout=10)
    huge.sendall(b"POST /api/v1/token/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3000000000\r\n\r\n")
    assert b" 413 " in huge.recv(65_536).split(b"\r\n")[0]
    huge.close()


@pytest.mark.long
def test_plain_threads_would_be_held_up(fresh_db: str):
    """The control: gunicorn's own worker, under the same few clients."""
    with served(fresh_db, PLAIN) as port, slow_clients(port, 20) as lines:
        rounds = (p95(waiting_times(port, lines, 3, timeout=2)) for _time in range(5) if not time.sleep(0.5))
        assert any(waited > 1 for waited in rounds)
