"""Verifications of the whole trail: asked for, made in the background, and an alarm when something is wrong."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.actors import SYSTEM
from core.audit import record
from core.errors import NotNow
from evidence import anchors
from evidence.models import Verification
from evidence.services.alarms import raise_alarm
from evidence.verifying import verify

State = Verification.State


@transaction.atomic
def ask_verification(*, by: User | None = None) -> Verification:
    """Begin a verification, by hand or (without `by`) nightly. Raises NotNow when one is under way."""
    try:
        with transaction.atomic():
            asked = Verification.objects.create(asked_at=clock.now(), asked_by=by)
    except IntegrityError as error:
        raise NotNow(_("A verification is under way already.")) from error
    record("audit.verification_asked", asked, by=by or SYSTEM, label="")
    transaction.on_commit(_wake, robust=True)
    return asked


def _wake() -> None:
    from evidence.tasks import verify_trail

    verify_trail.apply_async(ignore_result=True, retry=False)  # rule: queueing, a wake-up: the row in the table waits


@transaction.atomic
def verify_waiting() -> Verification | None:
    """Make the verification that waits, if nobody else is at it."""
    waiting = Verification.objects.select_for_update(skip_locked=True, of=("self",)).filter(state=State.WAITING).first()
    if waiting is None:
        return None
    file = anchors.file()
    try:
        report = verify(anchor_file=file if file.exists() else None)
    except OSError as error:
        waiting.state, waiting.findings = State.FAILED, [{"what": f"The anchors cannot be read: {error.strerror}"}]
    else:
        told = report.as_dict()
        waiting.state = State.INTACT if report.intact else State.TAMPERED
        waiting.entries, waiting.head, waiting.anchors = report.entries, report.head, report.anchors
        first = [told["first_bad"]] if told["first_bad"] else []
        waiting.findings = first + [row for row in told["findings"] if row not in first]
        waiting.seconds = report.seconds
    waiting.ended_at = clock.now()
    waiting.save()
    whole = waiting.state == State.INTACT
    record("audit.verified", waiting, by=SYSTEM, success=whole, label="", after={"state": waiting.state})
    if waiting.state == State.TAMPERED:
        detail = {"first": waiting.findings[0]}
        raise_alarm(kind="trail.tampered", subject="audit", detail=detail, at=waiting.ended_at)
    return waiting
