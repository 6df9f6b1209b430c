"""What covers an auxiliary: the statutory insurances, the housing fund, the accident policy."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.crypto import SealedField
from core.periods import no_overlap, ordered
from core.sealed import SealedModel
from payroll import querysets

KINDS = ("pension", "medical", "unemployment", "injury", "maternity", "housing_fund")


def once_at_a_time(kind: str) -> ExclusionConstraint:
    """Nobody has the same insurance twice on one day."""
    return no_overlap(
        "auxiliary_id",
        name=f"one_{kind}_at_a_time",
        message=_("The auxiliary already has this insurance in these days."),
        condition=Q(kind=kind),
    )


class Enrolment(SealedModel):
    """An auxiliary's place in one insurance or in the housing fund 参保, from a day on. Not the monthly contribution."""

    class Kind(models.TextChoices):
        PENSION = "pension", _("Pension insurance")
        MEDICAL = "medical", _("Medical insurance")
        UNEMPLOYMENT = "unemployment", _("Unemployment insurance")
        INJURY = "injury", _("Work-injury insurance")
        MATERNITY = "maternity", _("Maternity insurance")
        HOUSING_FUND = "housing_fund", _("Housing fund")

    class Ended(models.TextChoices):
        LEFT = "left", _("Left the service")
        MOVED = "moved", _("Moved to another place")
        BASE = "base", _("Another base from the next day on")
        PENSION = "pension", _("Draws the pension")
        MISTAKE = "mistake", _("Entered by mistake")
        OTHER = "other", _("Other reason")

    auxiliary = models.ForeignKey("roster.Auxiliary", models.PROTECT, related_name="enrolments")
    kind = models.CharField(_("insurance"), max_length=15, choices=Kind)
    place = models.CharField(_("place"), max_length=60)
    base = models.DecimalField(
        _("monthly base"), max_digits=10, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    account_number = SealedField(_("account number"), max_length=40, label="payroll_enrolment.account_number")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    registered_on = models.DateField(_("registered on"))
    ended_why = models.CharField(_("ended because"), max_length=10, choices=Ended, blank=True)
    entered_at = models.DateTimeField(null=True, editable=False)  # runs calculated before did not know of it

    objects = querysets.EnrolmentQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["auxiliary", "kind", "-starts_on"], name="enrolment_of_auxiliary")]
        constraints = [
            ordered("enrolment_ends_after_start", _("The last day is before the first.")),
            *(once_at_a_time(kind) for kind in KINDS),
            models.CheckConstraint(
                condition=Q(base__isnull=True) | Q(base__gte=0),
                name="enrolment_base_not_negative",
                violation_error_message=_("The base cannot be negative."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True, ended_why="") | (Q(ends_on__isnull=False) & ~Q(ended_why="")),
                name="enrolment_ends_for_a_reason",
                violation_error_message=_("An insurance ends on a day and for a reason."),
            ),
        ]

    # What a person may give as the reason; the rest the program writes.
    REASONS = tuple(one for one in Ended.choices if one[0] != "base")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.starts_on}"

    def audit_unit_path(self) -> str:
        return self.auxiliary.unit.path


class AccidentPolicy(models.Model):
    """A group accident policy 意外险 a unit takes out for its auxiliaries; beside the statutory injury insurance, not instead."""

    unit = models.ForeignKey(
        "organisation.Unit", models.PROTECT, related_name="accident_policies", verbose_name=_("unit")
    )
    insurer = models.CharField(_("insurer"), max_length=120)
    number = models.CharField(_("policy number"), max_length=60, unique=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    cover = models.DecimalField(
        _("cover for death and disability"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )
    premium = models.DecimalField(
        _("premium in all"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )
    a_head = models.DecimalField(
        _("premium a head and year"), max_digits=8, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0)],
    )  # fmt: skip
    renews = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="renewed_by", verbose_name=_("renews")
    )

    objects = querysets.PolicyQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-ends_on", "-id"]
        indexes = [models.Index(fields=["ends_on"], name="policy_ends")]
        constraints = [
            ordered("policy_ends_after_start", _("The policy ends before it begins.")),
            models.CheckConstraint(
                condition=Q(cover__gte=0, premium__gte=0),
                name="policy_sums_not_negative",
                violation_error_message=_("Cover and premium cannot be negative."),
            ),
            models.CheckConstraint(
                condition=Q(renews__isnull=True) | ~Q(renews=F("id")),
                name="policy_does_not_renew_itself",
                violation_error_message=_("A policy cannot renew itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class PolicyMember(models.Model):
    """An auxiliary covered by an accident policy 被保险人, from a day to a day."""

    policy = models.ForeignKey(AccidentPolicy, models.PROTECT, related_name="members")
    auxiliary = models.ForeignKey("roster.Auxiliary", models.PROTECT, related_name="accident_cover")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))

    objects = querysets.PolicyMemberQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["auxiliary", "-ends_on"], name="cover_of_auxiliary")]
        constraints = [
            ordered("cover_ends_after_start", _("The last day is before the first.")),
            no_overlap(
                "policy_id",
                "auxiliary_id",
                name="covered_once_by_a_policy",
                message=_("The auxiliary is already covered by this policy in these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.auxiliary_id} {self.starts_on}–{self.ends_on}"

    def audit_unit_path(self) -> str:
        return self.auxiliary.unit.path
