"""Every form of the pages, as it stands in the page, filled with what nobody should send: refused kindly, never a 500."""

from __future__ import annotations

import random
import re

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from tests.assurance import long_form
from tests.permissions.table import Row, Visitors, rows

POSTS = 20_000 if long_form() else 400
TABLE = {
    name: line
    for name, line in rows().items()
    if not line.exempt and "POST" in line.methods and not name.startswith("api-") and line.methods["POST"].allow
}
FIELD = re.compile(r'<(?:input|select|textarea|button)[^>]*\sname="([^"]+)"')
VALUES = (
    "", " ", "x" * 10_000, "\x00", "a\x00b", "\ud83d", "\u202eabc", "𠮷·", "9" * 1_000, "-1", "0", "1e999", "NaN", "²",
    "2026-02-31",
    "0000-00-00", "9999-12-31", "99999-01-01", "25:61", "<script>alert(1)</script>", "' OR 1=1 --", "{{ 7*7 }}", "{% debug %}",
    "%00", "\r\nSet-Cookie: x=1", "../../etc/passwd", "=cmd()", "id__gt", "true", "[]", str(2**63), str(2**31), "1.5",
)  # fmt: skip
BODIES = (b"", b"\xff\xfe\x00", b"--x\r\n", b"&" * 900, b"a=%ff%fe&a=%ed%a0%80", b"a=1&a=2&a[]=3")
KINDS = (
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "application/json",
    "text/plain",
    "",
)


def fields(client: Client, line: Row, address: str) -> list[str]:
    page = client.get(address).content.decode(errors="replace") if "GET" in line.methods else ""
    found = {*FIELD.findall(page), *line.methods["POST"].body} - {"csrfmiddlewaretoken"}
    return sorted(found) or ["reason", "text", "next"]


def test_forms_filled_with_anything_never_break(visitors: Visitors, assure):
    dice, broken, sent = random.Random(61), [], 0
    told: dict[int, int] = {}
    for name, line in sorted(TABLE.items()):
        client, address = Client(raise_request_exception=False), line.address(visitors.objects)
        client.handler = visitors.handler
        client.cookies[settings.SESSION_COOKIE_NAME] = visitors.sessions[sorted(line.methods["POST"].allow)[0]]
        with transaction.atomic():
            own = fields(client, line, address)
            transaction.set_rollback(True)
        for _ in range(max(POSTS // len(TABLE), 1) + 1):
            said: dict[str, object] = {**line.methods["POST"].body}
            for field in dice.sample(own, dice.randrange(1, len(own) + 1)):
                value = dice.choice(VALUES).encode("utf-8", "replace").decode()
                said[field] = (
                    [value, dice.choice(VALUES).encode("utf-8", "replace").decode()] if dice.random() < 0.1 else value
                )
            if dice.random() < 0.05:
                said["file"] = SimpleUploadedFile("x\x00.pdf", b"%PDF-")
            with transaction.atomic():
                if dice.random() < 0.1:
                    answer = client.post(address, dice.choice(BODIES), content_type=dice.choice(KINDS))
                else:
                    answer = client.post(address, said)
                transaction.set_rollback(True)
            sent += 1
            told[answer.status_code] = told.get(answer.status_code, 0) + 1
            if answer.status_code >= 500:
                broken.append(f"{name} {answer.status_code} {str(said)[:200]}")
    assert not broken, "\n".join(broken[:10])
    counts = ", ".join(f"{number} × {code}" for code, number in sorted(told.items()))
    assure("R-61", f"{sent} posts to {len(TABLE)} forms, 0 5xx: {counts}", ok=sent >= POSTS)
