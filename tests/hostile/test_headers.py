"""Headers of every answer, by enumeration: whatever the address, the method, the visitor or the mistake."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from tests import servers
from tests.assurance import long_form, of_today
from tests.permissions.table import ANONYMOUS, Row, Visitors, rows

TABLE = {name: line for name, line in rows().items() if not line.exempt}
DIRECTIVES = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
WANTED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# The one reviewed exemption from `no-store`: the nameless card of today, which the worker of the auxiliary's pages keeps until
# midnight or the end of the session (docs/security.md, "What a phone keeps"). Any other cache must ask each time.
MAY_BE_KEPT = {"me-card": "private, no-cache"}
LOOSE = re.compile(r"unsafe-|\*|https?:|blob:|strict-dynamic")
INLINE = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>|\sstyle=\"|<style|\son[a-z]+=\"|javascript:", re.I)


def faults(response: HttpResponse) -> list[str]:
    """What is missing or too loose in the headers of one answer."""
    found = [f"{name} is {response.get(name)!r}" for name, value in WANTED.items() if response.get(name) != value]
    policy = dict(part.strip().partition(" ")[::2] for part in response.get("Content-Security-Policy", "").split(";"))
    found += [f"CSP {name} is {policy.get(name)!r}" for name, value in DIRECTIVES.items() if policy.get(name) != value]
    if LOOSE.search(response.get("Content-Security-Policy", "")):
        found.append("the policy lets something from outside or inline in")
    if "geolocation=()" not in response.get("Permissions-Policy", ""):
        found.append("no Permissions-Policy")
    if response.has_header("Server") or response.has_header("X-Powered-By"):
        found.append("the server tells what it is")
    return found


def kept(response: HttpResponse, told: str = "") -> bool:
    """May any cache keep the answer? The reviewed one, when it is given at all, says exactly what was reviewed."""
    said = response.get("Cache-Control", "")
    reviewed = MAY_BE_KEPT.get(told.rpartition(" ")[2]) if response.status_code == 200 else None
    return said != reviewed if reviewed else "no-store" not in said


def every_answer(visitors: Visitors) -> Iterator[tuple[str, HttpResponse]]:
    """Every address and method by one who may, one who may not, and nobody; then the answers of the house itself."""
    place = 0
    for name, line in sorted(TABLE.items()):
        for method, rule in line.methods.items():
            allowed = sorted(rule.allow)
            others = sorted(set(visitors.sessions) - rule.allow)
            strangers = [*others[:1], ANONYMOUS]
            place += 1
            for who in of_today((*allowed[:1], *strangers), f"{name} {method}", 5):
                yield f"{who} {method} {name}", visitors.ask(line, method, who)
        if long_form() or not place % 4:
            yield f"TRACE {name}", Client().trace(line.address(visitors.objects))
    client = Client(enforce_csrf_checks=True)
    yield "a missing page", client.get("/nothing/here/")
    yield "a missing address of the API", client.get("/api/v1/nothing/")
    yield "a missing static file", client.get("/static/nothing.js")
    yield "a foreign host", client.get("/", headers={"host": "evil.example"})
    yield "an address without its slash", client.get("/me")
    yield "no CSRF token", client.post("/sign-in/", {"username": "x"})
    yield "a NUL", client.get("/%00")
    yield "too much", client.post("/sign-in/", b"x" * (3 * 1024 * 1024), content_type="text/plain")


def test_every_answer_wears_its_headers(visitors: Visitors, assure):
    seen, pages, wrong, inline = 0, 0, [], list[str]()
    for told, response in every_answer(visitors):
        seen += 1
        if response.status_code == 200 and "text/html" in response.get("Content-Type", ""):
            pages += 1  # the policy has neither nonces nor hashes: nothing may stand inline at all
            inline += [f"{told}: {found!r}" for found in INLINE.findall(response.content)]
        found = faults(response)
        if kept(response, told):
            found.append("caches may keep it")
        wrong += [f"{told} ({response.status_code}): {fault}" for fault in found]
        if response.status_code >= 500 and "readyz" not in told:
            wrong.append(f"{told}: {response.status_code}")
    assert not wrong + inline, "\n".join((wrong + inline)[:10])
    assure("R-67", f"{seen} answers of {len(TABLE)} addresses, {len(wrong)} without a header", ok=not wrong)
    assure("R-67", f"{pages} pages without anything inline, {len(inline)} with", ok=not inline and pages > 20)


def test_static_files_wear_them_too_and_may_be_kept(db):
    response = Client().get("/static/js/app.js")
    assert response.status_code == 200 and not faults(response)


@pytest.mark.parametrize("name", [*WANTED, "Content-Security-Policy", "Permissions-Policy"])
def test_a_header_that_is_gone_is_found(name: str, db):
    """The control."""
    response = Client().get("/static/js/app.js")
    del response[name]
    assert faults(response)


def test_another_page_that_may_be_kept_is_found_and_so_is_a_looser_card(visitors: Visitors):
    """The control of the exemption."""
    card = visitors.ask(TABLE["me-card"], "GET", "auxiliary")
    assert card.status_code == 200 and not kept(card, "auxiliary GET me-card")
    assert kept(card, "auxiliary GET me")
    card["Cache-Control"] = "private, max-age=60"
    assert kept(card, "auxiliary GET me-card")


def test_a_policy_that_allows_inline_is_found(db):
    """The control."""
    response = Client().get("/static/js/app.js")
    response["Content-Security-Policy"] = response["Content-Security-Policy"] + "; script-src 'self' 'unsafe-inline'"
    assert faults(response)


UNDER_HTTPS = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
answers = []
for secure, address in ((True, "/sign-in/"), (True, "/healthz"), (True, "/nothing/"), (False, "/sign-in/")):
    response = Client(headers={"host": "auxpolice.example"}).get(address, secure=secure)
    cookies = {name: {k: v for k, v in kept.items() if v} for name, kept in response.cookies.items()}
    answers.append([response.status_code, dict(response.headers), cookies])
names = [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_HTTPONLY,
         settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SESSION_COOKIE_SAMESITE,
         settings.SESSION_COOKIE_DOMAIN, settings.SESSION_COOKIE_PATH, settings.DEBUG]
print(json.dumps([answers, names]))
"""


def test_under_https_cookies_are_bound_to_the_host_and_plain_http_is_over(db, assure):
    environment = {
        **os.environ,
        **servers.urls(str(settings.DATABASES["default"]["NAME"])),
        "DJANGO_SETTINGS_MODULE": "auxpolice.settings",
        "SECRET_KEY": "of-this-test-" * 6,
        "FIELD_KEYS": ",".join(settings.FIELD_KEYS),
        "ALLOWED_HOSTS": "auxpolice.example",
        "HTTPS": "1",
    }
    ran = subprocess.run(
        [sys.executable, "-c", UNDER_HTTPS], env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    (page, health, missing, plain), names = json.loads(ran.stdout)
    assert names == ["__Host-session", "__Host-csrf", True, True, True, "Lax", None, "/", False]
    assert plain[0] == 301 and plain[1]["Location"].startswith("https://")
    for code, headers, _cookies in (page, health, missing):
        assert code < 500 and headers["Strict-Transport-Security"].startswith("max-age=31536000")
    cookie = page[2]["__Host-csrf"]
    assert cookie["secure"] and cookie["httponly"] and cookie["samesite"] == "Lax" and "domain" not in cookie
    assure("R-67", "under HTTPS: HSTS of a year, both cookies __Host-, Secure, HttpOnly, SameSite; plain HTTP 301",
           ok=True)  # fmt: skip


def test_a_large_body_is_refused_before_it_is_read(visitors: Visitors, assure):
    """413 by what it says of itself, alike for pages and API, whoever sends it."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = visitors.sessions["hr"]
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    codes = {}
    for address, kind in (
        ("/api/v1/auxiliaries/", "application/json"), ("/api/v1/token/", "application/json"),
        ("/sign-in/", "application/x-www-form-urlencoded"),
    ):  # fmt: skip
        codes[address] = client.post(address, b"x" * (most + 1), content_type=kind).status_code
    for address in ("/api/v1/documents/", "/roster/import/"):
        body = b"x" * (settings.UPLOAD_MAX_BYTES + most + 1)
        codes[address] = client.post(address, body, content_type="multipart/form-data; boundary=x").status_code
    assure("R-66", f"{len(codes)} addresses: 413 for {most // 2**20} MB and more, files {22} MB and more",
           ok=set(codes.values()) == {413})  # fmt: skip


def test_depth_and_number_of_fields_have_a_limit(visitors: Visitors, assure):
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = visitors.sessions["hr"]
    deep = "[" * 21 + "]" * 21
    wide = json.dumps({f"f{number}": 1 for number in range(1001)})
    form = "&".join(f"f{number}=1" for number in range(1001))
    codes = [
        client.post("/api/v1/duty-decisions/", deep, content_type="application/json").status_code,
        client.post("/api/v1/duty-decisions/", wide, content_type="application/json").status_code,
        client.post("/sign-in/", form, content_type="application/x-www-form-urlencoded").status_code,
    ]
    assert codes == [400] * 3, codes
    assure("R-66", "21 levels, 1,001 fields of an object, 1,001 fields of a form: 400 each", ok=codes == [400] * 3)


def test_the_rows_are_rows():
    assert all(isinstance(line, Row) for line in TABLE.values())
