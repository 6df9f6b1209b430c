"""A complaint comes in: by a clerk, by the page for everybody, from the own pages. Who made it is kept apart and sealed.

Of what comes in by the pages the trail names neither account nor address: whoever reads the trail is not among the few.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.actors import ANONYMOUS, Actor
from core.audit import record
from core.context import RequestContext, new_request_id, request_context
from core.errors import BadInput
from core.outbox import emit
from discipline.models.complaints import Complaint, Reporter, Subject
from discipline.selectors.complaints import value
from organisation.models import Officer, Unit
from roster.models import Auxiliary

LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is read as another
LENGTH: Final = 20  # of 31 letters each: nearly a hundred random bits


@dataclass(frozen=True)
class Told:
    """What is complained of, and where."""

    unit: Unit
    about: str
    what: str


@dataclass(frozen=True)
class Who:
    """Who reports. `person` where somebody signed in reports for themself."""

    kind: str = "anonymous"
    name: str = ""
    contact: str = ""
    person: int | None = None


@transaction.atomic
def receive(
    *,
    told: Told,
    who: Who,
    channel: str,
    on: date,
    by: User | None = None,
    subjects: Sequence[Auxiliary | Officer] = (),
) -> tuple[Complaint, str]:
    """Take in a complaint. `by` is the clerk who enters it for somebody. Answers it with the key that opens its status once."""
    if not (what := told.what.strip()):
        raise BadInput({"what": _("Say what happened.")})
    kind = who.kind if who.name.strip() or who.person else Reporter.Kind.ANONYMOUS
    token = "".join(secrets.choice(LETTERS) for _number in range(LENGTH))
    row = Complaint(
        number=_next_number(on.year),
        unit=told.unit,
        channel=channel,
        about=told.about,
        what=what,
        received_on=on,
        received_at=clock.now(),
        entered_by=by if channel == Complaint.Channel.CLERK else None,
        acknowledge_by=on + timedelta(days=value("acknowledge_days", told.unit, on).value),
        due_on=on + timedelta(days=value("answer_days", told.unit, on).value),
        token_hash=hashed(token),
    )
    row.save()
    for one in subjects:
        named = {"auxiliary": one} if isinstance(one, Auxiliary) else {"officer": one}
        Subject.objects.create(complaint=row, **named)
    person = str(who.person) if who.person else ""
    Reporter(
        complaint=row,
        kind=kind,
        reporter_name=who.name.strip(),
        reporter_contact=who.contact.strip(),
        reporter_person=person,
    ).save()
    with withheld(channel != Complaint.Channel.CLERK):
        actor: Actor = by if by is not None and channel == Complaint.Channel.CLERK else ANONYMOUS
        record("complaint.received", row, by=actor, after={"channel": channel, "about": told.about})
    emit("discipline.complaint_received", {"complaint": row.pk, "unit": told.unit.pk})
    return row, token


@contextmanager
def withheld(it: bool) -> Iterator[None]:
    """The trail of what comes in by a page names neither the request nor the machine it came from."""
    if not it:
        yield
        return
    with request_context(RequestContext(request_id=new_request_id(), entrance="page")):
        yield


def hashed(token: str) -> str:
    """What is kept of the key: spaces, dashes and small letters do not matter."""
    plain = "".join(letter for letter in token.upper() if letter in LETTERS)
    return hashlib.sha256(plain.encode()).hexdigest()


def find_by_token(token: str) -> Complaint | None:
    """The complaint that this key opens."""
    return Complaint.objects.select_related("unit").filter(token_hash=hashed(token)).first()


def _next_number(year: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('discipline_complaint_numbers')")
        return f"TS{year}-{cursor.fetchone()[0]:06d}"
