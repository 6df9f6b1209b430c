"""Canaries at rest (R-50): what is sealed lies neither on the disk, in the log of writes, a dump, the queue, logs nor mail."""

import logging
import re
import secrets
import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import redis
from django.conf import settings as configured
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client

from accounts import services as accounts
from auxpolice import examples
from auxpolice.embedded.credentials import credentials
from auxpolice.embedded.paths import binaries, paths
from auxpolice.embedded.postgres import Postgres
from auxpolice.example_sheets import write_sheet
from core.audit import plain
from core.outbox import sweep
from discipline.services import complaints
from discipline.services.complaints import Told, Who, receive
from organisation.identity import check_digit
from payroll.services.enrolments import Opening, enrol
from roster.importing import runs
from roster.models import Auxiliary, Document
from roster.services import leave, report_injury, restrict
from tests.cast import Cast, sign_in
from tests.roster.importing.world import Upload

JSON = "application/json"
DAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setenv("AUXPOLICE_TODAY", DAY.isoformat())


def token(kind):
    return f"{kind}Zq{secrets.token_hex(6)}"


def digits(start, length):
    return start + "".join(secrets.choice("0123456789") for _ in range(length - len(start)))


def identity():
    born = f"{1970 + secrets.randbelow(30)}0{1 + secrets.randbelow(9)}1{secrets.randbelow(9)}"
    number = f"999999{born}{secrets.randbelow(1000):03d}"
    return number + check_digit(number)


class Life:
    """One person through services, API, import and errors, with a canary in everything that is sealed."""

    def __init__(self, folder):
        self.folder, self.cast = folder, Cast()
        self.canaries = {}
        self.plain = token("unitname")  # the control: it lies in the clear
        unit = self.cast["north"]
        unit.name = self.plain
        unit.save()

    def canary(self, name, value=None):
        self.canaries[name] = value or token(name.replace("_", ""))
        return self.canaries[name]

    def live(self):
        key, _row = accounts.make_token(user=self.cast.user("hr"), proved=True)
        self.api = Client(headers={"Authorization": f"Token {key}"}, raise_request_exception=False)
        self.hire()
        one = Auxiliary.objects.get(badge_number="CANARY")
        self.paper(one)
        self.conduct(one)
        self.complain(one)
        self.sheet()
        self.errors()
        call_command("run_reminders", verbosity=0)
        sweep()

    def hire(self):
        sent = {
            "name": "王小明",
            "identity_number": self.canary("identity", identity()),
            "phone": self.canary("phone", digits("139", 11)),
            "address": self.canary("address"),
            "emergency_name": self.canary("emergency_name"),
            "emergency_phone": self.canary("emergency_phone", digits("137", 11)),
            "bank_card": self.canary("bank_card", digits("6222", 19)),
            "political_status": "party",
            "badge_number": "CANARY",
            "unit": "north",
            "category": "service",
            "starts_on": "2026-11-20",
            "contract": {
                "employer": self.cast.employer().pk, "kind": "fixed", "monthly_wage": "3500.00",
                "starts_on": "2026-11-20", "ends_on": "2029-11-19",
            },
        }  # fmt: skip
        answer = self.api.post("/api/v1/auxiliaries/", sent, content_type=JSON, headers={"Idempotency-Key": "canary"})
        assert answer.status_code == 201, answer.content
        self.sent = sent

    def paper(self, one):
        content = f"%PDF-1.7 {self.canary('paper_content')} %%EOF".encode()
        file = SimpleUploadedFile(f"{self.canary('paper_name')}.pdf", content)
        body = {"auxiliary": one.pk, "kind": "medical", "title": self.canary("paper_title"), "file": file}
        answer = self.api.post("/api/v1/documents/", body)
        assert answer.status_code == 201, answer.content

    def conduct(self, one):
        hr = self.cast.user("hr")
        restrict(
            auxiliary=one, kind="medical", reason=self.canary("health"), source=self.canary("doctor"), starts_on=DAY,
            by=hr, on=DAY,
        )  # fmt: skip
        report_injury(auxiliary=one, happened_on=DAY, what=self.canary("injury"), by=hr)
        opening = Opening("云岭省", DAY, DAY, Decimal(3500), self.canary("account", digits("88", 14)))
        enrol(auxiliary=one, kinds=["pension"], opening=opening, by=hr)
        other = self.cast.auxiliary("赵离")
        leave(auxiliary=other, last_day=DAY, ground="serious_breach", reason=self.canary("conduct"), by=hr, on=DAY)

    def complain(self, one):
        """A grievance, dealt with to its answer: what it says, who makes it and why that was opened lie nowhere in the clear."""
        told = Told(self.cast["north"], "rights", self.canary("complaint"))
        who = Who("auxiliary", self.canary("reporter_name"), self.canary("reporter_contact"), one.person_id)
        row, _key = receive(told=told, who=who, channel="own", on=DAY)
        desk = sign_in(Client(raise_request_exception=False), self.cast.user("inspector"))
        place = f"/discipline/complaints/{row.pk}/"
        by = {"by": self.cast.user("inspector")}
        complaints.assign(complaint=complaints.acknowledge(complaint=row, **by), handler=by["by"], on=DAY, **by)
        for page, said in (
            ("reporter", {"reason": self.canary("opening")}),
            ("retaliation", {"reason": self.canary("acts_opened")}),
            ("retaliation/look", {"result": "none", "reason": self.canary("retaliation")}),
            ("answer", {"outcome": "upheld", "answer": self.canary("complaint_answer")}),
        ):
            assert desk.post(f"{place}{page}/", said).status_code in (200, 302), page
        assert desk.get(f"/search/?q={self.canaries['reporter_name']}").status_code == 200

    def sheet(self):
        rows = examples.new_district_rows(DAY)[:2]
        rows[0] |= {"phone": self.canary("sheet_phone", digits("136", 11)), "address": self.canary("sheet_address")}
        rows[1] |= {
            "address": (self.canary("sheet_wrong_cell") + "长" * 300),
            "phone": self.canary("bad_phone", "13zQ1"),
        }
        path = self.folder / "sheet.xlsx"
        write_sheet(path, "花名册", rows)
        run = runs.open_run(
            upload=Upload(path), unit=self.cast["north"], mode="new", token="t", by=self.cast.user("hr"), on=DAY
        )
        runs.check(run, runs.read(run))
        run.refresh_from_db()
        assert run.findings
        path.unlink()

    def errors(self):
        wrong = self.canary("wrong_identity", "999999" + digits("19", 11) + "Q")
        for sent in ({**self.sent, "identity_number": wrong}, {**self.sent, "unit": "no-such"}, self.sent):
            assert 400 <= self.api.post("/api/v1/auxiliaries/", sent, content_type=JSON).status_code < 500
        broken = self.api.post("/api/v1/auxiliaries/", f'{{"phone": "{self.canaries["phone"]}', content_type=JSON)
        assert broken.status_code == 400
        page = Client(raise_request_exception=False)
        page.post("/sign-in/", {"username": "hr", "password": self.canary("typed_password")})


class Scanner:
    """Looks for every canary, byte for byte, wherever bytes may lie."""

    def __init__(self, words):
        self.words, self.found, self.bytes = words, {}, 0

    def folder(self, place, folder):
        patterns = "\n".join(self.words.values())
        grep = ["grep", "-r", "-a", "-o", "-h", "-F", "-f", "/dev/stdin", str(folder)]
        out = subprocess.run(grep, input=patterns.encode(), capture_output=True, check=False).stdout.decode()
        self.bytes += sum(p.stat().st_size for p in Path(folder).rglob("*") if p.is_file())
        self.note(place, set(out.split()))

    def text(self, place, content):
        self.bytes += len(content)
        self.note(place, {word for word in self.words.values() if word.encode() in content})

    def note(self, place, seen):
        for name, word in self.words.items():
            if word in seen:
                self.found.setdefault(name, []).append(place)


def dumped(name):
    program = binaries() / "pg_dump"
    dump = [program, "-h", paths().pg_socket_dir, "-U", "postgres", "--inserts", name]
    done = subprocess.run(dump, capture_output=True, check=False, env={"PGPASSWORD": credentials().postgres_password})
    assert done.returncode == 0, done.stderr
    return done.stdout


def queued():
    client = redis.Redis.from_url(configured.CACHE_URL)
    return b"\n".join(key + b" " + (client.dump(key) or b"") for key in client.scan_iter(count=1000))


def scan(words, name, media, logged):
    with connection.cursor() as cursor:
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        oid = cursor.fetchone()[0]
    scanner = Scanner(words)
    scanner.folder("data directory", paths().pg_data / "base" / str(oid))
    scanner.folder("write-ahead log", paths().pg_data / "pg_wal")
    scanner.folder("files", media)
    scanner.folder("servers' logs", paths().log)
    scanner.text("dump", dumped(name))
    scanner.text("queue and cache", queued())
    scanner.text("log", logged.encode())
    scanner.text("mail", "".join(str(m.message()) for m in mail.outbox).encode())
    return scanner


def test_no_canary_lies_in_the_clear(fresh_db, tmp_path, settings, caplog, assure):
    settings.MEDIA_ROOT = tmp_path / "media"
    Path(settings.MEDIA_ROOT).mkdir()
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.WARNING)
    life = Life(tmp_path)
    life.live()
    Postgres().execute("postgres", "CHECKPOINT")
    scanner = scan({**life.canaries, "plain": life.plain}, fresh_db, settings.MEDIA_ROOT, caplog.text)
    control = set(scanner.found.pop("plain", []))
    assert {"data directory", "write-ahead log", "dump"} <= control, control  # the scanner does see what lies there
    assert scanner.found == {}
    assert Document.objects.exists()
    said = f"0 of {len(life.canaries)} canaries in {scanner.bytes / 2**20:.0f} MB; the control found in {len(control)} places"
    assure("R-50", said, ok=not scanner.found)


def test_the_clear_columns_together_do_not_tell_the_identity_number(db):
    """Region, day of birth and last four digits would be the whole number: the last do not lie in the clear."""
    person = Cast().person()
    with connection.cursor() as cursor:
        cursor.execute("SELECT p::text FROM organisation_person p WHERE id = %s", [person.pk])
        row = cursor.fetchone()[0]
    assert person.region in row
    assert person.identity_number[-4:] not in re.sub(r"\\x[0-9a-f]+", "", row).replace(str(person.pk), "")


def test_the_trail_is_told_without_sealed_values():
    told = plain({"bank_card": "6222000011112222", "emergency_name": "某人", "political_status": "party"})
    assert told == {"bank_card": "************2222", "emergency_name": "***", "political_status": "***"}
