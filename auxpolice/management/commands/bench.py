"""The benchmark table: each figure beside its floor (the same rows by plain SQL in the same run) and the ratio."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

INSIDE = "AUXPOLICE_BENCH"


class Command(BaseCommand):
    help = "Measure on scale data in a database of its own; prints the table and writes DATA/bench.json."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--auxiliaries", type=int, default=100_000)
        parser.add_argument("--assignments", type=int, default=20_000)
        parser.add_argument("--only", default="", help="names of benches, separated by commas")

    def handle(self, *args: Any, **options: Any) -> None:
        if os.environ.get(INSIDE):
            from auxpolice.benching import run

            run(options, self.stdout.write)
            return
        kept = Path(settings.DATA)
        kept.mkdir(parents=True, exist_ok=True)
        folder = tempfile.mkdtemp(prefix="auxpolice-bench-")
        os.chmod(folder, 0o755)  # noqa: S103 - PostgreSQL's own account must walk through it; what is inside is closed
        environment = {
            k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"}
        }
        environment |= {
            INSIDE: str(kept / "bench.json"),
            "DATA": folder,
            "DEMO": "0",
            "HTTPS": "0",
            "EMAIL_URL": "memory:",
        }
        command = [sys.executable, "manage.py", "bench", f"--auxiliaries={options['auxiliaries']}"]
        command += [f"--assignments={options['assignments']}", f"--only={options['only']}"]
        try:
            done = subprocess.run(command, env=environment, cwd=settings.BASE_DIR, check=False)  # noqa: S603 - ourselves
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        if done.returncode:
            raise CommandError("The bench did not finish; what it printed says why.")
        json.loads((kept / "bench.json").read_text(encoding="utf-8"))
