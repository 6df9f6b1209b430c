"""Telling by mail that an assignment was stopped: at least once, always under the same Message-ID."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from core.actors import Actor
from core.audit import record
from duties.models import Assignment
from duties.selectors.assignments import people_told, with_people
from organisation.models import Person


def tell_stopped(*, assignment: int, by: Actor) -> int:
    """Tell the requester, the commander and the leads. Answers how many mails went out; without address, none."""
    row = with_people(Assignment.objects.filter(pk=assignment)).get()
    told = [person for person in people_told(row) if person.email]
    for person in told:
        _message(row, person).send()
    record("assignment.told", row, by=by, after={"people": [person.pk for person in told]})
    return len(told)


def _message(assignment: Assignment, person: Person) -> EmailMessage:
    """The mail in the reader's language, or that of the house."""
    user = person.users.filter(is_active=True).first()
    with translation.override((user.language if user else "") or settings.LANGUAGE_CODE):
        words = {"number": assignment.number, "unit": assignment.unit, "reason": assignment.reason}
        subject = _("%(number)s was stopped") % words
        body = _("The assignment %(number)s of %(unit)s was stopped. Reason: %(reason)s") % words
    headers = {
        "Message-ID": f"<assignment-{assignment.pk}-stopped-{person.pk}@auxpolice.local>",
        "Auto-Submitted": "auto-generated",
    }
    return EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [person.email], headers=headers)
