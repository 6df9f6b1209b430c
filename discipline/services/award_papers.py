"""Giving out the certificate of an award: each printing is an act of its own, recorded with its serial."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.audit import record
from core.errors import NotNow
from core.typesetting import typeset
from discipline.models import Commendation
from discipline.printing.commendations import award_data
from discipline.rules.commendations import Status
from exports.marks import new_serial
from roster.services.printing import foot

TEMPLATE: Final = Path(__file__).resolve().parent.parent / "printing" / "typst" / "award.typ"


@transaction.atomic
def print_award(*, commendation: Commendation, by: User) -> tuple[str, bytes]:
    """File name and PDF. Raises NotNow where nothing was awarded."""
    if commendation.status != Status.AWARDED:
        raise NotNow(_("Nothing was awarded: there is no certificate."))
    rows = Commendation.objects.select_related("auxiliary__person", "unit", "published_in")
    row = rows.get(pk=commendation.pk)
    serial = new_serial().replace("EX", "BZ", 1)
    data = {**award_data(row), "language": "zh", **foot(serial, by.display_name, clock.now())}
    content = typeset(TEMPLATE, data)
    record("commendation.printed", row, by=by, after={"serial": serial, "sha256": hashlib.sha256(content).hexdigest()})
    return f"{serial}.pdf", content
