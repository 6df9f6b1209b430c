"""The pages: an objector stays unnamed, a refusal shows its rule, the certificate is printed, everybody hears of it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from core import clock, outbox
from discipline.services import commendations as services
from discipline.services.award_papers import print_award
from reminders.models import Message
from tests.cast import sign_in
from tests.discipline.commendations.test_scenarios import DECISION_DAY, LAST_DAY, Awards

pytestmark = pytest.mark.django_db


def test_from_the_page_to_the_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    awards = Awards()
    monkeypatch.setattr(clock, "today", lambda: LAST_DAY)
    row = awards.public()
    client, mate = sign_in(Client(), awards.head), sign_in(Client(), awards.mate)

    read = mate.get(reverse("own-conduct:commendations"))
    own = read.content.decode()
    assert "林晓" in own and awards.hero.person.name in own, "publicity is there to be read"
    assert (read.context["page"].paginator.count, read.context["page"].paginator.per_page) == (1, 50), "page by page"
    mate.post(reverse("own-conduct:commendation-object", args=[row.pk]), {"text": "当时不在场"})
    said = row.objections.get()
    page = client.get(reverse("discipline:commendation", args=[row.pk])).content.decode()
    assert "当时不在场" in page
    assert awards.mate.person.name not in page, "who objects is shown to nobody"

    early = client.post(reverse("discipline:commendation-award", args=[row.pk]), {"document_number": "1"})
    assert early.status_code == 409
    assert all(code in early.content.decode() for code in ("CM-05", "CM-06"))
    services.settle(objection=said, upheld=False, answer="监控可证", by=awards.head)
    monkeypatch.setattr(clock, "today", lambda: DECISION_DAY)
    done = client.post(reverse("discipline:commendation-award", args=[row.pk]), {"document_number": "云公政8号"})
    assert done.status_code == 302
    row.refresh_from_db()
    name, content = print_award(commendation=row, by=awards.head)
    assert name.startswith("BZ") and content.startswith(b"%PDF")

    while outbox.sweep():
        pass
    told = set(Message.objects.values_list("user__username", "kind"))
    assert ("hr", "discipline.nomination_awarded") in told
    assert ("supervisor", "discipline.objected") in told


def test_the_list_is_narrowed_and_the_file_offers_to_nominate() -> None:
    awards = Awards()
    row = awards.nominated()
    clerk = sign_in(Client(), awards.clerk)
    address = reverse("discipline:commendations")
    assert row.number in clerk.get(f"{address}?state=nominated").content.decode()
    assert row.number not in clerk.get(f"{address}?state=awarded").content.decode()
    form = clerk.get(f"{reverse('discipline:commendation-new')}?auxiliary={awards.hero.pk}").content.decode()
    assert awards.hero.badge_number in form
    again = clerk.post(
        reverse("discipline:commendation-new"),
        {"badge_number": awards.hero.badge_number, "kind": "merit_3", "deed_on": row.deed_on, "deed": "同一事迹"},
    )
    assert again.status_code == 409 and "CM-04" in again.content.decode()
