"""Pictures that come with a complaint: bare, sealed, in sight of one person, and never a way to whoever sent them."""

import io
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image, PngImagePlugin

from core.errors import BadInput
from core.models import AuditEntry, OutboxEvent
from core.uploads.bare import bare
from core.uploads.bounds import Refuse
from discipline.models import Complaint, ComplaintFile
from discipline.services import complaints
from tests.cast import TODAY, sign_in
from tests.discipline.complaints.conftest import NAME
from tests.discipline.complaints.test_pages import sent

CANARY = b"Zqcanary"


@cache
def photo(way: int = 6, **more) -> bytes:
    """A photo as a telephone makes it: which way up, by whom, where, with a preview, a comment, and a film behind its end."""
    about = Image.Exif()
    about[0x0112], about[0x013B], about[0x010F] = way, "Zqcanary", "Zqcanary phone"
    about.get_ifd(0x8825)[1] = "Zqcanary north"
    out = io.BytesIO()
    noise = Image.effect_noise((64, 48), 80).convert("RGB")
    noise.save(out, "JPEG", exif=about, comment=CANARY, icc_profile=CANARY * 20, **more)
    return out.getvalue() + b"\0\0film " + CANARY + b"\xff\xd9"


def png() -> bytes:
    told, out = PngImagePlugin.PngInfo(), io.BytesIO()
    told.add_text("Author", "Zqcanary")
    told.add_itxt("Comment", "Zqcanary 的电脑", zip=False)
    Image.effect_noise((32, 32), 80).save(out, "PNG", pnginfo=told, exif=b"Exif\0\0" + CANARY)
    return out.getvalue() + CANARY


def pixels(raw: bytes) -> bytes:
    return Image.open(io.BytesIO(raw)).convert("RGB").tobytes()


@pytest.mark.parametrize(("raw", "kind"), [(photo(), ".jpg"), (photo(progressive=True), ".jpeg"), (png(), ".png")])
def test_of_a_picture_only_what_it_shows_is_kept(raw, kind):
    assert CANARY in raw
    kept = bare(raw, kind)
    assert CANARY not in kept and pixels(kept) == pixels(raw)
    told = Image.open(io.BytesIO(kept)).getexif()
    assert dict(told) == ({0x0112: 6} if kind != ".png" else {})
    assert bare(kept, kind) == kept
    for cut in (kept[: len(kept) // 2], kept[:3], kept[:40]):
        with pytest.raises(Refuse):
            bare(cut, kind)


def test_a_picture_of_the_public_leads_to_nobody(office):
    """The canary stands in the name, the place, the maker, the comment and behind the end of what is sent; and nowhere after."""
    page = sent(office, name="", contact="", file=SimpleUploadedFile("Zqcanary-家门口.jpg", photo(), "image/jpeg"))
    assert page.status_code == 200
    file = ComplaintFile.objects.get()
    assert (file.added_by, file.added_on, file.content_type) == (None, TODAY, "image/jpeg")
    with file.file.open("rb") as kept:
        content = kept.read()
    assert pixels(content) == pixels(photo()) and CANARY not in content
    stored = Path(settings.MEDIA_ROOT) / file.file.name
    with connection.cursor() as cursor:
        cursor.execute("SELECT f::text FROM discipline_complaintfile f")
        lying = str(cursor.fetchall())
    lying += str([*AuditEntry.objects.values()]) + str([*OutboxEvent.objects.values()]) + str(stored)
    assert "Zqcanary" not in lying and content[:200] not in stored.read_bytes()
    entry = AuditEntry.objects.get(action="complaint.file_added")
    assert (entry.actor_id, entry.person_id, entry.address, entry.after) == (None, None, "", {})


def test_only_the_one_who_deals_with_it_opens_a_picture_and_each_look_is_recorded(office):
    row = office.in_hand()
    client = sign_in(Client(), office.inspector)
    new = reverse("discipline:complaint-picture-new", args=[row.pk])
    assert client.post(new, {"file": SimpleUploadedFile("IMG_0001.png", png())}).status_code == 302
    file = ComplaintFile.objects.get()
    one = reverse("discipline:complaint", args=[row.pk])
    address = reverse("discipline:complaint-picture", args=[row.pk, file.pk])
    assert address in client.get(one).content.decode()
    given = client.get(address)
    assert given.status_code == 200 and f'filename="{row.number}-{file.pk}.png"' in given["Content-Disposition"]
    assert CANARY not in b"".join(given.streaming_content)
    assert AuditEntry.objects.get(action="complaint.file_opened").person_id == office.inspector.person_id
    for user in (office.second, office.supervisor, office.hr):
        other = sign_in(Client(), user)
        assert other.get(address).status_code in (403, 404)
        assert address not in other.get(one).content.decode()
    assert AuditEntry.objects.filter(action="complaint.file_opened", success=True).count() == 1


def test_whoever_holds_the_key_adds_a_picture_until_the_answer(office):
    row = office.in_hand()
    key = {"token": office.token}
    added = Client().post("/discipline/report/add/", {**key, "file": SimpleUploadedFile("a.jpg", photo())})
    assert added.status_code == 200 and row.number in added.content.decode()
    wrong = Client().post("/discipline/report/add/", {"token": "WRONG", "file": SimpleUploadedFile("a.jpg", photo())})
    assert wrong.status_code == 422 and row.files.count() == 1
    complaints.answer(complaint=row, outcome="upheld", answer="属实", on=TODAY, by=office.inspector)
    late = Client().post("/discipline/report/add/", {**key, "file": SimpleUploadedFile("a.jpg", photo())})
    assert late.status_code == 422 and row.files.count() == 1


def test_what_tells_who_made_it_is_not_taken_and_the_report_is_not_lost_half(office):
    """A paper of Word or a PDF names its author inside: the way out is a photo of it."""
    paper = SimpleUploadedFile("letter.pdf", b"%PDF-1.4\n1 0 obj<</Author(" + CANARY + b")>>endobj\n%%EOF")
    page = sent(office, file=paper)
    assert page.status_code == 422 and not Complaint.objects.exists()
    text = page.content.decode()
    assert "Photograph the paper" in text and "收了商户的钱" in text and NAME in text
    with pytest.raises(BadInput):
        complaints.attach(complaint=office.in_hand(), picture=SimpleUploadedFile("x.jpg", b"no"), on=TODAY)
