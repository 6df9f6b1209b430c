"""Reporting without signing in and without a script; and the reporter's name nowhere but where it is opened."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from core.models import AuditEntry, OutboxEvent
from core.registries import search_sources
from discipline.models import Complaint, Reporter
from discipline.services import complaints
from discipline.views.complaints import reporting
from reminders.models import Message
from tests.cast import TODAY, sign_in
from tests.discipline.complaints.conftest import CONTACT, NAME

REPORT = {"about": "favour", "what": "收了商户的钱", "name": NAME, "contact": CONTACT}
CANARIES = (NAME, CONTACT, "Zqcanary")


def sent(office, **more):
    return Client().post("/discipline/report/", {**REPORT, "unit": office.cast["north"].pk, **more})


def test_anybody_reports_without_signing_in_and_reads_the_status_by_key(office):
    page = sent(office)
    assert page.status_code == 200
    token = re.search(r"<code[^>]*>(\w{20})</code>", page.content.decode())[1]
    row = Complaint.objects.get()
    assert token not in str(Complaint.objects.values().get())
    found = Client().post("/discipline/report/status/", {"token": token})
    assert row.number in found.content.decode() and NAME not in found.content.decode()
    assert Client().post("/discipline/report/status/", {"token": "WRONG"}).status_code == 422


def test_nobody_need_give_a_name(office):
    sent(office, name="", contact="")
    assert Reporter.objects.get().kind == "anonymous"


def test_the_form_works_without_a_script(office):
    page = Client().get("/discipline/report/").content.decode()
    assert '<form class="form" method="post"' in page and "csrfmiddlewaretoken" in page
    assert sent(office, what="").status_code == 422


def test_one_machine_reports_only_so_often(office, monkeypatch):
    monkeypatch.setattr(reporting, "REPORTS_AN_HOUR", 2)
    assert [sent(office).status_code for _number in range(3)] == [200, 200, 429]


def test_the_trail_of_a_page_names_neither_account_nor_machine(office):
    client = sign_in(Client(), office.auxiliary)
    page = client.post("/me/conduct/complaints/new/", {"about": "rights", "what": "无故扣发补贴"})
    assert page.status_code == 200
    entry = AuditEntry.objects.get(action="complaint.received")
    assert (entry.actor_id, entry.person_id, entry.address, entry.actor_name) == (None, None, "", "anonymous")


@pytest.mark.parametrize("who", ["hr", "supervisor", "second", "requester", "higher", "auditor", "pay-clerk"])
def test_the_name_shows_nowhere(office, who, caplog):
    """Every page and answer of complaints, the trail, search, messages, events, mail and log, for each of them."""
    row = office.in_hand()
    complaints.open_reporter(complaint=row, reason="核实", by=office.inspector)
    office.sweep()
    user = office.second if who == "second" else office.cast.user(who)
    client = sign_in(Client(), user)
    names = ("complaint", "complaint-reporter", "complaint-retaliation", "complaint-answer", "complaint-assign")
    addresses = [reverse(f"discipline:{name}", args=[row.pk]) for name in names]
    addresses += ["/discipline/complaints/", "/api/v1/complaints/", f"/api/v1/complaints/{row.pk}/", "/", "/evidence/"]
    said = [client.get(address).content.decode() for address in addresses]
    said.append(client.post(addresses[1], {"reason": "想知道"}).content.decode())
    said += [str(source.find(user, "举报人", 9)) for source in search_sources.all() if user.may(source.permission)]
    said += [str([*model.objects.values()]) for model in (AuditEntry, OutboxEvent, Message)]
    said += [caplog.text, str([str(one.message()) for one in mail.outbox])]
    assert [word for word in CANARIES for text in said if word in text] == []


def test_the_one_who_deals_with_it_does_see_it_there_alone(office):
    """The control: the name is on file, and the page that opens it shows it."""
    row = office.in_hand()
    client = sign_in(Client(), office.inspector)
    address = reverse("discipline:complaint-reporter", args=[row.pk])
    assert NAME not in client.get(address).content.decode()
    assert NAME not in client.get(reverse("discipline:complaint", args=[row.pk])).content.decode()
    assert NAME in client.post(address, {"reason": "需补充材料"}).content.decode()


def test_the_name_lies_sealed(office):
    office.by_lin()
    with connection.cursor() as cursor:
        cursor.execute("SELECT r::text FROM discipline_reporter r UNION ALL SELECT c::text FROM discipline_complaint c")
        lying = str(cursor.fetchall())
    assert "Zqcanary" not in lying and "收了商户的钱" not in lying
    assert Reporter.objects.get().reporter_person == str(office.lin.person_id)


def test_a_clerk_enters_a_letter(office):
    client = sign_in(Client(), office.inspector)
    typed = {
        "unit": "north",
        "subject": office.wu.badge_number,
        "about": "conduct",
        "what": "态度恶劣",
        "kind": "public",
    }
    assert client.post("/discipline/complaints/new/", typed).status_code == 302
    row = Complaint.objects.get()
    assert row.subjects.get().auxiliary == office.wu
    assert (row.channel, row.entered_by, row.due_on > TODAY) == ("clerk", office.inspector, True)
