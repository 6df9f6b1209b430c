"""The pages: nothing is read before it is told, a refusal shows its rule, the notice is printed, who must know is told."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from core import clock, outbox
from discipline.services import appraisals as services
from payroll.models import PayInput
from reminders.models import Message
from tests.cast import TODAY, sign_in
from tests.discipline.appraisals.world import NEXT_YEAR, Year, heads

pytestmark = pytest.mark.django_db


def swept() -> None:
    """Everything that was to be told is told."""
    while outbox.sweep():
        pass


def test_from_the_page_to_the_notice(year: Year, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk, mine, legal = (sign_in(Client(), user) for user in (year.clerk, year.me, year.legal))
    row, other = year.of(), year.of(year.others[0])
    PayInput.objects.create(
        auxiliary=year.mine,
        month=TODAY.replace(day=1),
        kind="absence",
        quantity=2,
        entered_by=None,
        entered_at=clock.now(),
    )
    own = reverse("own-conduct:appraisal", args=[row.pk])
    swept()
    assert "Write the self-report" in mine.get(own).content.decode()
    mine.post(reverse("own-conduct:appraisal-report", args=[row.pk]), {"text": "全年无违纪"})
    assert "同事" in mine.get(reverse("own-conduct:appraisals")).content.decode()
    done = mine.post(reverse("own-conduct:appraisal-mark", args=[other.pk]), heads(90))
    assert done.status_code == 302 and other.marks.get().source == "colleague"
    assert "同事" not in mine.get(reverse("own-conduct:appraisals")).content.decode(), "marked once"

    close = reverse("discipline:appraisal-reckon", args=[year.round.pk])
    assert (answer := clerk.post(close)).status_code == 409 and "AP-01" in answer.content.decode()
    for one in (row, other):
        marks = {"source": "leader", **heads(70)}
        assert clerk.post(reverse("discipline:appraisal-mark", args=[one.pk]), marks).status_code == 302
    monkeypatch.setattr(clock, "today", lambda: NEXT_YEAR)
    for name in ("reckon", "adopt", "tell"):
        if name == "tell":
            assert "70.00" not in mine.get(own).content.decode(), "nothing is read before it is told"
        answer = clerk.post(reverse(f"discipline:appraisal-{name}", args=[year.round.pk]))
        assert answer.status_code == 302, (name, answer.content.decode())
    page = clerk.get(reverse("discipline:appraisal", args=[row.pk])).content.decode()
    assert "2 workdays absent, 0 workdays sick, 0 hours beyond" in page and "全年无违纪" in page
    assert "basically competent" in mine.get(own).content.decode()
    assert "supervisor" not in mine.get(own).content.decode(), "who marked is not told"

    address = reverse("discipline:appraisal", args=[row.pk])
    assert legal.get(address).status_code == 404, "whoever hears objections sees contested ones alone"
    mine.post(reverse("own-conduct:appraisal-contest", args=[row.pk]), {"text": "出勤有误"})
    assert "出勤有误" in legal.get(address).content.decode()
    assert row.number in legal.get(reverse("discipline:appraisals-contested")).content.decode()
    settle = {"result": "competent", "answer": "异议成立"}
    assert legal.post(reverse("discipline:appraisal-settle", args=[row.pk]), settle).status_code == 302
    row = year.of()
    assert row.result == "competent"
    name, content = services.print_notice(appraisal=row, by=year.clerk)
    assert name.startswith("KH") and content.startswith(b"%PDF")

    swept()
    told = set(Message.objects.values_list("user__username", "kind"))
    assert {
        ("auxiliary", "discipline.appraisal_report"), ("auxiliary", "discipline.appraisal_told"),
        ("legal", "discipline.appraisal_contested"), ("auxiliary", "discipline.appraisal_settled"),
    } <= told  # fmt: skip


@pytest.mark.long
def test_a_failed_year_stands_on_the_file_before_a_renewal(year: Year) -> None:
    services.accept(appraisal=year.told(40), by=year.me, on=NEXT_YEAR)
    page = sign_in(Client(), year.clerk).get(reverse("roster:file", args=[year.mine.pk])).content.decode()
    assert "Annual appraisal 2026: not competent" in page and "ends no contract" in page


@pytest.mark.long
def test_the_list_offers_a_round_and_the_unit_is_one_of_ones_own(year: Year) -> None:
    clerk = sign_in(Client(), year.clerk)
    assert "Annual" in clerk.get(reverse("discipline:appraisals")).content.decode()
    new = reverse("discipline:appraisal-new")
    assert clerk.post(new, {"unit": "west", "kind": "daily", "day": TODAY}).status_code == 422
    assert clerk.post(new, {"unit": "north", "kind": "daily", "day": TODAY}).status_code == 302
    whole = clerk.get(reverse("discipline:appraisal-round", args=[year.round.pk])).content.decode()
    assert "同事" in whole and year.me.person.name in whole
