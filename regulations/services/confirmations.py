"""Confirmations 核实确认: an office read the text and says that the packs have it right."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from core.actors import Actor
from core.errors import BadInput
from organisation.models import Unit
from regulations import open_points
from regulations.models import Confirmation
from regulations.services.two_persons import propose


@transaction.atomic
def propose_confirmation(
    *, unit: Unit, kind: str, pack: str, key: str, row_since: date | None, text_read: str, reason: str, by: Actor
) -> Confirmation:
    """Propose that a point "to be confirmed" is right as it stands, naming the text that was read."""
    if open_points.find(kind, pack, key, row_since) is None:
        raise BadInput({"key": _("Nothing of this name waits to be confirmed.")})
    return propose(
        Confirmation(
            unit=unit,
            kind=kind,
            pack=pack,
            key=key,
            row_since=row_since,
            text_read=text_read.strip(),
            reason=reason.strip(),
        ),
        by=by,
    )
