"""R-37: the disk full or closed for writing: documents, temporary files, the write-ahead log. Refused cleanly, nothing half."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from core.models import AuditEntry
from roster.models import Auxiliary, Document, ImportRun
from tests.assurance import long_form
from tests.cast import Cast, sign_in
from tests.faults.history import check
from tests.faults.stand import until

LIMIT = 65536
PNG = b"\x89PNG\r\n\x1a\n"


@contextmanager
def full_disk(folder: Path) -> Iterator[str]:
    """A file system of 64 kB there, in the long form and where mounting is allowed; else no file may be larger than that."""
    folder.mkdir(parents=True, exist_ok=True)
    if long_form() and mounted(folder, "size=64k"):
        try:
            yield "a full file system"
        finally:
            subprocess.run(["umount", "-l", str(folder)], check=True)
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, hard))
    try:
        yield "no file over 64 kB"
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def closed_disk(folder: Path) -> Iterator[str]:
    """A read-only file system where mounting is allowed, else a folder nobody may write to."""
    folder.mkdir(parents=True, exist_ok=True)
    if mounted(folder, "ro"):
        try:
            yield "a read-only file system"
        finally:
            subprocess.run(["umount", "-l", str(folder)], check=True)
        return
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere, and nothing may be mounted here")
    folder.chmod(0o500)
    try:
        yield "a folder closed for writing"
    finally:
        folder.chmod(0o700)


def mounted(folder: Path, options: str) -> bool:
    if os.geteuid() != 0:
        return False
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    return subprocess.run(command, capture_output=True).returncode == 0


def pdf(size: int) -> SimpleUploadedFile:
    """A paper that may be kept, of so many bytes."""
    content = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n" + os.urandom(size).hex().encode()[:size] + b"\n%%EOF\n"
    return SimpleUploadedFile("paper.pdf", content, "application/pdf")


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def state() -> tuple[int, int, int]:
    """What may not change by an act that was refused; and what was read is no part of it."""
    return Document.objects.count(), ImportRun.objects.count(), AuditEntry.objects.filter(success=True).count()


@pytest.fixture
def office(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    cast = Cast()
    client = Client(raise_request_exception=False)
    return cast, cast.auxiliary("林晓"), sign_in(client, cast.user("hr"))


def add(client: Client, auxiliary: Auxiliary, file: SimpleUploadedFile):
    values = {"kind": Document.Kind.values[0], "title": "体检", "file": file}
    return client.post(reverse("roster:document-add", args=[auxiliary.pk]), values)


@pytest.mark.parametrize("trouble", [full_disk, closed_disk])
def test_a_document_that_does_not_fit_is_refused_and_nothing_names_it(office, trouble, assure, settings):
    _cast, auxiliary, client = office
    folder = Path(settings.MEDIA_ROOT)
    before = state()
    with trouble(folder) as how:
        answer = add(client, auxiliary, pdf(200_000))
        kept = files(folder)
    after = state()
    assert answer.status_code == 503, answer.content[:500]
    assert "磁盘" in answer.content.decode()
    assert answer["Retry-After"]
    fine = add(client, auxiliary, pdf(200_000))
    assert fine.status_code in (302, 204), fine.content[:500]
    document = Document.objects.get()
    assert document.file.size >= 200_000
    figure = f"{how}: 503, {after[0] - before[0]} document named, {len(kept)} piece left"
    assure("R-37", figure, ok=before == after and not kept)


def test_a_sheet_that_does_not_fit_is_refused_and_opens_no_import(office, assure, settings):
    cast, _auxiliary, client = office
    before = state()
    with full_disk(Path(settings.MEDIA_ROOT)) as how:
        values = {
            "unit": cast["first"].code, "mode": "new", "token": uuid.uuid4().hex,
            "file": SimpleUploadedFile("名册.xlsx", b"PK\x03\x04" + os.urandom(200_000)),
        }  # fmt: skip
        answer = client.post(reverse("roster:import"), values)
    assert answer.status_code == 503, answer.content[:300]
    assure("R-37", f"a sheet, {how}: 503, {ImportRun.objects.count()} import opened", ok=state() == before)


@contextmanager
def small_log(stand) -> Iterator[Path]:
    """The write-ahead log on a file system with eight megabytes to spare."""
    log, small = stand.places.pg_data / "pg_wal", stand.folder / "small"
    stand.stop("postgres")
    small.mkdir()
    size = sum(path.stat().st_size for path in files(log)) // 2**20 + 8
    if not mounted(small, f"size={size}m"):
        stand.start_postgres()
        pytest.skip("nothing may be mounted here")
    owner = log.stat()
    shutil.copytree(log, small / "pg_wal")
    for path in (small, *small.rglob("*")):
        os.chown(path, owner.st_uid, owner.st_gid)
    log.rename(log.with_name("pg_wal.before"))
    log.symlink_to(small / "pg_wal")
    stand.start_postgres()
    try:
        yield small
    finally:
        stand.kill("postgres")
        log.unlink()
        shutil.copytree(small / "pg_wal", log)
        for path in (log, *log.rglob("*")):
            os.chown(path, owner.st_uid, owner.st_gid)
        subprocess.run(["umount", "-l", str(small)], check=True)
        shutil.rmtree(log.with_name("pg_wal.before"))
        stand.start_postgres()


@pytest.mark.long
def test_no_acknowledged_act_is_lost_when_the_write_ahead_log_is_full(world, assure):
    clients, stand = world.clients(), world.stand
    connection.close()
    with small_log(stand) as small:
        clients.start()
        until(lambda: any(op.acknowledged for op in clients.ops), "an answer")
        with pytest.raises(psycopg2.Error):
            while True:
                stand.postgres.execute("stand", "SELECT pg_logical_emit_message(false, 'fill', repeat('x', 1000000))")
        time.sleep(3)
        refused = sum(op.status == 503 for op in clients.ops)
        subprocess.run(["mount", "-o", "remount,size=400m", str(small)], check=True)
        stand.kill("postgres")
        stand.start_postgres()
        healed = time.monotonic()
        seconds = until(lambda: any(op.acknowledged and op.sent > healed for op in clients.ops), "an answer", 60)
        clients.stop()
    connection.close()
    clients.resolve()
    found = check(clients.ops)
    figure = f"write-ahead log full: {refused} refused with 503, {found}, healthy {seconds:.0f} s after there was room"
    assure("R-37", figure, ok=found.good and refused > 0)
