"""How long a run takes, and that a payslip costs the same in a small bureau and in a large one.

People are copied inside the database from one who was hired in the ordinary way; 1,000 in the gate, 5,000 and 100,000 in
the long form.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from auxpolice.embedded.postgres import Postgres
from payroll import services
from payroll.models import Payslip, PayslipLine
from roster.models import Auxiliary
from tests import servers
from tests.cast import Cast
from tests.payroll.running.conftest import OCTOBER, Office

ROOT = Path(__file__).resolve().parents[3]
TABLES = (
    ("organisation_person", "id", {}),
    ("roster_auxiliary", "id", {"person_id": "id", "badge_number": "text"}),
    ("roster_contract", "auxiliary_id", {"number": "text"}),
    ("payroll_paysetting", "auxiliary_id", {}),
    ("payroll_enrolment", "auxiliary_id", {}),
)
APART = 1_000_000
RUN = ("run_payroll", "--unit", "first", "--month", "2026-10", "--as", "pay-clerk", "--pay-day", "2026-11-10", "--json")
# The command in a process of its own, which says at its end: seconds, seconds of processor (its own and its connection's
# half of the server), how much memory it had at most.
MEASURED = """
import os, resource, sys, time, django
django.setup()
from django.core.management import call_command
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT pg_backend_pid()")
    server = f"/proc/{cursor.fetchone()[0]}/stat"
def processor():
    fields = open(server).read().rpartition(")")[2].split()
    return time.process_time() + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
began, used = time.monotonic(), processor()
call_command(*sys.argv[1:], stdout=open("/dev/null", "w"))
print(time.monotonic() - began, processor() - used, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def multiply(name: str, someone: int, people: int, since: int = 2) -> None:
    """So many copies of a person with contract, settings and insurances, told apart by their keys."""
    with closing(Postgres().connect(name)) as superuser, superuser.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SELECT person_id FROM roster_auxiliary WHERE id = %s", [someone])
        person = cursor.fetchone()[0]
        for table, whose, more in TABLES:
            cursor.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'"
                " AND table_schema = 'public'",
                [table],
            )
            columns = [row[0] for row in cursor.fetchall() if row[0] != "id" or whose == "id"]
            made = {whose: f"{APART} + n"}
            made |= {column: f"{APART} + n" if kind == "id" else "'X' || n" for column, kind in more.items()}
            values = ", ".join(made.get(column, f't."{column}"') for column in columns)
            names = ", ".join(f'"{column}"' for column in columns)
            key = person if table == "organisation_person" else someone
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} t, generate_series(%s, %s) n"
                f" WHERE t.{whose} = %s",
                [since, people, key],
            )
        cursor.execute("ANALYZE")
        superuser.commit()


def measure(name: str) -> tuple[float, float, int]:
    """Seconds, seconds of processor and megabytes of a run prepared by a process of its own."""
    env = {**os.environ, **servers.urls(name), "DJANGO_SETTINGS_MODULE": "auxpolice.settings"}
    command = [sys.executable, "-c", MEASURED, *RUN]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    seconds, processor, megabytes = done.stdout.split()
    return float(seconds), float(processor), int(megabytes)


def grow(name: str, people: int) -> None:
    """Until so many are on strength."""
    there = Auxiliary.objects.count()
    if there < people:
        multiply(name, Auxiliary.objects.order_by("pk").first().pk, people, there + 1)


def a_bureau_of(people: int, name: str) -> Office:
    office = Office(Cast())
    someone = office.person(grade="三级辅警", wage="4321.00")
    multiply(name, someone.pk, people)
    return office


def processor_of_the_server() -> float:
    """Seconds of processor the server's half of this connection has used."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        fields = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_a_thousand_payslips_take_two_seconds_of_processor_at_most(fresh_db: str):
    """Two milliseconds a payslip, program and database together: other work on the machine lengthens this little."""
    office = a_bureau_of(1000, fresh_db)
    draft = services.open_run(unit=office.unit, month=OCTOBER, by=office.clerk)
    before = time.process_time() + processor_of_the_server()
    run = services.calculate_run(run=draft, by=office.clerk, at_once=True)
    cost = time.process_time() + processor_of_the_server() - before
    assert Payslip.objects.count() == run.people == 1000 and PayslipLine.objects.count() == 12_000
    assert cost < 2, f"{cost:.2f} s of processor for 1,000 payslips"


@pytest.mark.long
def test_large_runs_in_their_time_and_memory_and_at_one_cost(fresh_db: str):
    """5,000 in 10 s, 100,000 in 3 minutes, 1 GB; a payslip costs the same processor within a fifth, however many there are."""
    a_bureau_of(1000, fresh_db)
    costs, told = {}, []
    for people, seconds in ((1000, 4), (5000, 10), (100_000, 180)):
        grow(fresh_db, people)
        took, processor, megabytes = measure(fresh_db)
        costs[people] = processor / people
        told.append(
            f"{people:,} payslips in {took:.1f} s, {processor:.1f} s of processor, {costs[people] * 1000:.2f} ms each, "
            f"{megabytes} MB at most"
        )
        assert took <= seconds and megabytes <= 1024 and Payslip.objects.count() == people, told
    print(*told, sep="\n")
    assert costs[100_000] <= min(costs.values()) * 1.2, told
