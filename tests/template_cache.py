"""Remembers the migrated database between two runs: migrating takes longer than most tests. A clean clone has none.

Kept in var/test-template under a hash of everything that migrating reads, so a change there migrates anew.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from auxpolice.embedded import credentials, paths
from auxpolice.embedded.paths import binaries

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "test-template"
KEPT = 3


def restore(database: str) -> bool:
    """Fill the empty database from what is remembered; False when there is nothing that fits."""
    file = remembered()
    if not file.exists():
        return False
    run("psql", database, "-q", "-o", os.devnull, "-v", "ON_ERROR_STOP=1", "-f", str(file))
    file.touch()
    return True


def remember(database: str, began_as: Path) -> None:
    file = remembered()
    if file != began_as:
        return  # a source changed while we migrated: what came of it belongs to neither state
    FOLDER.mkdir(parents=True, exist_ok=True)
    draft = file.with_suffix(f".{os.getpid()}")
    run("pg_dump", database, "-f", str(draft))
    draft.replace(file)
    for old in sorted(FOLDER.glob("*.sql"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
        old.unlink(missing_ok=True)


def remembered() -> Path:
    digest = hashlib.sha256()
    for path in sources():
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return FOLDER / f"{digest.hexdigest()[:16]}.sql"


def sources() -> Iterator[Path]:
    """Migrations, models and apps of every room, the law and rights filled in after migrating, what it all stands on."""
    whole = ("core", "accounts", "regulations")
    yield from (ROOT / name for name in ("requirements.txt", "auxpolice/settings.py"))
    for room in sorted(path.parent for path in ROOT.glob("*/apps.py")):
        parts = ["**/*"] if room.name in whole else ["apps.py", "models.py", "models/**/*", "migrations/*"]
        for path in sorted(path for part in parts for path in room.glob(part)):
            if path.suffix in {".py", ".toml", ".sql"}:
                yield path


def run(program: str, database: str, *more: str) -> None:
    command = [str(binaries() / program), "-h", str(paths().pg_socket_dir), "-U", "postgres", *more, database]
    environment = {**os.environ, "PGPASSWORD": credentials().postgres_password}
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
