"""R-43: every service of the house that somebody acts by writes into the trail; R-44: what an entry says, and never says."""

import ast
import logging
from pathlib import Path

import pytest

from core.models import AuditEntry
from tests.cast import TODAY, Cast, identity, sign_in
from tests.evidence.services_of_the_house import acts, functions, reaches_the_trail

# Acts of nobody's concern but one's own; each with its reason. Everything else must be in the trail.
EXEMPT = {
    "reminders.mark_seen": "a mark for oneself that a reminder was read; changes no record",
    "reminders.mark_messages_seen": "a mark for oneself that a message was read; changes no record",
    "roster.forget_view": "a kept view of one's own list: a setting that nobody else sees; changes no record",
    "evidence.note_reading": "writes the readings, which are evidence themselves",
}


def test_every_service_that_somebody_acts_by_reaches_the_trail(assure):
    known = functions()
    services = dict(acts())
    silent = sorted(
        name for name, node in services.items() if not EXEMPT.get(name) and not reaches_the_trail(node, known)
    )
    assure("R-43", f"{len(silent)} of {len(services)} services without an entry", ok=len(services) > 60 and not silent)


def test_the_reader_of_services_notices_one_that_is_silent():
    """The control: the same function without its `record` is found."""
    known = functions()
    node = ast.parse("def act(*, by):\n    helper(by)\n").body[0]
    known["helper"] = [helper("return 1")]
    assert not reaches_the_trail(node, known)
    known["helper"] = [helper("record('a.b', by=by)")]
    assert reaches_the_trail(node, known)


def helper(body):
    return "room", Path("room/services/things.py"), ast.parse(f"def helper(by):\n    {body}\n").body[0]


def entries_since(number):
    return list(AuditEntry.objects.filter(pk__gt=number).values_list("action", "object_type", "object_id", "success"))


@pytest.mark.django_db
def test_an_act_leaves_one_entry_for_each_record_it_changed(assure, client):
    from organisation.services import add_officer, open_unit
    from roster.services import change_file

    cast = Cast()
    hr, person = cast.user("hr"), cast.auxiliary("林晓")
    done = 0
    doubles = []
    for act in (
        lambda: change_file(auxiliary=person, by=hr, on=TODAY, version=person.version, phone="13900001111"),
        lambda: open_unit(code="new", name="New", level="station", parent=cast["first"], starts_on=TODAY, by=hr),
        lambda: add_officer(
            person=cast.person("王"), police_number="009999", unit=cast["north"], starts_on=TODAY, by=hr
        ),
        lambda: client_post(client, hr, f"/roster/{person.pk}/identity/"),
    ):
        last = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        act()
        found = [entry for entry in entries_since(last) if entry[0] != "auxiliary.viewed"]
        doubles += [entry for entry in set(found) if found.count(entry) > 1]
        done += bool(found)
    assure("R-43", f"{done} of 4 acts in the trail, {len(doubles)} double", ok=done == 4 and not doubles)


def client_post(client, user, address):
    return sign_in(client, user).post(address, {"reason": "called"})


CANARIES = {
    "identity": identity(number=321),
    "phone": "13712345678",
    "bank": "6222021234567890123",
    "password": "canary-Password-2026!",
    "address": "canary street 7",
}


@pytest.mark.django_db
def test_an_entry_says_everything_and_neither_trail_nor_log_holds_a_secret(assure, client, caplog):
    """Sign-in, hiring, changing, unmasking, tokens: each canary goes in, none comes out in the trail or the log."""
    caplog.set_level(logging.DEBUG)
    cast = Cast()
    hr = cast.user("hr")
    hr.set_password(CANARIES["password"])
    hr.save()
    client.post("/sign-in/", {"username": "hr", "password": CANARIES["password"]})
    client.post("/sign-in/", {"username": CANARIES["password"], "password": CANARIES["password"] + "x"})
    token = client.post("/api/v1/token/", {"username": "hr", "password": CANARIES["password"]}).json().get("token", "")
    person = cast.auxiliary("林晓", person=cast.person("林晓", identity=CANARIES["identity"]))
    sign_in(client, hr)
    change = {"phone": CANARIES["phone"], "bank_card": CANARIES["bank"], "address": CANARIES["address"]}
    client.patch(f"/api/v1/auxiliaries/{person.pk}/", change, content_type="application/json")
    client.post(f"/roster/{person.pk}/identity/", {"reason": "called"})
    client.get("/roster/", {"q": CANARIES["identity"]})
    client.get(f"/api/v1/auxiliaries/{person.pk}/")
    entries = list(AuditEntry.objects.values())
    told = "\n".join([*map(str, entries), caplog.text])
    leaked = sorted(name for name, value in {**CANARIES, "token": token or "-" * 40}.items() if value in told)
    named = [entry for entry in entries if entry["actor_id"]]
    missing = sorted(
        {
            field
            for entry in named
            for field in ("at", "actor_name", "person_id", "roles", "utc_offset", "request_id", "entrance", "action")
            if entry[field] in ("", None)
        }
    )
    acts_found = {entry["action"] for entry in entries}
    assert {"auxiliary.unmasked", "auxiliary.changed"} <= acts_found, acts_found
    said = f"{len(missing)} fields missing in {len(named)} entries, {len(leaked)} of {len(CANARIES) + 1} canaries found"
    assure("R-44", said, ok=not missing and not leaked)
