"""Injury at work, and leaving."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import SealedField
from core.periods import ordered
from core.sealed import SealedModel
from roster import querysets
from roster.models.contracts import Contract


class Injury(SealedModel):
    """A work injury 工伤: the organ applies for recognition within thirty days (WII 17)."""

    auxiliary = models.ForeignKey("roster.Auxiliary", models.PROTECT, related_name="injuries")
    happened_on = models.DateField(_("happened on"))
    what = SealedField(_("what happened"), max_length=300, blank=False, label="roster_injury.what")
    reported_on = models.DateField(_("applied for recognition on"), null=True, blank=True)
    recognised = models.BooleanField(_("recognised"), null=True, blank=True)
    recognised_on = models.DateField(_("decided on"), null=True, blank=True)
    grade = models.PositiveSmallIntegerField(_("grade of disability"), null=True, blank=True)

    objects = querysets.OfAuxiliaryQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            ordered(
                "injury_reported_after",
                _("It cannot be reported before it happened."),
                starts="happened_on",
                ends="reported_on",
            ),
            models.CheckConstraint(
                condition=models.Q(grade__isnull=True) | models.Q(grade__range=(1, 10)),
                name="injury_grade_1_to_10",
                violation_error_message=_("The grade is from 1 to 10."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.happened_on}"

    def audit_unit_path(self) -> str:
        return self.auxiliary.unit.path


class Leaving(SealedModel):
    """A leaving 离职: certificate at once, file and insurance passed on within fifteen days (LCL 50)."""

    auxiliary = models.ForeignKey("roster.Auxiliary", models.PROTECT, related_name="leavings")
    last_day = models.DateField(_("last day"))
    ground = models.CharField(_("ground"), max_length=30, choices=Contract.EndGround)
    reason = SealedField(_("reason"), max_length=300, label="roster_leaving.reason")
    certificate_issued_on = models.DateField(_("certificate issued on"), null=True, blank=True)
    files_transferred_on = models.DateField(_("file passed on"), null=True, blank=True)
    insurance_transferred_on = models.DateField(_("insurance passed on"), null=True, blank=True)
    checklist = models.JSONField(default=list, editable=False)

    objects = querysets.OfAuxiliaryQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["auxiliary", "last_day"],
                name="one_leaving_a_day",
                violation_error_message=_("This leaving is already on file."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.last_day} {self.get_ground_display()}"

    def audit_unit_path(self) -> str:
        return self.auxiliary.unit.path
