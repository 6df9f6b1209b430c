"""The download: one user, one hour, one use; everybody in the file must still be in sight."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from core import clock
from core.actors import Actor
from core.audit import record
from core.errors import BadInput, NotNow
from exports import store
from exports.models import Export
from exports.services.common import AGAIN, Gone, Status, forget_after_commit, locked, must_be, settle, words
from regulations.rules import in_both

LOST = gettext_noop(
    "The rights changed after the file was made: somebody in it is no longer in your units. The file was deleted."
)


def take_export(*, export: Export, by: User) -> tuple[str, bytes]:
    """File name and bytes; the link is used up in the same transaction. Raises Http404 (not yours), Gone, NotNow.

    Everybody in the file must be within the user's rights at this moment, or the file is deleted instead.
    """
    with transaction.atomic():
        export = locked(export)
        if export.by_id != by.pk:
            raise Http404
        _must_be_there(export)
        lost = _lost(export, by)
        if not lost:
            content = _bytes(export)
            export.status, export.taken_at = Status.TAKEN, clock.now()
            export.save(update_fields=["status", "taken_at"])
            after = {**words(export), "sha256": export.sha256, "use": export.reopened + 1}
            record("export.downloaded", export, by=by, after=after, reason=export.purpose)
            return file_name(export), content
        _take_back(export, by, lost)
    raise Gone(_("The rights changed after the file was made, so it was deleted. Ask for it again."))


def _bytes(export: Export) -> bytes:
    try:
        return store.read(export.stored_name, serial=export.serial)
    except FileNotFoundError as error:
        raise Gone(_("The file is no longer there. Ask for it again.")) from error


def _must_be_there(export: Export) -> None:
    if export.status == Status.TAKEN:
        raise Gone(
            _("This file was downloaded already; each link works once. If the download broke off, say so below.")
        )
    over = export.status == Status.EXPIRED or (export.expires_at is not None and export.expires_at <= clock.now())
    if over and export.status in (Status.EXPIRED, Status.READY):
        raise Gone(_("The hour of this link is over and the file is deleted. Ask for it again."))
    if export.status == Status.WITHDRAWN:
        raise Gone(_("This file was taken back."))
    must_be(export, Status.READY)


def _lost(export: Export, by: User) -> int:
    """How many people of the file are outside the user's rights now."""
    made = set(export.persons.values_list("person_id", flat=True))
    kind = export.kind_of
    if kind is None or not by.is_active or not by.may(kind.permission):
        return len(made) or 1
    return len(made - kind.within(by, made, export.filters))


def _take_back(export: Export, by: Actor, lost: int) -> None:
    forget_after_commit(export.stored_name)
    export.status, export.message, export.deleted_at = Status.WITHDRAWN, in_both(LOST, {}), clock.now()
    export.stored_name = ""
    export.save()
    after = {**words(export), "outside": lost}
    record("export.downloaded", export, by=by, success=False, after=after, reason="outside the rights by now")
    record("export.deleted", export, by=by, after={"serial": export.serial, "sha256": export.sha256})


def reopen_export(*, export: Export, by: User, reason: str) -> Export:
    """A download broke off: the link works once more, for its owner, within the hour it had, at most twice. Recorded."""
    if not reason.strip():
        raise BadInput({"reason": _("Say what happened: it is kept with your name.")})
    with transaction.atomic():
        export = locked(export)
        if export.by_id != by.pk:
            raise Http404
        must_be(export, Status.TAKEN)
        if not export.stored_name or export.expires_at is None or export.expires_at <= clock.now():
            raise Gone(_("The hour of this link is over and the file is deleted. Ask for it again."))
        if export.reopened >= AGAIN:
            raise NotNow(_("It was opened again twice already: ask for the file anew."))
        export.status, export.reopened = Status.READY, export.reopened + 1
        export.save(update_fields=["status", "reopened"])
        record("export.reopened", export, by=by, after=words(export), reason=reason.strip()[:300])
    return export


@transaction.atomic
def withdraw_export(*, export: Export, by: User) -> Export:
    """Whoever asked no longer needs it: nothing is made, or the file goes at once."""
    export = locked(export)
    if export.by_id != by.pk:
        raise Http404
    must_be(export, Status.WAITING, Status.MAKING, Status.READY)
    if export.stored_name:
        forget_after_commit(export.stored_name)
        export.stored_name, export.deleted_at = "", clock.now()
        record("export.deleted", export, by=by, after={"serial": export.serial, "sha256": export.sha256})
    export.status = Status.WITHDRAWN
    export.save()
    settle(export)
    record("export.withdrawn", export, by=by, after=words(export))
    return export


def file_name(export: Export) -> str:
    """What the reader's computer calls it: kind, day, serial; no names of people."""
    return get_valid_filename(f"{export.title}-{export.day.isoformat()}-{export.serial}.{export.format}")
