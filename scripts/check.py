#!/usr/bin/env python3
"""`make check`: everything that can be found wrong without running a test. All steps run; the failed ones are named."""

from __future__ import annotations

import base64
import os
import secrets
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
MANAGE = (sys.executable, "-W", "ignore::RuntimeWarning", "manage.py")


def steps() -> dict[str, tuple[str, ...]]:
    templates = [str(path.relative_to(ROOT)) for path in sorted((ROOT / "templates").rglob("*.html"))]
    return {
        "types": (str(BIN / "mypy"), "."),
        "format": (str(BIN / "ruff"), "format", "--check", "--quiet", "."),
        "lint": (str(BIN / "ruff"), "check", "--quiet", "."),
        "import order": (str(BIN / "lint-imports"), "--no-cache"),
        "migrations": (*MANAGE, "makemigrations", "--check", "--dry-run"),
        "deployment and packs": (*MANAGE, "check", "--deploy", "--fail-level", "WARNING"),
        "templates": (str(BIN / "djade"), "--target-version", "5.2", "--check", *templates),
        "rules of the house": (sys.executable, "scripts/rules.py"),
        "known weaknesses of code": (str(BIN / "bandit"), "-q", "-r", "-lll", *rooms()),
        "locked packages": (sys.executable, "scripts/lock.py", "--check"),
        "translations": (sys.executable, "scripts/messages.py", "--check"),
        "compose file": (
            str(BIN / "check-jsonschema"),
            "--builtin-schema",
            "vendor.compose-spec",
            "docker-compose.yml",
        ),
    }


def rooms() -> list[str]:
    """Every package that runs in production."""
    return sorted(file.parent.name for file in ROOT.glob("*/__init__.py") if file.parent.name != "tests")


def production(folder: str) -> dict[str, str]:
    """Settings as on a server; nothing listens there, and these steps need no database."""
    return {
        **os.environ,
        "DATA": folder,
        "DATABASE_URL": "postgres://auxpolice_app:none@127.0.0.1:1/auxpolice",
        "DATABASE_OWNER_URL": "postgres://auxpolice_owner:none@127.0.0.1:1/auxpolice",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "FIELD_KEYS": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "ALLOWED_HOSTS": "auxpolice.example",
        "PUBLIC_URL": "https://auxpolice.example",
        "HTTPS": "1",
    }


def run(name: str, command: tuple[str, ...], environment: dict[str, str]) -> bool:
    started = time.monotonic()
    answer = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    print(f"{'ok    ' if answer.returncode == 0 else 'FAILED'} {name} ({time.monotonic() - started:.1f} s)", flush=True)
    if answer.returncode:
        print(answer.stdout + answer.stderr, flush=True)
    return answer.returncode == 0


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(max_workers=2) as pool:
        environment = production(folder)
        done = list(pool.map(lambda step: run(step[0], step[1], environment), steps().items()))
    print("check: everything in order" if all(done) else f"check: {done.count(False)} of {len(done)} steps failed")
    return 0 if all(done) else 1


if __name__ == "__main__":
    sys.exit(main())
