"""The daily mail: at least once, always the same Message-ID, so that a second copy is known as a copy."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext

from core import clock
from core.actors import Actor
from reminders import selectors
from reminders.models import Digest

MOST_LINES = 200  # a longer mail is not read; the page has all of it


@transaction.atomic
def send_digest(*, digest: int, by: Actor) -> bool:
    """Send the mail unless it was sent. Dying between the sending and the commit means a second copy, never none."""
    row = Digest.objects.select_for_update(of=("self",)).select_related("user__person").get(pk=digest)
    address = row.user.person.email if row.user.person_id else ""
    if row.sent_at is not None or not address or not row.user.is_active:
        return False
    with translation.override(row.user.language or settings.LANGUAGE_CODE):
        message(row, address).send()
    row.sent_at = clock.now()
    row.save(update_fields=["sent_at"])
    return True


def message(digest: Digest, address: str) -> EmailMessage:
    """The mail in the language in force: each case once, with its newest stage, the most urgent first."""
    cases = selectors.digest_cases(digest)
    told = list(digest.messages.order_by("made_at", "id")[:MOST_LINES])
    if cases:
        subject = ngettext("%(count)d matter falls due", "%(count)d matters fall due", len(cases))
    else:
        subject = ngettext("%(count)d message for you", "%(count)d messages for you", len(told))
    subject %= {"count": len(cases) or len(told)}
    shown = {
        "cases": cases[:MOST_LINES],
        "told": told,
        "more": len(cases) - MOST_LINES if len(cases) > MOST_LINES else 0,
    }
    body = render_to_string("reminders/digest.txt", {"digest": digest, "address": settings.PUBLIC_URL, **shown})
    headers = {"Message-ID": digest.message_id, "Auto-Submitted": "auto-generated"}
    return EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [address], headers=headers)
