"""The end of what is kept: only the oldest part of the trail, only when its time is over, and said in the trail itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import connections, transaction
from django.db.models import Min, Q

from core import clock
from core.actors import SYSTEM
from core.audit import record
from core.models import AuditEntry, AuditLink
from evidence.services.anchoring import anchor

# Records of giving data away, of consent and of the assessment of effects: at least three years (PIPL 56, NDR 12).
LONGER: set[str] = {"export.", "provision.", "consent.", "assessment.", "audit.pruned"}

MONTH = dt.timedelta(days=31)  # counted long: never a day too short


@dataclass(frozen=True)
class Pruned:
    """What was taken away: how many entries, and the first place of the chain that stays."""

    entries: int
    first_kept: int


def first_to_keep(now: dt.datetime) -> int:
    """The first place of the chain that must stay: by age, or by what it records and its longer time."""
    young, longer = now - settings.AUDIT_KEEP_MONTHS * MONTH, now - settings.AUDIT_KEEP_LONGER_MONTHS * MONTH
    of_longer = Q()
    for beginning in LONGER:
        of_longer |= Q(action__startswith=beginning)
    kept = AuditEntry.objects.filter(Q(at__gte=young) | Q(of_longer, at__gte=longer)).aggregate(first=Min("pk"))[
        "first"
    ]
    link = AuditLink.objects.filter(entry_id=kept).first() if kept else AuditLink.objects.order_by("-seq").first()
    return link.seq if link else 1


def prune(*, now: dt.datetime | None = None) -> Pruned:
    """Take away what is older than the policy; needs the owner's connection. The database keeps six months in any case.

    The entry `audit.pruned` and a signed anchor say where the chain begins now. Raises OSError when the anchor cannot be
    written; then nothing is taken away.
    """
    now = now or clock.now()
    first = first_to_keep(now)
    before = AuditLink.objects.filter(seq=first - 1).first()
    if before is None:
        return Pruned(0, first)
    hash_before = bytes(before.hash).hex()
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT public.core_audit_prune(%s)", [first])
        gone = int(cursor.fetchone()[0])
        with transaction.atomic():
            record("audit.pruned", by=SYSTEM, after={"first_kept": first, "before": hash_before, "entries": gone})
        anchor(kind="prune", first_kept=first, before=hash_before)
    return Pruned(gone, first)
