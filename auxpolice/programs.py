"""Which programs make up auxpolice beside database and queue, and what can keep them from starting."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from auxpolice.embedded import processes

# As in docker-compose.yml; tests/house/test_compose.py runs those.
CELERY = (sys.executable, "-m", "celery", "-A", "auxpolice")
WORKER = ("worker", "-c", "2", "-l", "info", "--without-gossip", "--without-mingle")


def commands(port: int) -> dict[str, tuple[str, ...]]:
    return {
        "web": (sys.executable, "-m", "gunicorn", "auxpolice.wsgi", "-b", f"127.0.0.1:{port}"),
        "worker": (*CELERY, *WORKER),
        "beat": (*CELERY, "beat", "-l", "info", "--pidfile="),
        "sweeper": (sys.executable, "manage.py", "sweep"),
    }


def launcher(
    command: tuple[str, ...], log: Path, environment: dict[str, str], inherit: tuple[int, ...]
) -> Callable[[], subprocess.Popen[bytes]]:
    """How the supervisor starts this program, the first time and again."""
    return lambda: processes.spawn(command, log=log, environment=environment, folder=settings.BASE_DIR, inherit=inherit)


def why_not(port: int) -> str:
    """In a sentence, what on this machine keeps the programs from running; empty if nothing does."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OverflowError:
            return f"{port} is not a port: choose a number from 1024 to 65535."
        except PermissionError:
            return f"Port {port} may not be used by this account. Choose another: PORT=8001 make run"
        except OSError:
            return f"Port {port} is in use by another program. Choose another: PORT=8001 make run"
    if sys.platform == "linux" and not shared_memory_works():
        return (
            "Shared memory (/dev/shm) cannot be written to, and the worker and the database need it. "
            "In a container start it with --shm-size=256m and without a read-only shared memory."
        )
    return ""


def shared_memory_works() -> bool:
    try:
        with tempfile.TemporaryFile(dir="/dev/shm"):  # noqa: S108 - this very folder is meant
            return True
    except OSError:
        return False


def await_page(port: int, stopping: threading.Event, seconds: float = 60) -> bool:
    """Whether the web server answers in time."""
    waited = 0.0
    while waited < seconds and not stopping.wait(0.1):
        waited += 0.1
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return True
        except urllib.error.HTTPError:
            return True  # it answers; what it says is /readyz's business
        except OSError:
            continue
    return False


def data_argument() -> str:
    return f"DATA={os.environ['DATA']} " if os.environ.get("DATA") else ""
