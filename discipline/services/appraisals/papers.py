"""Giving out the notice of an appraisal: each printing is an act of its own, recorded with its serial."""

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
from discipline.models import Appraisal
from discipline.printing.appraisals import notice
from discipline.rules.appraisals import SEEN_BY_PERSON
from exports.marks import new_serial
from roster.services.printing import foot

TEMPLATE: Final = Path(__file__).resolve().parents[2] / "printing" / "typst" / "case.typ"


@transaction.atomic
def print_notice(*, appraisal: Appraisal, by: User) -> tuple[str, bytes]:
    """File name and PDF. Raises NotNow before the person was told."""
    row = Appraisal.objects.select_related("auxiliary__person", "unit").get(pk=appraisal.pk)
    if row.status not in SEEN_BY_PERSON:
        raise NotNow(_("The person was not told yet: there is no notice."))
    serial = new_serial().replace("EX", "KH", 1)
    content = typeset(TEMPLATE, {**notice(row), "language": "zh", **foot(serial, by.display_name, clock.now())})
    record("appraisal.printed", row, by=by, after={"serial": serial, "sha256": hashlib.sha256(content).hexdigest()})
    return f"{serial}.pdf", content
