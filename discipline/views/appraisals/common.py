"""What the pages of appraisals share: whom one may see, and what is house policy."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from core.perms import Perms
from discipline.models import Appraisal, AppraisalRound
from discipline.selectors import appraisals as selectors

PAGE = ["GET", "HEAD", "POST"]
SEEN = (Perms.APPRAISE, Perms.VIEW_CONDUCT)
POLICY = gettext_lazy(
    "Results, weights, terms and the share of excellent are house policy, to be confirmed: no text that was read states them. "
    "That the appraisal is the basis of grade, reward and renewal is law (HA 28, GX 25, ST 24, NB 14)."
)


def round_in_sight(request: HttpRequest, pk: int, permission: str | None = None) -> AppraisalRound:
    """The round within the units in sight; outside and missing look alike."""
    rows = AppraisalRound.objects.visible_to(request.user, permission).select_related("unit", "opened_by__person")
    found: AppraisalRound = get_object_or_404(rows.with_progress(), pk=pk)
    return found


def in_sight(request: HttpRequest, pk: int, permission: str | None = None) -> Appraisal:
    """The appraisal of one person within the units in sight."""
    rows = Appraisal.objects.visible_to(request.user, permission).select_related(
        *selectors.WHO, "calibrated_by__person", "settled_by__person"
    )
    found: Appraisal = get_object_or_404(rows, pk=pk)
    return found
