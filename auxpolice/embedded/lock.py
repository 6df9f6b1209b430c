"""One supervisor for one data folder, and nothing left of an earlier one.

The lock belongs to an open file that every child inherits, so it is free only when supervisor and children are gone,
however they ended.
"""

from __future__ import annotations

import fcntl
import os
import signal
import time
from pathlib import Path

import psutil


class AlreadyRunning(Exception):
    """Another supervisor holds this folder."""

    def __init__(self, pid: int) -> None:
        super().__init__(pid)
        self.pid = pid


class Lock:
    """The lock of one data folder; `descriptor` is to be passed on to every child."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.descriptor = -1

    def take(self, seconds: float = 25) -> bool:
        """Take the lock, ending what a supervisor that is gone left behind; answers whether there was anything."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        deadline, met = time.monotonic() + seconds, False
        while not self._free():
            supervisor = self._supervisor()
            if supervisor:
                raise AlreadyRunning(supervisor)
            met = True
            for process in holders(self.file):
                end(process, forced=time.monotonic() > deadline)
            time.sleep(0.1)
        os.ftruncate(self.descriptor, 0)
        os.pwrite(self.descriptor, str(os.getpid()).encode(), 0)
        return met

    def release(self) -> None:
        if self.descriptor >= 0:
            self.file.unlink(missing_ok=True)
            os.close(self.descriptor)
            self.descriptor = -1

    def _free(self) -> bool:
        """Lock the file that now bears the name: the one we opened may have been removed by who held it."""
        descriptor = os.open(self.file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.fstat(descriptor).st_ino == os.stat(self.file).st_ino:
                self.descriptor = descriptor
                return True
        except (BlockingIOError, FileNotFoundError):
            pass
        os.close(descriptor)
        return False

    def _supervisor(self) -> int | None:
        """The process named in the file, if it lives and is the one that took the lock (a pid can be given again)."""
        try:
            process = psutil.Process(int(self.file.read_text() or 0))
            alive = process.status() != psutil.STATUS_ZOMBIE and holds(process, self.file)
        except psutil.AccessDenied:
            alive = True  # somebody else's process: believe the file
        except (psutil.NoSuchProcess, ValueError, FileNotFoundError):
            return None
        return process.pid if alive else None


def holders(file: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        try:
            if process.pid != os.getpid() and holds(process, file):
                found.append(process)
        except psutil.Error:
            continue
    return found


def holds(process: psutil.Process, file: Path) -> bool:
    return any(opened.path == str(file) for opened in process.open_files())


def end(process: psutil.Process, forced: bool) -> None:
    """Ask a child that was left behind to stop (its own children follow it), or make it."""
    try:
        if forced:
            process.kill()
        elif process.name() == "postgres":
            process.send_signal(signal.SIGINT)
        else:
            process.send_signal(signal.SIGTERM)
    except psutil.Error:
        return
