"""What nobody should send, and how to see that somebody believed it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

TEMPLATE = "{{ 7391*7 }}${7391*7}#{7391*7}<%= 7391*7 %>{% debug %}"
EVALUATED = "51737"
EVIL = "evil.example"
COOKIE = f"\r\nSet-Cookie: injected=1\r\nLocation: https://{EVIL}/"
SQL = (
    "'", "' OR '1'='1", "' OR 1=1 --", "') OR ('1'='1", '" OR ""="', "1) OR (1=1", "'; SELECT pg_sleep(2); --",
    "1; SELECT pg_sleep(2)", "' || pg_sleep(2) || '", "' UNION SELECT NULL,version() --", "%' OR '%'='", "\\' OR 1=1 --",
    "0 OR 1=1", "1 AND 1=2", "(SELECT CASE WHEN 1=1 THEN 1 ELSE 1/0 END)",
)  # fmt: skip
LOOKUPS = (
    "unit__path",
    "id__gt",
    "person__identity_number__startswith",
    "user__password",
    "pk__in",
    "-person__bank",
    "?",
)
VALUES = (
    "", " ", "x" * 10_000, "\x00", "a\x00b", "\ud83d", "\u202eabc", "𠮷·", "9" * 1_000, "-1", "0", "1e999", "NaN", "²",
    "2026-02-31", "0000-00-00", "0001-01-01", "9999-12-31", "99999-01-01", "25:61", "9999-12-31T23:59",
    "<script>alert(1)</script>", "{% debug %}", TEMPLATE, "%00", COOKIE, f"//{EVIL}/", f"https://{EVIL}/", "javascript:alert(1)",
    "../../etc/passwd", "=cmd()", "true", "[]", str(2**63), str(2**31), "1.5", "٣", "１２", *SQL[:4], *LOOKUPS[:3],
)  # fmt: skip
BODIES = (b"", b"\xff\xfe\x00", b"--x\r\n", b"&" * 900, b"a=%ff%fe&a=%ed%a0%80", b"a=1&a=2&a[]=3")
KINDS = (
    "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=x", "application/json",
    "text/plain", "",
)  # fmt: skip


def injected(answer: Any) -> str:
    """In a few words what of it was believed: a header, another place, a computed text; empty if nothing."""
    if "injected" in answer.cookies or any("\n" in value or "\r" in value for value in answer.headers.values()):
        return "a header of its own"
    if answer.get("Location") and urlsplit(answer["Location"]).netloc not in ("", "testserver"):
        return f"leads to {answer['Location'][:60]}"
    if not answer.streaming and EVALUATED.encode() in answer.content:
        return "computed"
    return ""
