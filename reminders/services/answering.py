"""What people do with a notice: read it, and answer it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.audit import record
from core.errors import BadInput, NotNow
from reminders.models import Delivery, Notice

MOST_LETTERS = 500


@transaction.atomic
def mark_seen(*, notices: Iterable[Notice], by: User) -> int:
    """The user has read these. Once for each; nothing else changes, so nobody else is told less."""
    now = clock.now()
    numbers = sorted(notice.pk for notice in notices)
    Delivery.objects.bulk_create(
        (Delivery(notice_id=number, user=by, why=Delivery.Why.LOOKED) for number in numbers), ignore_conflicts=True
    )
    return Delivery.objects.filter(notice_id__in=numbers, user=by, seen_at__isnull=True).update(seen_at=now)


@transaction.atomic
def answer(*, notice: Notice, answer: str, by: User) -> Notice:
    """Say what is being done about it: then nobody above is told of this stage. The case stays open until put right."""
    answer = " ".join(answer.split())
    if not answer:
        raise BadInput({"answer": _("Say in a few words what is being done.")})
    if len(answer) > MOST_LETTERS:
        raise BadInput({"answer": _("Use at most 500 characters.")})
    notice = Notice.objects.select_for_update(of=("self",)).select_related("unit").get(pk=notice.pk)
    if notice.closed_at is not None:
        raise NotNow(_("This matter has been put right already."))
    if notice.overtaken:
        raise NotNow(_("A newer reminder of the same matter has come: answer that one."))
    if notice.answered_at is not None:
        raise NotNow(_("This reminder has been answered already."))
    notice.answered_at, notice.answered_by, notice.answer = clock.now(), by, answer
    notice.save(update_fields=["answered_at", "answered_by", "answer"])
    record("reminder.answered", notice, by=by, after={"answer": answer}, label=notice.label)
    mark_seen(notices=[notice], by=by)
    return notice
