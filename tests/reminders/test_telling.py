"""Who is told, when it goes to somebody above, and the daily mail."""

from datetime import timedelta

import pytest
from django.core import mail

from core import outbox
from core.actors import SYSTEM
from core.models import OutboxEvent
from reminders import services
from reminders.models import Delivery, Digest, Notice
from tests.cast import TODAY

pytestmark = pytest.mark.django_db


def told(**which):
    return sorted(Delivery.objects.filter(**which).values_list("user__username", "why", "notice__stage"))


@pytest.fixture
def office(cast):
    """HR and the supervisor of the bureau, the city above, each with an address."""
    for name in ("hr", "supervisor", "higher", "hr2", "auxiliary"):
        person = cast.user(name).person
        person.email = f"{name}@example.org"
        person.save()
    return cast


def sweep():
    """The mails, in this transaction: what the sweeper does."""
    for event in OutboxEvent.objects.filter(kind="reminders.digest", done_at__isnull=True):
        outbox.consumers()[event.kind][event.consumer](event.payload)
        OutboxEvent.objects.filter(pk=event.pk).update(done_at=event.created_at)


def test_whoever_can_put_it_right_is_told_first_and_nobody_else(office, cases):
    cases["a"] = TODAY + timedelta(days=30)
    cases.run()
    assert told() == [("hr", "charge", 30)]


def test_where_nobody_can_put_it_right_the_nearest_who_watches_is_told(cast, cases):
    cast.user("higher")
    cases["a"] = TODAY
    cases.run()
    assert {row[:2] for row in told()} == {("higher", "charge")}


def test_where_nobody_is_in_charge_the_notice_waits_for_somebody(cast, cases):
    cases["a"] = TODAY
    cases.run()
    assert told() == []
    cast.user("hr")
    cases.run(TODAY)
    assert {row[:2] for row in told()} == {("hr", "charge")}


def test_the_person_is_told_too_when_it_is_about_them(office, cases):
    cases.person_id = office.user("auxiliary").person_id
    cases["a"] = TODAY + timedelta(days=30)
    cases.run()
    assert told() == [("auxiliary", "self", 30), ("hr", "charge", 30)]


def test_silence_goes_up_once_after_the_days_the_source_allows(office, cases):
    cases["a"] = TODAY
    cases.run(TODAY + timedelta(days=6))
    assert told(why="escalated") == []
    assert cases.run(TODAY + timedelta(days=7)).escalated == 1
    assert told(why="escalated") == [("supervisor", "escalated", -1)]
    assert cases.run(TODAY + timedelta(days=8)).escalated == 0
    assert len(told(why="escalated")) == 1


def test_an_answer_in_time_keeps_it_down(office, cases):
    cases["a"] = TODAY
    cases.run(TODAY + timedelta(days=2))
    services.answer(notice=Notice.objects.standing().get(), answer="Renewal is being signed", by=office.user("hr"))
    assert cases.run(TODAY + timedelta(days=30)).escalated == 0


def test_what_is_put_right_goes_nowhere(office, cases):
    cases["a"] = TODAY
    cases.run(TODAY)
    del cases["a"]
    assert cases.run(TODAY + timedelta(days=30)).escalated == 0


def test_one_mail_a_day_with_each_case_once_and_the_same_message_id(office, cases):
    cases["a"] = TODAY + timedelta(days=7)
    cases["b"] = TODAY - timedelta(days=1)
    cases.run()
    sweep()
    (letter,) = mail.outbox
    assert letter.to == ["hr@example.org"]
    assert letter.extra_headers["Message-ID"] == Digest.objects.get().message_id
    assert letter.body.count("about a") == letter.body.count("about b") == 1
    assert letter.body.index("about b") < letter.body.index("about a")
    cases["c"] = TODAY
    cases.run()
    sweep()
    assert len(mail.outbox) == 1
    cases.run(TODAY + timedelta(days=1))
    sweep()
    assert len(mail.outbox) == 2
    assert "about c" in mail.outbox[1].body
    assert "about b" not in mail.outbox[1].body


def test_sending_twice_sends_once_and_no_address_sends_nothing(office, cases):
    cases["a"] = TODAY
    cases.run()
    digest = Digest.objects.get()
    assert services.send_digest(digest=digest.pk, by=SYSTEM) is True
    assert services.send_digest(digest=digest.pk, by=SYSTEM) is False
    assert len(mail.outbox) == 1
    other = Digest.objects.create(
        user=office.user("legal"), day=TODAY, message_id="<other@localhost>", made_at=digest.made_at
    )
    assert services.send_digest(digest=other.pk, by=SYSTEM) is False


def test_the_mail_is_in_the_language_of_the_reader(office, cases, settings):
    user = office.user("hr")
    user.language = "en"
    user.save()
    cases["a"] = TODAY - timedelta(days=1)
    cases.run()
    sweep()
    assert mail.outbox[0].subject == "1 matter falls due"
    assert "OVERDUE since" in mail.outbox[0].body


def test_every_notice_made_is_in_exactly_one_mail_of_whoever_is_in_charge(office, cases):
    cases.update({f"case{n}": TODAY + timedelta(days=n) for n in range(40)})
    for day in range(0, 40, 5):
        cases.run(TODAY + timedelta(days=day))
    notices = set(Notice.objects.values_list("pk", flat=True))
    digested = [row for row in Delivery.objects.filter(user__username="hr").values_list("notice_id", "digest_id")]
    assert {notice for notice, _digest in digested} == notices
    assert len(digested) == len(notices)
    assert all(digest for _notice, digest in digested)
