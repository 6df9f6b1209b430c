"""What every act on an appraisal begins with: the round first, then the person's row, locked; right and turn looked at."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import NotNow
from core.perms import Perms
from discipline.models import Appraisal, AppraisalRound
from discipline.rules.appraisals import ACTS

ON_PAPER = ("contest",)  # what the person may also hand in on paper: whoever appraises enters it
WHO = ("auxiliary__person", "auxiliary__unit", "unit", "round")


def lock_round(round_: AppraisalRound, by: User | None = None) -> AppraisalRound:
    """The round, locked, so that its share of excellent is counted by one at a time. With `by`: refuses who may not appraise."""
    AppraisalRound.objects.select_for_update(no_key=True).values_list("pk").get(pk=round_.pk)
    row = AppraisalRound.objects.select_related("unit").get(pk=round_.pk)
    if by is not None and not by.may(Perms.APPRAISE, row.unit):
        raise PermissionDenied
    return row


def lock(act: str, appraisal: Appraisal, by: User | None) -> Appraisal:
    """One person's appraisal, locked. `by` None: an act of the day itself. Raises NotNow for an act out of turn."""
    Appraisal.objects.select_for_update(no_key=True).values_list("pk").get(pk=appraisal.pk)
    row = Appraisal.objects.select_related(*WHO).get(pk=appraisal.pk)
    right = ACTS[act].right
    if by is not None:
        allowed = by.may(right, row.unit) if right else by.person_id == row.auxiliary.person_id
        if act in ON_PAPER:
            allowed = allowed or by.may(Perms.APPRAISE, row.unit)
        if not allowed:
            raise PermissionDenied
    in_turn(act, row)
    return row


def in_turn(act: str, row: Appraisal) -> None:
    if row.status not in ACTS[act].starts:
        words = {"number": row.number, "status": row.get_status_display()}
        raise NotNow(_("%(number)s stands at “%(status)s” already.") % words)


def move(row: Appraisal, act: str, fields: list[str]) -> None:
    row.status = ACTS[act].ends[0]
    row.revision += 1
    row.save(update_fields=[*fields, "status", "revision"])
