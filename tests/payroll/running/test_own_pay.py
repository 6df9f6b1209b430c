"""Own payslips: only mine, only issued ones, told of without an amount; the sheet; the section in a person's file."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import pypdf
import pytest
from django.test import Client
from django.utils import translation

from core import outbox
from core.models import AuditEntry
from payroll import services
from payroll.models import Payslip
from reminders.models import Message
from tests.cast import sign_in
from tests.payroll.running.conftest import OCTOBER, Office

D = Decimal


@pytest.fixture
def mine(office: Office) -> Any:
    """The auxiliary who signs in, paid in October with a colleague."""
    user, colleague = office.cast.user("auxiliary"), office.person("吴强")
    someone = user.person.auxiliary
    opening = services.Opening("成都", someone.hired_on, someone.hired_on)
    services.enrol(auxiliary=someone, kinds=["pension"], opening=opening, by=office.clerk)
    return {"user": user, "auxiliary": someone, "colleague": colleague}


@pytest.fixture
def phone(mine: Any) -> Client:
    return sign_in(Client(), mine["user"])


def test_a_payslip_is_mine_to_read_from_the_moment_it_is_issued(office: Office, mine: Any, phone: Client):
    run = office.released()
    slip, other = (run.payslips.get(auxiliary=mine[who]) for who in ("auxiliary", "colleague"))
    assert phone.get(f"/me/pay/{slip.pk}/").status_code == 404
    assert "You have no payslip here yet." in phone.get("/me/pay/").content.decode()
    outbox.sweep()
    page = phone.get("/me/pay/").content.decode()
    assert "October 2026" in page and f"{slip.net:,.2f}" in page and f"/me/pay/{other.pk}/" not in page
    shown = phone.get(f"/me/pay/{slip.pk}/").content.decode()
    for line in slip.lines.all():
        assert f"{line.amount:,.2f}" in shown, line.code
    assert "× 0.08" in shown, "each with its formula"
    assert shown.count('<a href="/me/file/" aria-current="page"') == 2, (
        "it stands under Papers, at the side and at the thumb"
    )
    assert phone.get(f"/me/pay/{other.pk}/").status_code == 404
    assert phone.post(f"/me/pay/{other.pk}/paper/").status_code == 404


def test_everybody_is_told_once_and_no_amount_is_named(office: Office, mine: Any, phone: Client):
    run = office.released()
    outbox.sweep()
    (told,) = Message.objects.filter(user=mine["user"], kind="payroll.issued")
    assert told.text == "Your payslip of 2026-10 is there." and told.url == "/me/pay/"
    from payroll.services.telling import tell_of_slips

    tell_of_slips(run)
    assert Message.objects.filter(user=mine["user"], kind="payroll.issued").count() == 1
    assert "Your payslip of 2026-10 is there." in phone.get("/me/").content.decode()
    assert "3,5" not in str(told.words)


def test_a_correction_is_told_and_shown_on_both_sides(office: Office, mine: Any, phone: Client):
    from tests.payroll.running.test_correcting import corrected

    office.released()
    outbox.sweep()
    wrong = Payslip.objects.get(auxiliary=mine["auxiliary"])
    office.input(mine["auxiliary"], "overtime_150", OCTOBER, quantity=D(4))
    run = corrected(office, wrong)
    assert "was taken back" not in phone.get(f"/me/pay/{wrong.pk}/").content.decode(), "not before it is issued"
    outbox.sweep()
    assert Message.objects.filter(user=mine["user"], kind="payroll.corrected").count() == 1
    assert "was wrong and was taken back" in phone.get(f"/me/pay/{wrong.pk}/").content.decode()
    assert phone.get("/me/pay/").content.decode().count("October 2026") == 3
    back = run.payslips.get(reverses=wrong)
    assert "takes back an earlier payslip" in phone.get(f"/me/pay/{back.pk}/").content.decode()


@pytest.mark.parametrize(("language", "title"), [("en", "Payslip"), ("zh-hans", "工资条")])
def test_the_sheet_holds_every_line_and_its_printing_is_recorded(office: Office, mine: Any, language: str, title: str):
    run = office.released()
    slip = run.payslips.get(auxiliary=mine["auxiliary"])
    with translation.override(language):
        name, content = services.print_payslip(slip=slip, by=mine["user"])
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    assert title in text and name.startswith("GZ") and name.removesuffix(".pdf") in text
    for line in slip.lines.all():
        assert f"{line.amount:,.2f}" in text, line.code
    entry = AuditEntry.objects.get(action="payslip.printed")
    assert entry.after["serial"] == name.removesuffix(".pdf") and entry.object_id == str(slip.pk)


def test_my_papers_show_the_newest_and_the_way_to_all(office: Office, mine: Any, phone: Client):
    assert "Your payslips will stand here" in phone.get("/me/file/").content.decode()
    run = office.released()
    outbox.sweep()
    page = phone.get("/me/file/").content.decode()
    slip = run.payslips.get(auxiliary=mine["auxiliary"])
    assert f"/me/pay/{slip.pk}/" in page and "All my payslips" in page


def test_whoever_reads_pay_finds_it_in_the_file_with_the_card_masked(office: Office, mine: Any):
    office.released()
    clerk, hr = sign_in(Client(), office.clerk), sign_in(Client(), office.cast.user("hr"))
    address = f"/payroll/people/{mine['colleague'].pk}/"
    page = clerk.get(address).content.decode()
    assert "3,550.00" in page and "0005" in page and "6222020000000000005" not in page
    for seen in (hr.get(address), hr.get(f"/roster/{mine['colleague'].pk}/")):
        assert seen.status_code == 200 and "3,550.00" not in seen.content.decode()


def test_own_pages_ask_the_database_little(office: Office, mine: Any, phone: Client, django_assert_max_num_queries):
    run = office.released()
    outbox.sweep()
    slip = run.payslips.get(auxiliary=mine["auxiliary"])
    for address in ("/me/pay/", f"/me/pay/{slip.pk}/", "/me/file/"):
        phone.get(address)
        with django_assert_max_num_queries(14):
            phone.get(address)
