"""The verdict mirror: the packs as rows, for the triggers that guard assignments. Filled by the owner, read by all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db import connections, transaction

from regulations.packs import Packs, VerdictRow, Verdicts, load

OWNER: Final = "owner"


@dataclass(frozen=True, slots=True)
class MirrorRow:
    """One row as it must stand in the database."""

    pack: str
    code: str
    since: date
    until: date | None
    verdict: str
    strict_verdict: str
    staffing: list[dict[str, int]]
    strict_staffing: list[dict[str, int]]
    conditions: dict[str, Any]
    strict_conditions: dict[str, Any]
    contested: bool

    @property
    def hash(self) -> str:
        """Fingerprint of everything in the row."""
        text = json.dumps(asdict(self), default=str, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def expected(packs: Packs | None = None) -> Iterator[MirrorRow]:
    """Every pack, duty and stretch of days, as the packs of this release say."""
    packs = packs or load()
    for pack in packs.codes():
        for duty in packs.duties():
            rows = packs.verdict_history(duty.code, pack=pack)
            for place, one in enumerate(rows):
                following = rows[place + 1].since if place + 1 < len(rows) else None
                yield _row(pack, duty.code, one, following)


def _row(pack: str, code: str, one: Verdicts, following: date | None) -> MirrorRow:
    return MirrorRow(
        pack=pack,
        code=code,
        since=one.since,
        until=following - timedelta(days=1) if following else None,
        verdict=one.row.verdict,
        strict_verdict=one.strict.verdict,
        staffing=_staffing(one.row),
        strict_staffing=_staffing(one.strict),
        conditions=dict(one.row.conditions),
        strict_conditions=dict(one.strict.conditions),
        contested=one.contested,
    )


def _staffing(row: VerdictRow) -> list[dict[str, int]]:
    return [option.as_dict() for option in row.staffing]


def drift(*, using: str = "default") -> list[str]:
    """In what the mirror differs from the packs: `pack code since` of each row that is missing, wrong or too much."""
    from regulations.models import VerdictMirror

    fields = list(MirrorRow.__dataclass_fields__)
    due = {(row.pack, row.code, row.since): row.hash for row in expected()}
    stored = {}
    for values in VerdictMirror.objects.using(using).values("hash", *fields):
        said = values.pop("hash")
        row = MirrorRow(**values)
        # A row altered in place no longer fits its own fingerprint.
        stored[(row.pack, row.code, row.since)] = said if said == row.hash else "altered"
    wrong = {key for key in due.keys() | stored.keys() if due.get(key) != stored.get(key)}
    return [f"{pack} {code} {since}" for pack, code, since in sorted(wrong)]


def fill(*, using: str) -> int:
    """Make the mirror what the packs say, in one transaction. Answers how many rows it holds; 0 when nothing differed."""
    from regulations.models import VerdictMirror

    if not drift(using=using):
        return 0
    rows = [VerdictMirror(**asdict(row), hash=row.hash) for row in expected()]
    with transaction.atomic(using=using):
        VerdictMirror.objects.using(using).all().delete()
        VerdictMirror.objects.using(using).bulk_create(rows, batch_size=500)
    return len(rows)


def fill_after_migrate(sender: Any, using: str = "default", **options: Any) -> None:
    """After `migrate --database owner`. Half a migration (back to an earlier one) has no table to fill."""
    from regulations.models import VerdictMirror

    if using == OWNER and VerdictMirror._meta.db_table in connections[using].introspection.table_names():
        fill(using=using)
