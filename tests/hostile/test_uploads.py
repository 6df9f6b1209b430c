"""Sixty-eight hostile files: each refused for the right reason, in a kind sentence, with little memory and little time."""

from __future__ import annotations

import os
import re
import resource
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override

from core.errors import BadInput
from core.uploads import scanner
from core.uploads.bounds import Refuse
from core.uploads.inspection import inspect
from core.uploads.sentences import SENTENCES as OF_PAPERS
from core.uploads.signatures import EICAR
from roster.importing.reading.parent import read_sheets
from roster.importing.reading.problems import SENTENCES as OF_SHEETS
from tests.assurance import long_form
from tests.hostile.files import GOOD, PAPERS, SHEETS, Hostile, pdf
from tests.permissions.table import Visitors

MOST_MEMORY, MOST_SECONDS = 256 * 1024, 10.0  # KB, CPU seconds
# The dearest of each kind in the gate, all of them in the long form.
IN_GATE = {
    "zip-bomb.xlsx", "far-cell.xlsx", "billion-laughs.xlsx", "macro-hidden.xlsx", "climbs.xlsx", "link.xlsx",
    "script-packed.pdf", "bomb.pdf", "virus.docx", "template.docx", "huge.png", "zip-behind.jpg",
}  # fmt: skip
CHOSEN = [file for file in (*SHEETS, *PAPERS) if long_form() or file.name in IN_GATE]
CHINESE = re.compile(r"[\u4e00-\u9fff]{4}")

MEASURED = """
import resource, subprocess, sys
with open(sys.argv[1], "rb") as file:
    done = subprocess.run([sys.executable, "-E", "-s", "-m", *sys.argv[2:]], stdin=file, capture_output=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_maxrss, used.ru_utime + used.ru_stime, done.returncode)
"""


def child_costs(file: Path, *command: str) -> tuple[int, float]:
    """Largest memory in KB and CPU seconds of the child that looks at the file."""
    told = subprocess.run(
        [sys.executable, "-c", MEASURED, str(file), *command], capture_output=True, text=True, cwd=settings.BASE_DIR
    )
    memory, seconds, _code = told.stdout.split()
    return int(memory), float(seconds)


def refusal(file: Hostile, content: bytes, place: Path) -> str:
    """The Chinese sentence with which it was refused; empty when it was taken."""
    place.write_bytes(content)
    try:
        with override("zh-hans"):
            if file in SHEETS:
                read_sheets(place)
            else:
                inspect(SimpleUploadedFile(file.name, content))
    except BadInput as error:
        return str(error.errors["file"][0])
    return ""


def sentences(file: Hostile) -> list[re.Pattern[str]]:
    """The sentences of its reasons, with anything where a number or a place stands."""
    said = OF_SHEETS if file in SHEETS else OF_PAPERS
    with override("zh-hans"):
        return [
            re.compile(re.sub(r"%\\\(\w+\\\)s|%\(\w+\\\)s", ".+", re.escape(str(said[code])))) for code in file.reasons
        ]


@pytest.mark.parametrize("file", CHOSEN, ids=lambda file: file.name)
def test_a_hostile_file_is_refused_kindly_and_cheaply(file: Hostile, tmp_path: Path, assure):
    content, place = file.make(), tmp_path / "upload"
    said = refusal(file, content, place)
    assert any(one.fullmatch(said) for one in sentences(file)), f"{file.name}: {said or 'taken'}"
    assert CHINESE.search(said)
    if not content:
        return
    command = (
        ("roster.importing.reading.child", str(place))
        if file in SHEETS
        else ("core.uploads.child", Path(file.name).suffix)
    )
    memory, seconds = child_costs(place, *command)
    assure(
        "R-62",
        f"{file.name} ({len(content) // 1024} KB): refused, {memory // 1024} MB, {seconds:.1f} s CPU",
        ok=memory <= MOST_MEMORY and seconds <= MOST_SECONDS,
    )


@pytest.mark.parametrize("name", sorted(GOOD))
def test_an_honest_paper_is_taken(name: str):
    """The control: refusing everything would be safe, too."""
    paper = inspect(SimpleUploadedFile(name, GOOD[name]()))
    assert paper.extension == Path(name).suffix and len(paper.sha256) == 64


def test_there_are_sixty_of_them(assure):
    assure("R-62", f"{len(SHEETS) + len(PAPERS)} hostile files, {len(CHOSEN)} of them in this run",
           ok=len(SHEETS) + len(PAPERS) >= 60 and len(CHOSEN) >= 12)  # fmt: skip


@pytest.mark.parametrize("address", ["/roster/import/", "/api/v1/documents/"])
def test_the_page_says_it_beside_the_field(address: str, visitors: Visitors):
    client = Client(headers={"accept-language": "zh-hans"})
    client.cookies[settings.SESSION_COOKIE_NAME] = visitors.sessions["hr"]
    file = SimpleUploadedFile("名册.pdf", pdf("/OpenAction 3 0 R"))
    body: dict[str, Any] = {"file": file, "unit": visitors.objects["north"].pk, "mode": "update", "token": "t",
                            "auxiliary": visitors.objects["auxiliary"].pk, "kind": "medical", "title": "体检"}  # fmt: skip
    answer = client.post(address, body)
    assert answer.status_code in (400, 422) and CHINESE.search(answer.content.decode())


# --- the virus scanner ---


@pytest.fixture
def clamd(settings) -> Iterator[list[bytes]]:
    """Something that speaks clamd's INSTREAM; answers what it was sent."""
    heard: list[bytes] = []
    listener = socket.create_server(("127.0.0.1", 0))
    settings.CLAMD = f"127.0.0.1:{listener.getsockname()[1]}"

    def serve() -> None:
        while True:
            try:
                line, _address = listener.accept()
            except OSError:
                return
            with line, line.makefile("rb") as said:
                assert said.read(10) == b"zINSTREAM\0"
                got = b""
                while size := int.from_bytes(said.read(4), "big"):
                    got += said.read(size)
                heard.append(got)
                line.sendall(b"stream: Eicar FOUND\0" if b"bad" in got else b"stream: OK\0")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield heard
    listener.close()


def test_the_scanner_is_asked_and_believed(clamd: list[bytes]):
    content = GOOD["scan.pdf"]()
    inspect(SimpleUploadedFile("a.pdf", content))
    assert clamd == [content]
    with pytest.raises(Refuse, match="virus"):
        scanner.scan(b"bad" * 100_000)


def test_a_scanner_that_does_not_answer_closes_the_door(settings, assure):
    settings.CLAMD = "127.0.0.1:1"
    with pytest.raises(BadInput):
        inspect(SimpleUploadedFile("a.pdf", GOOD["scan.pdf"]()))
    settings.CLAMD = "/nowhere/clamd.sock"
    with pytest.raises(BadInput):
        inspect(SimpleUploadedFile("a.pdf", GOOD["scan.pdf"]()))
    settings.CLAMD = ""
    inspect(SimpleUploadedFile("a.pdf", GOOD["scan.pdf"]()))
    assure("R-78", "a named virus scanner that does not answer: every paper refused", ok=True)


# --- papers go out only through a view ---


NAMES = (
    "../../../etc/passwd.pdf",
    "a\r\nSet-Cookie: x=1.pdf",
    'a"; filename="b.html".pdf',
    "报告\u202efdp.exe.pdf",
    "a\x00.pdf",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_no_path_and_no_header(name: str, visitors: Visitors, assure):
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = visitors.sessions["hr"]
    body = {"auxiliary": visitors.objects["auxiliary"].pk, "kind": "medical", "title": "体检",
            "file": SimpleUploadedFile(name, GOOD["scan.pdf"]())}  # fmt: skip
    made = client.post("/api/v1/documents/", body)
    if made.status_code == 201:
        kept = visitors.objects["document"].__class__.objects.get(pk=made.json()["id"])
        assert re.fullmatch(r"[a-z0-9_./]+/[0-9a-f]{32}\.pdf", kept.file.name), kept.file.name
        got = client.get(f"/api/v1/documents/{kept.pk}/content/")
        disposition = got["Content-Disposition"]
        assert re.fullmatch(r'attachment; filename="document-\d+\.pdf"', disposition), disposition
        assert b"".join(got.streaming_content) if got.streaming else got.content
    assure("R-78", f"name {ascii(name)[:40]}: kept under a random name, given out as document-N.pdf",
           ok=made.status_code in (201, 400))  # fmt: skip


def test_nothing_kept_is_served_by_an_address(visitors: Visitors, assure):
    """No address of the house leads into MEDIA_ROOT."""
    kept = visitors.objects["document"].file.name
    tried = [f"/media/{kept}", f"/{kept}", f"/static/{kept}", f"/static/../media/{kept}", "/static/%2e%2e/media/"]
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = visitors.sessions["hr"]
    codes = {client.get(address).status_code for address in tried}
    assert not Path(settings.MEDIA_ROOT).resolve().is_relative_to(Path(settings.BASE_DIR, "static"))
    assure("R-78", f"{len(tried)} addresses into the folder of papers: {sorted(codes)}", ok=codes <= {404, 301, 302})


def test_the_test_signature_is_refused_wherever_it_stands(assure):
    wheres = {"virus.pdf": pdf(stream=EICAR), "virus.png": b"\x89PNG\r\n\x1a\n" + EICAR}
    for name, content in wheres.items():
        with pytest.raises(BadInput) as refused:
            inspect(SimpleUploadedFile(name, content))
        assert str(refused.value.errors["file"][0]) == str(OF_PAPERS["virus"])
    assure(
        "R-78",
        f"EICAR refused in {len(wheres) + 2} places; script, launch, attachment, macro, template refused",
        ok=True,
    )


def test_the_limits_are_real():
    """The control: a child that takes more memory than allowed dies of it."""
    program = "from core.uploads.limits import limit; limit(256 * 2**20, 5); x = bytearray(400 * 2**20)"
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=settings.BASE_DIR, capture_output=True, env={**os.environ}
    )
    assert ran.returncode != 0 and b"MemoryError" in ran.stderr
    assert resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY
