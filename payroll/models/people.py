"""What is set for one person: where the pay goes, what the tax office was told, and what a month brings."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.crypto import SealedField
from core.periods import no_overlap, ordered
from core.sealed import SealedModel
from payroll import querysets


class PaySetting(SealedModel):
    """Where somebody's pay goes and how it is taxed, from a day on 个人薪酬. A change is a new row: what was paid stays."""

    auxiliary = models.ForeignKey("roster.Auxiliary", models.PROTECT, related_name="pay_settings")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    bank_card = SealedField(_("bank card"), label="payroll_paysetting.bank_card")
    bank_name = models.CharField(_("bank"), max_length=80, blank=True)
    first_wage_year = models.PositiveSmallIntegerField(
        _("year of the first wage, as declared"), null=True, blank=True
    )  # Announcement 2020-13
    low_income_year = models.PositiveSmallIntegerField(
        _("year in which 60,000 are free from January"), null=True, blank=True
    )  # Announcement 2020-19
    changed_at = models.DateTimeField(editable=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)

    objects = querysets.PersonPayQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            ordered("pay_setting_ends_after_start", _("The last day is before the first.")),
            no_overlap(
                "auxiliary_id",
                name="one_pay_setting_at_a_time",
                message=_("The auxiliary already has settings in these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.auxiliary_id} {self.starts_on}"

    def audit_unit_path(self) -> str:
        return self.auxiliary.unit.path


class SpecialDeduction(models.Model):
    """A special additional deduction as the auxiliary declared it 专项附加扣除. The employer may not alter it (IITL 11)."""

    class Kind(models.TextChoices):
        CHILD = "child", _("Children's education")
        INFANT = "infant", _("Care of infants")
        ELDERLY = "elderly", _("Support of the elderly")
        STUDY = "study", _("Continuing education")
        LOAN = "loan", _("Housing loan interest")
        RENT = "rent", _("Housing rent")

    auxiliary = models.ForeignKey("roster.Auxiliary", models.PROTECT, related_name="special_deductions")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    monthly = models.DecimalField(_("yuan a month"), max_digits=8, decimal_places=2)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    declared_on = models.DateField(_("declared on"))

    objects = querysets.PersonPayQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["auxiliary"], name="special_deduction_of")]
        constraints = [
            ordered("special_deduction_ends_after_start", _("The last day is before the first.")),
            models.CheckConstraint(
                condition=Q(monthly__gte=0),
                name="special_deduction_not_negative",
                violation_error_message=_("An amount cannot be negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.starts_on}"

    def audit_unit_path(self) -> str:
        return self.auxiliary.unit.path


class PayInput(models.Model):
    """What a month brings for one person 计薪事项: hours, days, times, an amount; entered, or written by another room."""

    class Kind(models.TextChoices):
        OVERTIME_150 = "overtime_150", _("Overtime on workdays, hours")
        OVERTIME_200 = "overtime_200", _("Work on rest days, hours")
        OVERTIME_300 = "overtime_300", _("Work on statutory holidays, hours")
        ABSENCE = "absence", _("Absence without pay, workdays")
        SICK = "sick", _("Sick leave, workdays")
        ITEM = "item", _("An item of the scheme")
        BONUS = "bonus", _("Yearly bonus, taxed apart")
        BONUS_MERGED = "bonus_merged", _("Yearly bonus, taxed with the pay")
        SEVERANCE = "severance", _("Severance")
        BACK_PAY = "back_pay", _("Pay of earlier months")
        DAMAGE = "damage", _("Damages by agreement")
        COURT = "court", _("Deduction by court order")
        OWED = "owed", _("Owed from the month before")
        WITHHELD = "withheld", _("Performance pay not paid, by decision")

    # What a person may enter: the run itself carries what is owed, decisions bring what they withhold.
    TYPED = tuple(kind for kind in Kind.values if kind not in ("owed", "withheld"))

    class Source(models.TextChoices):
        ENTERED = "entered", _("entered")
        IMPORTED = "imported", _("imported")
        CONDUCT = "conduct", _("by decision")
        SHIFTS = "shifts", _("from the shifts")
        CARRIED = "carried", _("carried over")

    auxiliary = models.ForeignKey("roster.Auxiliary", models.PROTECT, related_name="pay_inputs")
    month = models.DateField(_("month"))
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    item_code = models.CharField(_("item"), max_length=20, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=8, decimal_places=2, null=True, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2, null=True, blank=True)
    source = models.CharField(_("source"), max_length=10, choices=Source, default=Source.ENTERED)
    note = models.CharField(_("note"), max_length=200, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # What a decision of another room brought: on which days of the month, its number, and the row there, so that it counts once.
    starts_on = models.DateField(_("from"), null=True, editable=False)
    ends_on = models.DateField(_("to"), null=True, editable=False)
    document = models.CharField(_("document number"), max_length=60, blank=True, db_default="", editable=False)
    house_policy = models.BooleanField(_("house policy"), default=False, db_default=False, editable=False)
    origin = models.CharField(max_length=40, blank=True, db_default="", editable=False)

    objects = querysets.InputQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["auxiliary", "month"], name="pay_input_of_month"),
            # Hours beyond of everybody in a month or two (payroll/signs.py), without the months before.
            models.Index(
                fields=["month", "auxiliary"],
                include=["kind", "quantity"],
                condition=Q(
                    kind__in=["overtime_150", "overtime_200", "overtime_300"],
                    quantity__isnull=False,
                    withdrawn_at__isnull=True,
                ),
                name="pay_input_overtime",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="pay_input_month_is_a_month",
                violation_error_message=_("A month is given by its first day."),
            ),
            models.CheckConstraint(
                condition=Q(quantity__isnull=False, amount__isnull=True, quantity__gte=0)
                | Q(quantity__isnull=True, amount__isnull=False, amount__gte=0),
                name="pay_input_is_quantity_or_amount",
                violation_error_message=_("Give a quantity or an amount, not both, and not below nought."),
            ),
            models.UniqueConstraint(
                fields=["origin", "month"],
                condition=Q(withdrawn_at=None) & ~Q(origin=""),
                name="decision_once_a_month",
                violation_error_message=_("This decision counts in the month already."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="withheld")
                | Q(
                    source="conduct",
                    quantity__gt=0,
                    quantity__lte=1,
                    starts_on__gte=F("month"),
                    ends_on__gte=F("starts_on"),
                )
                & ~Q(document="")
                & ~Q(origin=""),
                name="withheld_by_a_decision",
                violation_error_message=_("Performance pay is withheld by a decision only, on days of the month."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.month:%Y-%m}"

    def audit_unit_path(self) -> str:
        return self.auxiliary.unit.path


def month_of(day: date) -> date:
    """The month of a day, as rows name it: by its first day."""
    return day.replace(day=1)
