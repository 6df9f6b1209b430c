"""Keeping a handful of programs alive: restart what crashes, report it, stop all of it in order."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from auxpolice.embedded.postgres import ServerFailed

FIRST_DELAY, LONGEST_DELAY = 1.0, 30.0
STEADY = 60.0  # seconds after which earlier crashes are forgotten
PATIENCE = 20.0  # seconds a child may take to stop


@dataclass
class Child:
    """One program, how it is started, and how it is asked to stop. A lower `rank` is stopped later."""

    name: str
    launch: Callable[[], subprocess.Popen[bytes]]
    log: Path
    rank: int = 9
    stop_signal: signal.Signals = signal.SIGTERM
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    crashes: int = 0
    next_try: float = field(default=0.0, repr=False)

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = self.launch()

    def ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def delay(self) -> float:
        return min(FIRST_DELAY * 2 ** (self.crashes - 1), LONGEST_DELAY)


class Supervisor:
    """Starts children one after the other, watches them until told to stop, and leaves none behind."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.children: list[Child] = []
        self.stopping = threading.Event()

    def add(self, child: Child) -> None:
        self.children.append(child)
        child.start()

    def watch(self) -> None:
        """Until `stopping` is set: look at every child twice a second."""
        while not self.stopping.wait(0.5):
            for child in self.children:
                if child.ended():
                    self.note_crash(child)
                if child.process is None and time.monotonic() >= child.next_try and not self.stopping.is_set():
                    self.restart(child)

    def note_crash(self, child: Child) -> None:
        assert child.process is not None  # noqa: S101 - `ended` said so
        how = ending(child.process.returncode)
        sweep_group(child.process.pid)
        child.process = None
        if time.monotonic() - child.started > STEADY:
            child.crashes = 0
        self.put_off(child, f"{child.name} {how}")

    def put_off(self, child: Child, what: str) -> None:
        child.crashes += 1
        child.next_try = time.monotonic() + child.delay()
        self.say(f"{what}; trying again in {child.delay():.0f} s (crash {child.crashes}, see {child.log})")

    def restart(self, child: Child) -> None:
        try:
            child.start()
        except (ServerFailed, OSError) as error:
            self.put_off(child, f"{child.name} did not start: {error}")
        else:
            self.say(f"{child.name} is running again")

    def stop(self) -> None:
        """Highest rank first; children of one rank together. Whoever does not stop in time is killed."""
        for rank in sorted({child.rank for child in self.children}, reverse=True):
            running = [
                c for c in self.children if c.rank == rank and c.process is not None and c.process.poll() is None
            ]
            for child in running:
                child.process.send_signal(child.stop_signal)  # type: ignore[union-attr]
            deadline = time.monotonic() + PATIENCE
            for child in running:
                self.await_end(child, deadline)

    def await_end(self, child: Child, deadline: float) -> None:
        assert child.process is not None  # noqa: S101 - only running children are awaited
        try:
            child.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.say(f"{child.name} did not stop in {PATIENCE:.0f} s and was killed")
            child.process.kill()
            child.process.wait()
        sweep_group(child.process.pid)


def sweep_group(leader: int) -> None:
    """End what a program left in its process group."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def ending(code: int) -> str:
    if code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return f"ended with status {code}"
