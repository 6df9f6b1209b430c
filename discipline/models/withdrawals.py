"""That somebody is asked to withdraw from a case 回避申请: by the person concerned, with a reason, and the answer to it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.crypto import SealedField
from core.sealed import SealedModel
from discipline.models.cases import Case, Investigator
from discipline.querysets import cases as querysets
from discipline.rules.cases.life import Withdrawn

LONG = 1000


class Withdrawal(SealedModel):
    """The person asks that an investigator withdraw (GX 34, NB 16). Answered once, by whoever may decide the case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="withdrawals")
    investigator = models.OneToOneField(
        Investigator, models.PROTECT, related_name="withdrawal", verbose_name=_("who is to withdraw")
    )
    reason = SealedField(_("why"), max_length=LONG, blank=False, label="discipline_withdrawal.reason")
    asked_on = models.DateField(_("asked on"))
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    due_on = models.DateField(_("answer until"))
    answer = models.CharField(pgettext_lazy("withdrawal", "answer"), max_length=8, choices=Withdrawn, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    handler = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    handler_person = models.ForeignKey("organisation.Person", models.PROTECT, null=True, blank=True, related_name="+")
    reasons = SealedField(_("reasons"), max_length=LONG, label="discipline_withdrawal.reasons")

    objects = querysets.WithdrawalQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        indexes = [models.Index(fields=["due_on"], name="withdrawal_waits", condition=Q(answer=""))]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_on=None, handler=None, handler_person=None)
                | ~Q(answer="") & Q(answered_on__isnull=False, handler__isnull=False, handler_person__isnull=False),
                name="who_answers_a_withdrawal_is_named",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case.number} {self.asked_on}"

    def audit_unit_path(self) -> str:
        return self.case.unit.path
