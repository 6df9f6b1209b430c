"""Where the chain stands, said outside the database: every five minutes, at close of day, and at once for grave acts."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from core import clock
from core.models import AuditEntry, AuditLink
from evidence import anchors

log = logging.getLogger(__name__)


def anchor(*, kind: str = "anchor", **more: Any) -> dict[str, Any]:
    """Sign and write where the chain stands now. `kind`: anchor, close (end of a day) or prune. Raises OSError."""
    head = AuditLink.objects.order_by("-seq").first()
    return anchors.append(
        {
            "at": clock.now().isoformat(),
            "kind": kind,
            "seq": head.seq if head else 0,
            "hash": bytes(head.hash).hex() if head else "",
            **more,
        }
    )


def stream_acts(entries: Sequence[int]) -> None:
    """Grave acts, after their commit: a line for each, so that even one deleted before the next anchor is missed."""
    links = {link.entry_id: link for link in AuditLink.objects.filter(entry_id__in=entries)}
    for entry in AuditEntry.objects.filter(pk__in=links).order_by("pk"):
        link = links[entry.pk]
        act = {"entry": entry.pk, "action": entry.action, "actor": entry.actor_id}
        try:
            anchors.append(
                {"at": entry.at.isoformat(), "kind": "act", "seq": link.seq, "hash": bytes(link.hash).hex(), **act}
            )
        except OSError:  # the act stands; the next anchor covers it, and the missing one is seen on the desk
            log.exception("the anchor of entry %s could not be written", entry.pk)
