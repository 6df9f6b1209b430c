"""The program served in this process, for a browser: in a thread, on a port the system gives."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.test.testcases import LiveServerThread


@contextmanager
def serving() -> Iterator[str]:
    """The address, as long as it is served."""
    server = LiveServerThread("127.0.0.1", static_handler=lambda application: application)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.terminate()
