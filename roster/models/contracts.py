"""The labour contract, its probation, its statutory extension and its end."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from core.crypto import SealedField
from core.periods import no_overlap, ordered
from core.sealed import SealedModel
from roster import querysets


class ProbationFits(Func):
    """LCL 19 in the database: function `probation_fits` of migration 0001."""

    function = "probation_fits"
    output_field = models.BooleanField()
    conditional = True

    def __init__(self) -> None:
        super().__init__(F("kind"), F("starts_on"), F("ends_on"), F("probation_until"))

    def deconstruct(self) -> tuple[str, tuple[object, ...], dict[str, object]]:
        return f"{self.__class__.__module__}.{self.__class__.__qualname__}", (), {}


class Contract(SealedModel):
    """A labour contract 劳动合同 with the employer of record; the unit that uses the work may be another."""

    class Kind(models.TextChoices):
        FIXED = "fixed", _("Fixed term")
        OPEN_ENDED = "open_ended", _("Open-ended")
        TASK = "task", _("Until a task is done")

    class EndGround(models.TextChoices):
        """Grounds of LCL 36–41 and 44; a local rule adds none (LCR 13)."""

        RENEWED = "renewed", _("Replaced by the next contract")
        EXPIRED = "expired", _("The term expired (LCL 44(1))")
        AGREED = "agreed", _("Agreed by both sides (LCL 36)")
        RESIGNED = "resigned", _("The auxiliary resigned (LCL 37)")
        FORCED_RESIGNATION = "forced_resignation", _("The auxiliary left for fault of the employer (LCL 38)")
        PROBATION_FAILED = "probation_failed", _("Found unfit during probation (LCL 39(1))")
        SERIOUS_BREACH = "serious_breach", _("Serious breach of the rules (LCL 39(2))")
        GRAVE_NEGLECT = "grave_neglect", _("Grave neglect of duty or corruption (LCL 39(3))")
        OTHER_EMPLOYMENT = "other_employment", _("Second employment with serious effect (LCL 39(4))")
        FRAUD = "fraud", _("Contract won by deceit or force (LCL 39(5))")
        CRIME = "crime", _("Held criminally liable (LCL 39(6))")
        ILLNESS = "illness", _("Unable to work after the medical period (LCL 40(1))")
        UNFIT = "unfit", _("Unfit after training or transfer (LCL 40(2))")
        CHANGED_CIRCUMSTANCES = "changed_circumstances", _("Circumstances changed greatly (LCL 40(3))")
        LAYOFF = "layoff", _("Economic lay-off (LCL 41)")
        PENSION = "pension", _("Draws the pension or reached the age (LCL 44(2), LCR 21)")
        DEATH = "death", _("Died or was declared missing (LCL 44(3))")
        EMPLOYER_GONE = "employer_gone", _("The employer ceased (LCL 44(4)(5))")
        TASK_DONE = "task_done", _("The task is done (LCL 44(1))")
        NEVER_SIGNED = "never_signed", _("The auxiliary refused to sign in writing (LCR 5, 6)")

    class Extension(models.TextChoices):
        """States in which an expired contract runs on, LCL 42, 45; LCR 17."""

        OCCUPATIONAL_DISEASE = "occupational_disease", _("Suspected or checked occupational disease")
        INJURY_INCAPACITY = "injury_incapacity", _("Lost capacity by work injury or occupational disease")
        MEDICAL_PERIOD = "medical_period", _("Medical period of an illness or injury")
        PREGNANCY_TO_NURSING = "pregnancy_to_nursing", _("Pregnancy, childbirth, nursing")
        NEAR_PENSION = "near_pension", _("15 years of service and under 5 to the pension")
        TRAINING_SERVICE_PERIOD = "training_service_period", _("Agreed service period after training")

    auxiliary = models.ForeignKey("roster.Auxiliary", models.PROTECT, related_name="contracts")
    number = models.CharField(_("number"), max_length=60, blank=True)
    employer = models.ForeignKey(
        "organisation.Employer", models.PROTECT, related_name="contracts", verbose_name=_("employer of record")
    )
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="contracts", verbose_name=_("used by"))
    agreement = models.ForeignKey(
        "organisation.DispatchAgreement",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contracts",
        verbose_name=_("dispatch agreement"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    probation_until = models.DateField(_("probation until"), null=True, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    monthly_wage = models.DecimalField(
        _("monthly wage"), max_digits=10, decimal_places=2, validators=[MinValueValidator(0)]
    )
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="next", verbose_name=_("follows")
    )
    sequence = models.PositiveSmallIntegerField(_("fixed terms in a row"), default=1)
    statutory_extension_until = models.DateField(_("runs on by statute until"), null=True, blank=True)
    extension_ground = models.CharField(_("ground of the extension"), max_length=30, choices=Extension, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_ground = models.CharField(_("ground of the end"), max_length=30, choices=EndGround, blank=True)
    end_reason = SealedField(_("reason"), max_length=300, label="roster_contract.end_reason")
    last_day = models.GeneratedField(
        expression=Coalesce("ended_on", "statutory_extension_until", "ends_on"),
        output_field=models.DateField(null=True),
        db_persist=True,
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = querysets.ContractQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["last_day", "id"], name="contract_last_day"),
            models.Index(fields=["auxiliary", "-starts_on"], name="contract_of_auxiliary"),
        ]
        constraints = [
            ordered("contract_ends_after_start", _("The contract ends before it begins.")),
            ordered("contract_ended_after_start", _("The contract ended before it began."), ends="ended_on"),
            models.CheckConstraint(
                condition=Q(statutory_extension_until__isnull=True)
                | (Q(ends_on__isnull=False) & Q(statutory_extension_until__gt=F("ends_on")) & ~Q(extension_ground="")),
                name="extension_after_the_term",
                violation_error_message=_("An extension by statute has a ground and ends after the term."),
            ),
            models.CheckConstraint(
                condition=(Q(kind="fixed", ends_on__isnull=False))
                | (Q(kind="open_ended", ends_on__isnull=True))
                | Q(kind="task"),
                name="contract_term_fits_kind",
                violation_error_message=_("A fixed term has a last day; an open-ended contract has none."),
            ),
            models.CheckConstraint(
                condition=ProbationFits(),
                name="probation_fits_the_term",
                violation_error_message=_("The probation is longer than the law allows for this term."),
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, end_ground="") | (Q(ended_on__isnull=False) & ~Q(end_ground="")),
                name="contract_ends_on_a_ground",
                violation_error_message=_("A contract ends on a day and on a ground of the statute."),
            ),
            models.CheckConstraint(
                condition=Q(monthly_wage__gte=0),
                name="contract_wage_not_negative",
                violation_error_message=_("The wage cannot be negative."),
            ),
            no_overlap(
                "auxiliary_id",
                ends="last_day",
                name="one_contract_at_a_time",
                message=_(
                    "Another contract of this auxiliary covers these days: change the first day, or end that one first."
                ),
            ),
            models.UniqueConstraint(
                fields=["auxiliary"],
                condition=Q(ended_on__isnull=True),
                name="one_open_contract",
                violation_error_message=_("The auxiliary already has an open contract: end or renew that one."),
            ),
            models.UniqueConstraint(
                fields=["number"],
                condition=~Q(number=""),
                name="contract_number_once",
                violation_error_message=_("Another contract already has this number."),
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.get_kind_display()} {self.starts_on}"

    def audit_unit_path(self) -> str:
        return self.unit.path
