"""Does docker-compose.yml say what we promise, and do our own commands in it run? (Proxy and PgBouncer are not run.)"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psycopg2
import pytest
import yaml
from psycopg2.extensions import make_dsn

from auxpolice.embedded import credentials, paths
from auxpolice.embedded.paths import binaries
from auxpolice.embedded.postgres import Postgres
from tests import servers

ROOT = Path(__file__).resolve().parent.parent.parent
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
OURS = ("web", "worker", "beat", "sweeper")
BIN = Path(sys.executable).parent


@pytest.mark.parametrize("name", SERVICES)
def test_no_service_runs_as_root_or_without_a_health_check(name):
    service = SERVICES[name]
    assert service["user"] not in ("root", "0", "0:0")
    assert service["cap_drop"] == ["ALL"]
    assert "healthcheck" in service or name == "migrate"


def test_no_password_is_written_into_the_file():
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    passwords = re.findall(r"://\w*:([^@\s]+)@", text)
    assert passwords
    assert all(password.startswith("${") for password in passwords)


def test_every_value_the_file_asks_for_is_made_by_make_env(tmp_path):
    target = tmp_path / ".env"
    command = [sys.executable, ROOT / "scripts" / "make_env.py", "--site", "police.example", "--to", target]
    subprocess.run(command, check=True, capture_output=True)
    values = dict(line.split("=", 1) for line in target.read_text().splitlines() if line[:1] not in ("#", ""))
    asked = re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    assert all(values[name] for name in asked)
    assert target.stat().st_mode & 0o077 == 0
    assert subprocess.run(command, capture_output=True).returncode == 1, "an .env is never overwritten"


@pytest.fixture
def empty_database():
    """A database as the container makes it, by the container's own script."""
    name = "compose"
    server = Postgres()
    server.execute("postgres", f'CREATE DATABASE "{name}"')
    secrets = credentials()
    environment = {
        **os.environ,
        "PATH": f"{binaries()}:{os.environ['PATH']}",
        "PGHOST": str(paths().pg_socket_dir),
        "PGPASSWORD": secrets.postgres_password,
        "POSTGRES_DB": name,
        "SQL": str(ROOT / "auxpolice" / "embedded" / "sql"),
        "OWNER_PASSWORD": secrets.owner_password,
        "APP_PASSWORD": secrets.app_password,
        "READ_PASSWORD": secrets.read_password,
    }
    subprocess.run([ROOT / "docker" / "postgres" / "roles.sh"], env=environment, check=True, capture_output=True)
    yield name
    servers.drop(name)


@pytest.fixture
def run_service(empty_database):
    """Starts a service's own command on servers named by DATABASE_URL and REDIS_URL; stops what was started."""
    port = servers.free_port()
    environment = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    environment |= servers.urls(empty_database)
    environment |= {"PATH": f"{BIN}:{os.environ['PATH']}", "HTTPS": "0", "SERVICE_PORT": str(port)}
    environment |= {"SECRET_KEY": "s" * 60, "FIELD_KEYS": "dGVzdHMtb25seS1maWVsZC1rZXktMzItYnl0ZXMhISE="}
    running = []

    def run(command: list[str]) -> subprocess.Popen:
        command = [part.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for part in command]  # noqa: S104
        running.append(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL))
        return running[-1]

    run.port = port
    yield run
    for process in running:
        process.terminate()
    for process in running:
        assert process.wait(30) in (0, -15)


@pytest.mark.long  # half a minute, most of it migrating; `make run` starts the same commands in the gate
def test_our_commands_run_on_named_servers(run_service, empty_database):
    """migrate ends well; web answers; worker, beat and sweeper are seen alive by the health check's own command."""
    assert run_service(SERVICES["migrate"]["command"]).wait(120) == 0
    for name in OURS:
        run_service(SERVICES[name]["command"])
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and not answers(run_service.port):
        time.sleep(0.2)
    assert answers(run_service.port)
    seen: set[str] = set()
    while time.monotonic() < deadline and len(seen) < 3:
        time.sleep(0.5)
        seen = alive(empty_database)
    assert seen == {"worker", "beat", "sweeper"}
    check = SERVICES["worker"]["healthcheck"]["test"]
    assert run_service(check[1:]).wait(60) == 0


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def alive(name: str) -> set[str]:
    dsn = make_dsn(
        host=str(paths().pg_socket_dir), user="auxpolice_app", password=credentials().app_password, dbname=name
    )
    connection = psycopg2.connect(dsn)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM core_heartbeat")
            return {row[0] for row in cursor.fetchall()}
    finally:
        connection.close()
