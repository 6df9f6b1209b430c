"""What appraisals tell of a person's file: final results by their day, and a failed year before a renewal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.perms import Perms
from core.registries import Happening, HappeningSource, Wrong, WrongSource, happenings, wrongs
from discipline.rules.appraisals import Kind, Result, Status
from discipline.selectors import appraisals as selectors


def results(auxiliary: Any, user: Any, day: date) -> Iterator[Happening]:
    """Final results of months and years."""
    for row in selectors.of_auxiliary(auxiliary, user):
        if row.status != Status.FINAL or row.kind == Kind.DAILY:
            continue
        words = {"kind": row.get_kind_display(), "result": row.get_result_display(), "number": row.number}
        said = _("%(kind)s appraisal: %(result)s (%(number)s)") % words
        yield Happening(row.final_on, "appraisal", said, url=reverse("discipline:appraisal", args=[row.pk]))


def renewal(auxiliary: Any, user: Any, day: date) -> Iterator[Wrong]:
    """The newest final year was failed: renewal goes mainly by the appraisal (HA 28, GX 25, ST 24, NB 14)."""
    years = [row for row in selectors.of_auxiliary(auxiliary, user) if row.kind == Kind.ANNUAL and row.result]
    if years and years[0].result == Result.FAILED:
        said = _(
            "Annual appraisal %(year)s: not competent. Look at it before the contract is renewed (HA 28, GX 25, ST 24, NB 14); "
            "by itself it ends no contract (LCL 39, 40)."
        ) % {"year": years[0].first.year}
        yield Wrong(said, reverse("discipline:appraisal", args=[years[0].pk]), _("Read the appraisal"))


happenings.add(HappeningSource("appraisals", results, Perms.APPRAISE))
wrongs.add(WrongSource("appraisals", renewal, Perms.APPRAISE))
