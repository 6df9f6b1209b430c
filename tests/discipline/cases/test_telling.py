"""What the person learns of a case without being shown it, and what the file tells whoever renews or promotes."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import translation

from core import outbox
from core.actors import SYSTEM
from discipline.services import cases
from reminders.models import Message
from tests.cast import sign_in
from tests.discipline.cases.court import Court

pytestmark = pytest.mark.django_db


def test_the_person_is_told_of_the_suspension_its_end_and_the_end_of_an_effect():
    """On the own pages, in the words of the day; a case that is still looked into is not shown by it."""
    court = Court()
    case = court.opened()
    row = cases.suspend(case=case, reason="涉嫌收受财物", by=court.inspector, on=court.day(3))
    cases.lift_suspension(suspension=row, by=court.inspector, on=court.day(5))
    served = court.served("warning", auxiliary=court.cast.auxiliary("处分人"))
    over = served.sanctions.get().ends_on + dt.timedelta(days=1)
    cases.end_effects(on=over, by=SYSTEM)
    while outbox.sweep():
        pass
    told = {row.kind: row for row in Message.objects.filter(user=court.person)}
    with translation.override("zh-hans"):
        assert row.ends_on.strftime("%Y年") in told["discipline.suspended"].text
        assert told["discipline.suspension_lifted"].text == "您的停职已于2026年11月21日解除。"
    assert {row.url for row in told.values()} == {"/me/more/"}
    assert "香烟" not in str([message.words for message in Message.objects.all()])
    person = served.auxiliary.person
    assert Message.objects.get(user__person=person, kind="discipline.sanction_ended").words["number"] == served.number


def test_the_file_tells_those_who_see_conduct_what_is_weighed_at_a_renewal():
    court = Court()
    case = court.served("demerit")
    hr, address = court.cast.user("hr"), f"/roster/{court.auxiliary.pk}/"
    shown = sign_in(Client(), hr).get(address).content.decode()
    assert case.number in shown and "weighed at the renewal" in shown and "香烟" not in shown
    new = sign_in(Client(), court.inspector).get("/discipline/cases/new/?source=complaint&ref=TS2026-000001")
    assert 'value="TS2026-000001"' in new.content.decode()
