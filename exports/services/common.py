"""What the acts on an export share: the locked row, its words for the trail, telling people, forgetting bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import NotNow
from core.perms import Perms
from exports import store
from exports.models import Export
from reminders.recipients import nearest_holders
from reminders.services import settle_messages, tell_users

Status = Export.Status
LINK = dt.timedelta(hours=1)  # how long a file may be downloaded: one user, one hour, one use
LONGEST = dt.timedelta(minutes=10)  # longer than this nobody is making it any more
UNDECIDED = dt.timedelta(days=7)  # a request that nobody decided lapses
AGAIN = 2  # how often a download that broke off may be asked for once more, within the same hour


class Gone(NotNow):
    """410: it was there and is not any more."""

    status = 410


def locked(export: Export) -> Export:
    """The row as it is now, held until the transaction ends."""
    found: Export = (
        Export.objects.select_for_update(of=("self",)).select_related("by__person", "unit").get(pk=export.pk)
    )
    return found


def must_be(export: Export, *states: str) -> None:
    """Raises NotNow when somebody else was faster."""
    if export.status not in states:
        said = _("This export is no longer at this step: it now says “%(state)s”.")
        raise NotNow(said % {"state": export.get_status_display()})


def words(export: Export) -> dict[str, Any]:
    """What the trail keeps of an export."""
    return {
        "serial": export.serial,
        "kind": export.kind,
        "format": export.format,
        "people": export.people,
        "sensitive": export.sensitive,
        "filters": export.filters,
    }


def tell(export: Export, users: Iterable[int], kind: str, step: object = "") -> None:
    """A message to each of them, once for each step of an export."""
    url = reverse("exports:show", args=[export.pk])
    named = {"serial": export.serial, "name": export.by.display_name}
    tell_users(users=users, kind=kind, words=named, key=f"{kind}:{export.pk}:{step}", url=url)


def settle(export: Export) -> None:
    """Nobody need decide it any more: those who were asked are no longer told that it waits."""
    asked = nearest_holders(Perms.APPROVE_EXPORT, export.unit.path, but=export.by)
    settle_messages(users=asked, kind="exports.waits", url=reverse("exports:show", args=[export.pk]))


def forget_after_commit(name: str) -> None:
    """The bytes go when the row says so for good."""
    transaction.on_commit(lambda: store.forget(name))
