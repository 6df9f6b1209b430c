"""Starting programs that never outlive us, under an account that may run them."""

from __future__ import annotations

import ctypes
import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

UNPRIVILEGED = "nobody"
PR_SET_PDEATHSIG = 1


def account() -> dict[str, Any]:
    """Keyword arguments for `subprocess` that drop root's rights; none are needed for anybody else."""
    if os.geteuid():
        return {}
    entry = pwd.getpwnam(UNPRIVILEGED)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def give(path: Path, owner: dict[str, Any]) -> None:
    """Hand `path` to the account of `owner`, if that is another one."""
    if owner:
        os.chown(path, owner["user"], owner["group"])


def die_with_parent(last_signal: signal.Signals) -> Callable[[], None] | None:
    """For `preexec_fn`: the kernel sends `last_signal` when the supervisor dies, however it died (Linux only)."""
    if sys.platform != "linux":
        return None
    library, parent = ctypes.CDLL(None), os.getpid()

    def ask_the_kernel() -> None:
        library.prctl(PR_SET_PDEATHSIG, int(last_signal))
        if os.getppid() != parent:  # it died before we could ask
            os._exit(1)

    return ask_the_kernel


def spawn(
    arguments: Sequence[str | Path],
    *,
    log: Path | None,
    last_signal: signal.Signals = signal.SIGTERM,
    owner: dict[str, Any] | None = None,
    environment: dict[str, str] | None = None,
    folder: Path | None = None,
    inherit: tuple[int, ...] = (),
) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own, writing to `log`, dying with us."""
    out = open(log, "ab") if log else subprocess.DEVNULL  # noqa: SIM115 - closed below, once the child holds it
    try:
        return subprocess.Popen(
            [str(argument) for argument in arguments],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            cwd=folder,
            env=environment,
            start_new_session=True,
            pass_fds=inherit,
            preexec_fn=die_with_parent(last_signal),
            **(owner or {}),
        )
    finally:
        if log:
            out.close()  # type: ignore[union-attr]
