"""Numbers of people are masked wherever they are shown and never stand in an address, a title or a log (R-57)."""

import logging
import re
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse

from core.masking import PERSONAL_NUMBER, mask_identity, personal_number
from core.models import AuditEntry
from core.registries import search_sources
from roster.models import Auxiliary
from tests.cast import PRINCIPALS, Cast, sign_in

PHONE, CARD = "13912345678", "6222020200112233445"
MASKED = re.compile(r"999999\*{8}\d{3}[\dX]")
LINKS = re.compile(r"""(?:href|action|src|hx-get|hx-post)=["']([^"'#]+)""")


@pytest.fixture
def cast(db, monkeypatch):
    monkeypatch.setenv("AUXPOLICE_TODAY", "2026-11-20")
    return Cast()


@pytest.fixture
def one(cast):
    person = cast.person("林晓", phone=PHONE)
    return cast.auxiliary(person=person, bank_card=CARD, emergency_phone="13787654321", address="云江市青石街一号")


def told(one):
    return {one.person.identity_number, PHONE, CARD, "13787654321", "云江市青石街一号"}


def signed_in(cast, name):
    client = Client(raise_request_exception=False)
    sign_in(client, cast.user(name))
    return client


def body(answer):
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode(errors="replace")


def crawl(client, start, most):
    """Every page a reader can reach by following links, breadth first: (address, answer, text)."""
    seen, waiting = set(), list(start)
    while waiting and len(seen) < most:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address)
        if answer.status_code in (301, 302):
            waiting.append(answer["Location"])
            continue
        text = body(answer)
        yield address, answer, text
        links = [unquote(link.replace("&amp;", "&")) for link in LINKS.findall(text)]
        waiting += [link for link in links if link.startswith("/") and not link.startswith(("/static", "/sign-out"))]


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("410102199003071231", "410102********1231"),
        ("41010219900307123X", "410102********123X"),
        ("123", "***"),
        ("", ""),
    ],
)
def test_an_identity_number_keeps_region_and_last_four(number, shown):
    assert mask_identity(number) == shown


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/search/?q=410102199003071231", "410102199003071231"),
        ("/search/?q=4101 0219 9003 0712 3x", "41010219900307123x"),
        ("a 13912345678 b", PHONE),
        ("?card=6222020200112233445", CARD),
        ("?page=99999999999999999999", ""),
        ("?auxiliary=139123456789", ""),
        ("?cursor=cD0xMzkxMjM0NTY3OA13912345678", ""),
        ("999999********1231", ""),
    ],
)
def test_a_number_of_a_person_is_known_from_other_numbers(text, found):
    assert personal_number(text) == found


def test_pages_addresses_titles_and_logs_show_no_number(cast, one, caplog, assure):
    caplog.set_level(logging.DEBUG, logger="django.request")
    secrets, leaks, pages = told(one), [], 0
    starts = ["/", "/roster/", f"/roster/{one.pk}/", "/search/?q=林晓", "/contracts/", f"/roster/{one.pk}/edit/"]
    starts += ["/api/v1/auxiliaries/", f"/api/v1/auxiliaries/{one.pk}/", "/no-such-page/"]
    for name in ("hr", "supervisor", "auditor"):
        if name not in PRINCIPALS:
            continue
        for address, answer, text in crawl(signed_in(cast, name), starts, 25):
            pages += 1
            where = f"{name} {address}"
            title = "".join(re.findall(r"<title>(.*?)</title>", text, re.S))
            held = " ".join(f"{key}: {value}" for key, value in answer.headers.items())
            edit = address.endswith("/edit/")  # a form to change the numbers shows them to whoever may
            leaks += [
                f"{where} {word}" for word in secrets if word in held or word in title or (word in text and not edit)
            ]
            leaks += [f"{where} links {link}" for link in LINKS.findall(text) if personal_number(unquote(link))]
    leaks += [f"log {word}" for word in secrets if word in caplog.text]
    entries = AuditEntry.objects.values_list("object_label", "before", "after", "reason")
    leaks += [f"trail {entry}" for entry in entries if PERSONAL_NUMBER.search(str(entry))]
    assert MASKED.search(body(signed_in(cast, "hr").get(f"/roster/{one.pk}/")))
    assert leaks == []
    assure(
        "R-57",
        f"0 numbers in {pages} pages, their titles, links and headers, log and trail",
        ok=not leaks and pages > 30,
    )


def test_a_number_in_an_address_is_not_answered_and_not_repeated(cast, one, caplog, assure):
    client, refused = signed_in(cast, "hr"), 0
    number = one.person.identity_number
    places = ("/search/", "/roster/", "/contracts/", "/duties/", "/api/v1/auxiliaries/")
    asked = [f"{address}?q={told}" for told in (number, PHONE) for address in places]
    for address in asked:
        answer = client.get(address)
        assert answer.status_code == 400, address
        assert number not in body(answer) and PHONE not in body(answer)
        refused += 1
    assert number not in caplog.text and PHONE not in caplog.text
    assure("R-57", f"{refused} of {len(asked)} addresses with a number refused", ok=refused == len(asked))


@pytest.mark.parametrize("typed", ["identity", "phone"])
def test_somebody_is_found_by_the_whole_number_sent_in_a_body(cast, one, typed):
    number = {"identity": one.person.identity_number, "phone": PHONE}[typed]
    client = signed_in(cast, "hr")
    answer = client.post(reverse("search"), {"number": f" {number[:6]} {number[6:]} "})
    assert f"/roster/{one.pk}/" in body(answer)
    assert number not in body(answer) and not personal_number(answer.request["PATH_INFO"])
    assert f"/roster/{one.pk}/" not in body(client.post(reverse("search"), {"number": number[:-1]}))


def test_the_other_bureau_does_not_find_by_number_either(cast, one):
    answer = signed_in(cast, "hr2").post(reverse("search"), {"number": one.person.identity_number})
    assert answer.status_code == 200 and f"/roster/{one.pk}/" not in body(answer)


def test_what_search_finds_shows_no_number(cast, one):
    user = cast.user("hr")
    rows = [row for s in search_sources.all() if user.may(s.permission) for row in s.find(user, "林晓", 10)]
    assert rows and not [row for row in rows if personal_number(" ".join(map(str, row)))]


def test_what_is_refused_does_not_repeat_the_number(cast, one):
    client = signed_in(cast, "hr")
    sent = {"name": "李四", "identity_number": one.person.identity_number, "unit": "north", "category": "service"}
    answer = client.post("/api/v1/auxiliaries/", {**sent, "starts_on": "2026-11-20"}, content_type="application/json")
    assert answer.status_code == 400
    assert one.person.identity_number not in body(answer)


def test_no_model_tells_a_number_by_its_name(one):
    assert not personal_number(f"{one} {one.person} {Auxiliary.objects.get()!r} {one.person!r}")
