"""The web server's worker that never waits for a slow client: a request gets a thread only when all of it is there.

gunicorn's own threads read head and body themselves, so a few clients that send a letter every few seconds hold them all.
Here the one loop that already watches the connections collects what comes; whoever is too slow or sends too much is let go.
And nobody waits for a thread longer than a reader would: what comes to a thread too late is only told so (core.crowding).
"""

from __future__ import annotations

import re
import threading
import time
from functools import partial
from selectors import EVENT_READ
from typing import Any, Final

from gunicorn.workers.gthread import TConn, ThreadWorker

from core.crowding import TOO_LATE, Crowd

HEAD_SECONDS: Final = 10.0  # from the first letter to the blank line
BODY_SECONDS: Final = 60.0  # to the last letter of the largest upload
MOST_HEAD: Final = 64 * 1024
MOST_BODY: Final = 24 * 1024 * 1024  # more than any upload may have; the house answers 413 without reading it
MOST_HELD: Final = 256 * 1024 * 1024  # of all unfinished requests of one worker
AT_ONCE: Final = 256 * 1024
LENGTH: Final = re.compile(rb"\r\ncontent-length:[ \t]*([0-9]{1,12})[ \t]*\r\n", re.I)
EXPECTS: Final = re.compile(rb"\r\nexpect:[ \t]*100-continue", re.I)


class Gathering:
    """A request on its way: what came so far, and until when it may take."""

    def __init__(self) -> None:
        self.got = bytearray()
        self.wanted = 0  # bytes of head and body, once the head is there
        self.until = time.monotonic() + HEAD_SECONDS

    def take(self, piece: bytes) -> bool:
        """Is it complete now? A head that is no head, or too large, is handed on too: the parser refuses it."""
        self.got += piece
        if not self.wanted:
            end = self.got.find(b"\r\n\r\n")
            if end < 0:
                return len(self.got) > MOST_HEAD
            head = bytes(self.got[: end + 4])
            length = LENGTH.search(head)
            size = int(length[1]) if length else 0
            self.wanted = end + 4 + (size if size <= MOST_BODY and not EXPECTS.search(head) else 0)
            self.until = time.monotonic() + BODY_SECONDS
        return len(self.got) >= self.wanted


class PatientWorker(ThreadWorker):  # type: ignore[misc]
    """gthread, with whole requests only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gathered: dict[Any, Gathering] = {}
        self.held = 0
        self.crowd = Crowd()
        self.here = threading.local()

    def load_wsgi(self) -> None:
        """What waited too long says so to the application."""
        super().load_wsgi()
        application: Any = self.wsgi  # type: ignore[has-type]  # gunicorn names no type

        def told(environ: dict[str, Any], start_response: Any) -> Any:
            environ[TOO_LATE] = getattr(self.here, "too_late", False)
            return application(environ, start_response)

        self.wsgi = told

    def handle(self, conn: TConn) -> Any:
        """In a thread now: was it in time?"""
        self.here.too_late = self.crowd.too_late(getattr(conn, "whole_since", 0.0))
        return super().handle(conn)

    def enqueue_req(self, conn: TConn) -> None:
        """Instead of a thread at once: the loop gathers first. Encrypted connections are gunicorn's own affair."""
        if self.cfg.is_ssl or conn.is_http2:
            super().enqueue_req(conn)
            return
        conn.sock.setblocking(False)
        self.gathered[conn] = Gathering()
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_more, conn))
        if conn.parser is not None and (left := conn.parser.unreader.take_buffered()):
            self.arrived(conn, left)

    def on_more(self, conn: TConn, _sock: Any) -> None:
        try:
            piece = conn.sock.recv(AT_ONCE)
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        if not piece or self.held > MOST_HELD:
            self.let_go(conn)
        else:
            self.arrived(conn, piece)

    def arrived(self, conn: TConn, piece: bytes) -> None:
        self.held += len(piece)
        if self.gathered[conn].take(piece):
            self.hand_over(conn)

    def hand_over(self, conn: TConn) -> None:
        """All of it is there: now a thread."""
        got = bytes(self.gathered[conn].got)
        self.forget(conn)
        conn.init()
        conn.data_ready = True
        conn.whole_since = time.monotonic()
        conn.parser.unreader.unread(got)
        super().enqueue_req(conn)

    def forget(self, conn: TConn) -> None:
        self.held -= len(self.gathered.pop(conn).got)
        self.poller.unregister(conn.sock)

    def let_go(self, conn: TConn) -> None:
        self.forget(conn)
        self.nr_conns -= 1
        conn.close()

    def murder_pending(self) -> None:
        """Called by the loop every second: whoever took too long is let go."""
        super().murder_pending()
        now = time.monotonic()
        late = [conn for conn, one in self.gathered.items() if one.until < now or not (self.alive or one.got)]
        for conn in late:
            self.let_go(conn)
