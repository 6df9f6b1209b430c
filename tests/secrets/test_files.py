"""Stored files: sealed, bound to their row, found out when changed, cut or exchanged; orphans go (R-50)."""

import os
import random
import shutil
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files import File
from django.core.files.base import ContentFile

from core import clock
from core.actors import SYSTEM
from core.crypto import streams
from core.crypto.files import SealedStorage
from core.crypto.refiling import file_heads, reseal_files, sweep_files
from core.crypto.sealing import header
from core.models import AuditEntry
from roster.models import Document
from tests.cast import Cast
from tests.secrets.test_rotation import AES, NEW, SM4, rotated

CONTENT = b"%PDF-1.7 canary-of-the-paper " * 9000  # four segments
SIZES = [0, 1, streams.SEGMENT - 1, streams.SEGMENT, streams.SEGMENT + 1, 2 * streams.SEGMENT, len(CONTENT)]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def sealed(content=CONTENT, name="x"):
    target = BytesIO()
    streams.seal_stream(File(BytesIO(content)).chunks(7000), target, name=name)
    return target.getvalue()


def opened(stored, name="x"):
    return streams.SealedReader(BytesIO(stored), name=name).read()


@pytest.mark.parametrize("cipher", [AES, SM4])
class TestTheStream:
    @pytest.fixture(autouse=True)
    def chosen(self, settings, cipher):
        settings.FIELD_CIPHER = cipher

    @pytest.mark.parametrize("size", SIZES)
    def test_what_was_sealed_opens_whole_and_in_pieces(self, size):
        content = CONTENT[:size]
        reader = streams.SealedReader(BytesIO(sealed(content)), name="x")
        assert (reader.read(), reader.size) == (content, size)
        for place in random.Random(1).sample(range(size + 1), min(size, 5)):
            reader.seek(place)
            assert reader.read(9) == content[place : place + 9]

    def test_every_way_of_tampering_is_found(self, assure):
        stored = sealed()
        piece = streams.STORED
        head, first, second = stored[: streams.HEAD], streams.HEAD, streams.HEAD + piece
        ways = {
            "cut off after a segment": stored[:second],
            "cut off in a segment": stored[:-5],
            "emptied": head,
            "header only": stored[:10],
            "segments exchanged": head
            + stored[second : second + piece]
            + stored[first:second]
            + stored[second + piece :],
            "segment left out": head + stored[second:],
            "lengthened": stored + b"\0" * 40,
            "body of another file": head + sealed()[streams.HEAD :],
        }
        chance = random.Random(2)
        for n in range(40):
            changed = bytearray(stored)
            changed[chance.randrange(len(stored))] ^= 1 << chance.randrange(8)
            ways[f"bit {n}"] = bytes(changed)
        found = 0
        for changed in ways.values():
            with pytest.raises(ValueError, match=r"changed|sealed"):
                opened(changed)
            found += 1
        with pytest.raises(ValueError, match="exchanged"):
            opened(stored, name="y")
        assert opened(stored) == CONTENT
        assure("R-50", f"{found + 1} of {len(ways) + 1} tampered files found", ok=found == len(ways))


def paper(auxiliary, title="体检"):
    row = Document(auxiliary=auxiliary, kind="medical", title=title, content_type="application/pdf", size=1, sha256="")
    row.uploaded_at = clock.now()
    row.file = ContentFile(CONTENT, name="../../张三体检.PDF")
    row.save()
    return row


@pytest.fixture
def papers(db):
    auxiliary = Cast().auxiliary()
    return [paper(auxiliary, title) for title in ("体检", "政审")]


@pytest.mark.django_db
class TestAPaper:
    def test_it_lies_sealed_under_a_random_name_in_the_folder_of_its_row(self, papers, media):
        row = papers[0]
        path = Path(row.file.path)
        assert path.relative_to(media).parts[:3] == ("sealed", "roster_document.file", str(row.pk))
        assert path.suffix == ".pdf" and "张" not in path.name
        assert b"canary-of-the-paper" not in path.read_bytes()
        assert path.stat().st_mode & 0o077 == 0
        assert Document.objects.get(pk=row.pk).file.read() == CONTENT
        assert row.file.size == len(CONTENT)

    def test_it_has_no_address(self, papers):
        with pytest.raises(ValueError, match="no address"):
            papers[0].file.url  # noqa: B018

    def test_two_papers_exchanged_on_the_disk_do_not_open(self, papers):
        one, other = (Path(p.file.path) for p in papers)
        shutil.copy(one, other)
        with pytest.raises(ValueError, match="exchanged"):
            Document.objects.get(pk=papers[1].pk).file.open()

    def test_two_papers_exchanged_in_the_database_do_not_open(self, papers):
        Document.objects.filter(pk=papers[1].pk).update(file=papers[0].file.name)
        with pytest.raises(ValueError, match="of another row"):
            Document.objects.get(pk=papers[1].pk).file.open()

    def test_a_plain_file_put_in_the_place_of_a_sealed_one_does_not_open(self, papers):
        Path(papers[0].file.path).write_bytes(CONTENT)
        with pytest.raises(ValueError, match="not a sealed file"):
            Document.objects.get(pk=papers[0].pk).file.open()

    def test_key_and_cipher_change_for_files_too(self, papers, settings):
        settings.FIELD_KEYS = [NEW, *settings.FIELD_KEYS]
        settings.FIELD_CIPHER = SM4
        report = rotated()
        assert report["tables"]["roster_document.file"]["rows"] == 2
        assert file_heads(Document, Document._meta.get_field("file")) == {header(): 2}
        settings.FIELD_KEYS = [NEW]
        assert Document.objects.get(pk=papers[0].pk).file.read() == CONTENT

    def test_the_old_key_may_not_go_while_a_file_needs_it(self, papers, settings):
        settings.FIELD_KEYS = [NEW, *settings.FIELD_KEYS]
        assert rotated("--count")["removable"] == []

    def test_what_0_1_0_stored_is_read_and_sealed_by_the_rotation(self, papers, media):
        old = media / "documents" / "2026" / "old.pdf"
        old.parent.mkdir(parents=True)
        old.write_bytes(CONTENT)
        Document.objects.filter(pk=papers[0].pk).update(file="documents/2026/old.pdf")
        assert Document.objects.get(pk=papers[0].pk).file.read() == CONTENT
        assert rotated()["columns"]["roster_document.file"].keys() == {f"{header()[1:].hex()} {AES}"}
        row = Document.objects.get(pk=papers[0].pk)
        assert (row.file.name.startswith("sealed/"), row.file.read()) == (True, CONTENT)

    def test_a_file_that_is_gone_is_told(self, papers):
        Path(papers[0].file.path).unlink()
        assert reseal_files(Document, Document._meta.get_field("file")) == (0, [papers[0].pk])

    def test_files_no_row_names_go_when_they_are_a_day_old(self, papers, media):
        stray = Path(papers[0].file.path).with_name("stray.pdf")
        stray.write_bytes(b"x")
        assert sweep_files(by=SYSTEM) == 0
        later = stray.stat().st_mtime + timedelta(days=1).total_seconds() + 60
        assert sweep_files(by=SYSTEM, now=later) == 1
        assert not stray.exists() and all(Path(p.file.path).exists() for p in papers)
        assert AuditEntry.objects.get(action="files.swept").after == {"files": 1}


def test_a_sealed_file_is_only_ever_written_new(media):
    name = SealedStorage().save("sealed/a/1/x", ContentFile(b"1"))
    with pytest.raises(FileExistsError):
        SealedStorage()._save(name, ContentFile(b"2"))
    with pytest.raises(ValueError, match="only read"):
        SealedStorage().open(name, "wb")
    assert os.listdir(media / "sealed" / "a" / "1") == ["x"]
