"""A claim under an accident policy 理赔: what happened, what the insurer was asked for, what it paid."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.crypto import SealedField
from core.sealed import SealedModel
from payroll import querysets
from payroll.models.covers import PolicyMember
from roster.models import Auxiliary


class AccidentClaim(SealedModel):
    """One claim of somebody covered. Beside the statutory work-injury insurance: the benefits of both are due."""

    class Kind(models.TextChoices):
        MEDICAL = "medical", _("Treatment")
        DISABILITY = "disability", _("Disability")
        DEATH = "death", _("Death")

    member = models.ForeignKey(PolicyMember, models.PROTECT, related_name="claims")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    happened_on = models.DateField(_("happened on"))
    reported_on = models.DateField(_("reported to the insurer on"))
    what = SealedField(_("what happened"), max_length=300, blank=False, label="payroll_claim.what")
    grade = models.PositiveSmallIntegerField(
        _("disability grade"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    asked = models.DecimalField(_("amount claimed"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)])
    paid = models.DecimalField(
        _("paid by the insurer"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)

    objects = querysets.ClaimQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-happened_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "happened_on", "kind"],
                name="accident_claimed_once",
                violation_error_message=_("This accident is already claimed."),
            ),
            models.CheckConstraint(
                condition=Q(reported_on__gte=F("happened_on")),
                name="claim_reported_after_it_happened",
                violation_error_message=_("It was reported before it happened."),
            ),
            models.CheckConstraint(
                condition=Q(kind="disability", grade__isnull=False, grade__gte=1, grade__lte=10)
                | (~Q(kind="disability") & Q(grade__isnull=True)),
                name="claim_grade_of_a_disability",
                violation_error_message=_("A disability has a grade from 1 to 10, nothing else has one."),
            ),
            models.CheckConstraint(
                condition=Q(paid__isnull=True, decided_on__isnull=True)
                | Q(paid__isnull=False, decided_on__isnull=False, paid__gte=0, decided_on__gte=F("reported_on")),
                name="claim_decided_on_a_day",
                violation_error_message=_("A claim is decided on a day after it was reported, with an amount."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.happened_on}"

    @property
    def auxiliary(self) -> Auxiliary:
        return self.member.auxiliary

    def audit_unit_path(self) -> str:
        return self.auxiliary.unit.path
