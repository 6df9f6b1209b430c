#!/usr/bin/env python3
"""Every package with the hashes of all its files: requirements.lock, requirements-dev.lock, and the versions in constraints.txt.

    scripts/lock.py            write them anew from requirements*.txt; versions in constraints.txt are kept
    scripts/lock.py --check    do they belong to the lists? exit status 1 if not

Hashes of all files of a version are kept, so that every platform finds its own.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LISTS = ("requirements.txt", "requirements-dev.txt")
CONSTRAINTS = ROOT / "constraints.txt"
HEAD = "# Made by scripts/lock.py from lists with the fingerprint {digest}; changed only by it.\n"
PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*(?:\[[a-z,]+\])?)==([^\s;\\]+)", re.M)


def lock_of(wanted: str) -> Path:
    return ROOT / wanted.replace(".txt", ".lock")


def fingerprint() -> str:
    """Of the lists: a lock made from other lists is stale."""
    return hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in LISTS)).hexdigest()[:16]


def stale() -> list[str]:
    """The locks that do not belong to the lists, or hold a package without a hash."""
    head, found = HEAD.format(digest=fingerprint()), []
    for name in LISTS:
        text = lock_of(name).read_text(encoding="utf-8") if lock_of(name).exists() else ""
        bare = [part[0] for part in PIN.findall(text) if f"{part[0]}=={part[1]}" and not hashed(text, part[0])]
        if not text.startswith(head) or bare:
            found.append(lock_of(name).name)
    return found


def hashed(text: str, name: str) -> bool:
    """Does at least one hash stand below the package?"""
    after = re.split(rf"^{re.escape(name)}==", text, flags=re.M)[1]
    return "--hash=sha256:" in after.split("\n", 2)[1]


def write() -> None:
    uv = Path(sys.executable).parent / "uv"
    for name in LISTS:
        options = (
            "--quiet",
            "--universal",
            "--python-version",
            "3.11",
            "--generate-hashes",
            "--no-header",
            "--no-annotate",
        )
        made = subprocess.run(
            [uv, "pip", "compile", *options, "-c", CONSTRAINTS.name, name],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        lock_of(name).write_text(HEAD.format(digest=fingerprint()) + made, encoding="utf-8")
    pins = dict(PIN.findall(lock_of(LISTS[-1]).read_text(encoding="utf-8")))
    says = (
        "# Every package of a full installation, direct or not, so that two installations are alike: scripts/lock.py.\n"
    )
    CONSTRAINTS.write_text(
        says + "".join(f"{name.partition('[')[0]}=={pins[name]}\n" for name in sorted(pins)), encoding="utf-8"
    )


def main() -> int:
    if "--check" in sys.argv[1:]:
        for name in stale():
            print(f"{name} does not belong to requirements*.txt: run `make lock`.")
        return 1 if stale() else 0
    write()
    return 0


if __name__ == "__main__":
    sys.exit(main())
