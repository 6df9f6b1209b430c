"""What decides whether an auxiliary may be sent: relatives, restrictions, qualifications."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func
from django.db.models.functions import Least
from django.utils.translation import gettext_lazy as _

from core.crypto import SealedField
from core.periods import ordered
from core.sealed import SealedModel
from roster import querysets


class Relationship(models.Model):
    """A relative of an auxiliary 亲属关系, for avoidance 回避. `related` when the relative is on file too."""

    class Kind(models.TextChoices):
        SPOUSE = "spouse", _("Spouse")
        PARENT = "parent", _("Parent")
        CHILD = "child", _("Child")
        SIBLING = "sibling", _("Brother or sister")
        IN_LAW = "in_law", _("Relative by marriage")
        COLLATERAL = "collateral", _("Other blood relative within three generations")
        OTHER = "other", _("Other close tie")

    auxiliary = models.ForeignKey("roster.Auxiliary", models.PROTECT, related_name="relationships")
    name = models.CharField(_("name"), max_length=60)
    related = models.ForeignKey(
        "organisation.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="relatives",
        verbose_name=_("the same person on file"),
    )
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    near_relative = models.BooleanField(_("near relative"), default=True)
    works_at = models.CharField(_("works at"), max_length=120, blank=True)
    starts_on = models.DateField(_("since"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = querysets.OfAuxiliaryQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [ordered("relationship_ends_after_start", _("The last day is before the first."))]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"

    def audit_unit_path(self) -> str:
        return self.auxiliary.unit.path


class Restriction(SealedModel):
    """What an auxiliary may not be sent to 限制, from a day to a day. No duty codes: no duty at all."""

    class Kind(models.TextChoices):
        SUSPENSION = "suspension", _("Suspended from duty")
        MEDICAL = "medical", _("Health")
        PREGNANCY = "pregnancy", _("Pregnancy or nursing")
        CONDUCT = "conduct", _("Conduct under inquiry")
        TRAINING = "training", _("Training outstanding")
        PENSION_AGE = "pension_age", _("Age")
        OTHER = "other", _("Other")

    auxiliary = models.ForeignKey("roster.Auxiliary", models.PROTECT, related_name="restrictions")
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    reason = SealedField(_("reason"), max_length=300, blank=False, label="roster_restriction.reason")
    duty_codes = ArrayField(
        models.CharField(max_length=60), verbose_name=_("only these duties"), default=list, blank=True
    )
    source = SealedField(_("by whom or what"), max_length=120, label="roster_restriction.source")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    lifted_on = models.DateField(_("lifted on"), null=True, blank=True)
    last_day = models.GeneratedField(
        expression=Least(F("ends_on"), Func(F("lifted_on"), template="(%(expressions)s - 1)")),
        output_field=models.DateField(null=True),
        db_persist=True,
    )

    objects = querysets.RestrictionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["auxiliary", "starts_on"], name="restriction_of_auxiliary")]
        constraints = [
            ordered("restriction_ends_after_start", _("The last day is before the first.")),
            ordered("restriction_lifted_after_start", _("It cannot be lifted before it begins."), ends="lifted_on"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.starts_on}"

    def audit_unit_path(self) -> str:
        return self.auxiliary.unit.path


class Qualification(models.Model):
    """A passed training or a certificate 资格 and the days it is good for."""

    class Kind(models.TextChoices):
        TRAINING = "training", _("Training")
        CERTIFICATE = "certificate", _("Certificate")

    class Subject(models.TextChoices):
        PRE_POST = "pre_post", _("Pre-post training")
        ANNUAL = "annual", _("Annual training")
        PROMOTION = "promotion", _("Training before promotion")
        DRIVING_LICENCE = "driving_licence", _("Driving licence")
        VEHICLE_INSPECTOR = "vehicle_inspector", _("Vehicle inspector's certificate")
        EXAMINER = "driving_examiner", _("Driving examiner's certificate")
        FIRST_AID = "first_aid", _("First aid")
        OTHER = "other", _("Other")

    auxiliary = models.ForeignKey("roster.Auxiliary", models.PROTECT, related_name="qualifications")
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    subject = models.CharField(_("subject"), max_length=40, choices=Subject)
    name = models.CharField(_("name"), max_length=80)
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    obtained_on = models.DateField(_("obtained on"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    objects = querysets.QualificationQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["auxiliary", "subject", "-obtained_on"], name="qualification_of_auxiliary")]
        constraints = [
            ordered(
                "qualification_ends_after_start",
                _("It runs out before it was obtained."),
                starts="obtained_on",
                ends="valid_until",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def audit_unit_path(self) -> str:
        return self.auxiliary.unit.path
