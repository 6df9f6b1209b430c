#!/usr/bin/env python3
"""Make .venv and install the pinned packages, if that has not been done yet. Needs Python 3.11 and nothing else.

    python3 scripts/bootstrap.py requirements.txt

`uv` is used when it is there, because it is faster. What is installed is remembered by the content of the lists.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
CONSTRAINTS = "constraints.txt"


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is run by whatever python3 is there
        print(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. Set PYTHON=python3.12, say.")
        return 1
    wanted = ROOT / (sys.argv[1] if len(sys.argv) > 1 else "requirements.txt")
    digest = fingerprint()
    if installed(wanted, digest):
        return 0
    print(f"Installing {wanted.name} into .venv (once; this takes a while without a package cache) …", flush=True)
    try:
        make_environment()
        install(wanted)
    except subprocess.CalledProcessError as error:
        print(f"Could not prepare .venv: {' '.join(map(str, error.cmd))} failed; its message is above.")
        return 1
    stamp(wanted).write_text(digest)
    return 0


def stamp(wanted: Path) -> Path:
    return ENVIRONMENT / f".{wanted.name}.sha256"


def installed(wanted: Path, digest: str) -> bool:
    """The list itself, or the longer one that begins with it."""
    stamps = {stamp(wanted), stamp(ROOT / "requirements-dev.txt")}
    return PYTHON.exists() and any(file.exists() and file.read_text() == digest for file in stamps)


def fingerprint() -> str:
    lists = [*sorted(ROOT.glob("requirements*.txt")), *sorted(ROOT.glob("requirements*.lock")), ROOT / CONSTRAINTS]
    return hashlib.sha256(b"".join(file.read_bytes() for file in lists)).hexdigest()


def make_environment() -> None:
    if PYTHON.exists():
        return
    if uv := shutil.which("uv"):
        run(uv, "venv", "--quiet", "--python", sys.executable, ENVIRONMENT)
        return
    try:
        run(sys.executable, "-m", "venv", ENVIRONMENT)
    except subprocess.CalledProcessError:
        shutil.rmtree(ENVIRONMENT, ignore_errors=True)
        print(
            "This Python cannot make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv.\n"
            "Or install uv, which needs no such package, and try again."
        )
        raise


def install(wanted: Path) -> None:
    options = ["--require-hashes", "-r", locked(wanted)] if locked(wanted) else ["-r", wanted, "-c", ROOT / CONSTRAINTS]
    if uv := shutil.which("uv"):
        run(uv, "pip", "install", "--quiet", "--python", PYTHON, *options)
    else:
        run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile", *options)


def locked(wanted: Path) -> Path | None:
    """The list with the hashes of every file, unless somebody is changing the lists just now (scripts/lock.py)."""
    lock = wanted.with_suffix(".lock")
    lists = b"".join((ROOT / name).read_bytes() for name in ("requirements.txt", "requirements-dev.txt"))
    mark = hashlib.sha256(lists).hexdigest()[:16]
    if lock.exists() and mark in lock.read_text(encoding="utf-8").partition("\n")[0]:
        return lock
    print(
        "The locked list does not belong to requirements*.txt: installing without hashes. Run `make lock`.", flush=True
    )
    return None


def run(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True, cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main())
