"""Telling people that their payslip is there: a message on the own page and in the mail of the day, without any amount."""

from __future__ import annotations

from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.perms import Perms
from payroll.models import PayRun, Payslip
from reminders.services import tell_users
from reminders.wording import message_words

AT_ONCE: Final = 2000
message_words.update(
    {
        "payroll.issued": _("Your payslip of %(month)s is there."),
        "payroll.corrected": _("Your payslip of %(month)s was wrong: it was taken back and replaced."),
    }
)


def tell_of_slips(run: PayRun) -> int:
    """Tell everybody with an own page who has a payslip in the issued run; once, however often this is done."""
    people = Payslip.objects.filter(run=run).values("auxiliary__person_id")
    users = User.objects.filter(
        person_id__in=people, is_active=True, unituserpermission__permission__codename=Perms.VIEW_SELF
    )
    kind = "payroll.corrected" if run.kind == PayRun.Kind.CORRECTION else "payroll.issued"
    words, address, told = {"month": f"{run.month:%Y-%m}"}, reverse("own-pay:slips"), 0
    keys = sorted(set(users.values_list("pk", flat=True)))
    for start in range(0, len(keys), AT_ONCE):
        told += tell_users(
            users=keys[start : start + AT_ONCE], kind=kind, words=words, key=f"payslips:{run.pk}", url=address
        )
    return told
