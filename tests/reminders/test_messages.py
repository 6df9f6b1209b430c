"""Messages: told once for each matter, mailed once with the day's mail, opened only by whom they are for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from core.actors import SYSTEM
from reminders import services
from reminders.models import Digest, Message
from reminders.wording import message_words
from tests.cast import TODAY, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def requester(cast, cases, monkeypatch):
    monkeypatch.setitem(message_words, "test.done", "%(number)s is done")
    user = cast.user("requester")
    user.person.email = "requester@example.org"
    user.person.save()
    return user


def tell(user, key="one"):
    services.tell_users(users=[user.pk], kind="test.done", words={"number": key}, key=key, url="/law/")


def test_a_matter_is_told_once(requester):
    tell(requester)
    tell(requester)
    assert [message.text for message in Message.objects.all()] == ["one is done"]


def test_what_is_unread_comes_in_one_mail_and_what_was_read_in_none(requester, cases):
    tell(requester, "unread")
    tell(requester, "read")
    services.mark_messages_seen(messages=Message.objects.filter(key="read"), by=requester)
    cases.run()
    services.send_digest(digest=Digest.objects.get(user=requester).pk, by=SYSTEM)
    assert "unread is done" in mail.outbox[0].body
    assert "\nread is done" not in mail.outbox[0].body
    cases.run(TODAY + timedelta(days=1))
    assert Digest.objects.filter(user=requester).count() == 1


def test_nobody_opens_the_message_of_another(requester, cast):
    tell(requester)
    message = Message.objects.get()
    address = reverse("reminders:message-open", args=[message.pk])
    assert sign_in(Client(), cast.user("supervisor")).post(address).status_code == 404
    message.refresh_from_db()
    assert message.seen_at is None
    assert sign_in(Client(), requester).post(address).url == "/law/"
    message.refresh_from_db()
    assert message.seen_at is not None
