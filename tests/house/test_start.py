"""Does `manage.py start` keep everything up, refuse kindly, recover by itself and leave nothing behind? Real processes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests import servers

pytestmark = pytest.mark.house
ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAMS = {"postgres", "valkey", "web", "worker", "beat", "sweeper"}


class House:
    """One data folder and the supervisors started in it."""

    def __init__(self, folder: Path) -> None:
        self.data, self.port = folder, servers.free_port()
        self.process: subprocess.Popen[str] | None = None

    def start(self, **more: str) -> subprocess.Popen[str]:
        kept = {
            key: value for key, value in os.environ.items() if key in ("PATH", "HOME", "LANG", "PG_BIN", "REDIS_BIN")
        }
        environment = {**kept, "DATA": str(self.data), "PORT": str(self.port), "DEMO": "0", **more}
        return subprocess.Popen(
            [sys.executable, "manage.py", "start"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def up(self) -> None:
        before = self.log().count(" ready\n")
        self.process = self.start()
        wait(lambda: self.answers() and self.log().count(" ready\n") > before, "the sign-in page")

    def answers(self) -> bool:
        assert self.process is None or self.process.poll() is None, self.process.stdout.read()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5):
                return True
        except OSError:
            return False

    def stop(self, number: signal.Signals = signal.SIGINT) -> str:
        self.process.send_signal(number)
        said = self.process.communicate(timeout=60)[0]
        return said

    def members(self) -> list[psutil.Process]:
        """Every process that works in this folder or for this supervisor."""
        return [process for process in psutil.process_iter() if belongs(process, str(self.data))]

    def program(self, name: str) -> psutil.Process:
        words = {
            "postgres": "postgres -D",
            "valkey": "valkey-server",
            "web": "gunicorn",
            "worker": " worker ",
            "beat": " beat ",
        }
        wanted = words.get(name, "manage.py sweep")
        children = psutil.Process(self.process.pid).children()
        return next(child for child in children if wanted in " ".join(child.cmdline()))

    def log(self) -> str:
        file = self.data / "log" / "supervisor.log"
        return file.read_text() if file.exists() else ""


def belongs(process: psutil.Process, folder: str) -> bool:
    try:
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        return process.environ().get("DATA") == folder and "manage.py start" not in " ".join(process.cmdline())
    except psutil.Error:
        return False


def wait(condition: Callable[[], bool], what: str, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited {seconds} s for {what}"
        time.sleep(0.1)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """One folder for all of them: initdb and migrations are done once, and every test starts where another ended."""
    path = Path(tempfile.mkdtemp(prefix="auxpolice-house-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def house(folder: Path) -> Iterator[House]:
    house = House(folder)
    yield house
    if house.process and house.process.poll() is None:
        house.stop()
    for process in house.members():
        process.kill()


def test_it_starts_refuses_a_second_start_and_stops_leaving_nothing(house):
    house.up()
    assert {name for name in PROGRAMS if house.program(name)} == PROGRAMS
    second = house.start(PORT="1")
    said = second.communicate(timeout=60)[0]
    assert second.returncode == 1
    assert f"already running with the data in {house.data} (process {house.process.pid})" in said
    assert "Traceback" not in said
    said = house.stop(signal.SIGINT)
    assert house.process.returncode == 0
    assert "create_administrators" in said, "an empty house says how the first administrators are made"
    assert house.members() == []
    assert not (house.data / "lock").exists()
    assert list((house.data / "run").iterdir()) == []


def test_a_program_that_crashes_is_started_again_and_reported(house):
    house.up()
    killed = {name: house.program(name) for name in ("postgres", "valkey", "sweeper", "worker")}
    for process in killed.values():
        process.kill()
    time.sleep(1)
    wait(lambda: all(restarted(house, name, old) for name, old in killed.items()), "all four to be back")
    wait(house.answers, "the page")
    for name in killed:
        assert f"{name} was ended by SIGKILL; trying again in 1 s (crash 1" in house.log()
        assert f"{name} is running again" in house.log()
    assert house.process.poll() is None


def restarted(house: House, name: str, old: psutil.Process) -> bool:
    assert house.process.poll() is None, house.process.stdout.read()
    try:
        return house.program(name).pid != old.pid
    except (StopIteration, psutil.Error):
        return False


def test_after_kill_9_of_the_supervisor_everything_goes_and_the_next_start_works(house):
    house.up()
    house.process.kill()
    house.process.wait()
    house.up()
    assert house.stop(signal.SIGTERM)
    assert house.members() == []


def test_after_kill_9_of_everything_the_next_start_works(house):
    house.up()
    victims = [house.process.pid, *(process.pid for process in house.members())]
    assert len(victims) > len(PROGRAMS)
    for pid in victims:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    house.process.wait()
    assert (house.data / "lock").exists(), "nobody tidied up"
    house.up()
    house.stop()
    assert house.members() == []


def test_what_keeps_it_from_starting_is_said_in_a_sentence(house):
    import socket

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", house.port))
        listener.listen()
        refused = house.start()
        said = refused.communicate(timeout=60)[0]
    assert refused.returncode == 1
    assert f"Port {house.port} is in use by another program" in said
    assert "Traceback" not in said
    assert not (house.data / "lock").exists()


def test_keys_that_do_not_fit_the_database_are_named(house):
    secrets = house.data / "secrets.json"
    kept = secrets.read_text()
    secrets.unlink()
    try:
        refused = house.start()
        said = refused.communicate(timeout=60)[0]
    finally:
        secrets.write_text(kept)
    assert refused.returncode == 1
    assert "does not fit the database beside it" in said
    assert house.members() == []
