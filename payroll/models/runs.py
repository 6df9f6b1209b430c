"""The pay run of a month, its payslips frozen line by line, the tax ledger, what stood out, and corrections."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from payroll import querysets

WORKING = ("draft", "calculating", "calculated")


def money(name: object, **more: object) -> models.DecimalField:
    return models.DecimalField(name, max_digits=12, decimal_places=2, **more)  # type: ignore[arg-type]


class PayRun(models.Model):
    """One month's pay of a unit and everything below it 工资批次. Drafted by one person, released by another."""

    class Kind(models.TextChoices):
        MONTHLY = "monthly", _("Monthly pay")
        CORRECTION = "correction", _("Correction")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        CALCULATING = "calculating", _("Being calculated")
        CALCULATED = "calculated", _("Calculated")
        REVIEWED = "reviewed", _("Reviewed")
        RELEASED = "released", _("Released")
        ISSUED = "issued", _("Issued")
        CANCELLED = "cancelled", _("Cancelled")

    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="pay_runs", verbose_name=_("unit"))
    month = models.DateField(_("month"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.MONTHLY)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    pay_day = models.DateField(_("payday"))
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drafted_person = models.ForeignKey("organisation.Person", models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    calculated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    calculated_person = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    calculated_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    released_person = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)
    people = models.PositiveIntegerField(_("people"), default=0)
    gross = money(_("gross pay"), default=0)
    insurance = money(_("own shares of insurance"), default=0)
    tax = money(_("tax"), default=0)
    deducted = money(_("deducted"), default=0)
    net = money(_("paid out"), default=0)
    cost = money(_("cost of the unit beside the gross pay"), default=0)
    basis = models.JSONField(default=dict)  # what all slips have in common: values of the day, schemes, terms
    message = models.JSONField(default=dict)  # why the work on it failed, in both languages
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = querysets.RunQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-month", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "month"],
                condition=Q(kind="monthly") & ~Q(status="cancelled"),
                name="one_monthly_run",
                violation_error_message=_("The unit already has a run for this month: go on with that one."),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="pay_run_month_is_a_month",
                violation_error_message=_("A month is given by its first day."),
            ),
            models.CheckConstraint(
                condition=Q(released_person__isnull=True) | ~Q(released_person=F("drafted_person")),
                name="pay_run_released_by_another",
                violation_error_message=_("Whoever drafted a run cannot release it."),
            ),
            models.CheckConstraint(
                condition=Q(released_person__isnull=True)
                | (Q(calculated_person__isnull=False) & ~Q(released_person=F("calculated_person"))),
                name="pay_run_released_not_by_its_clerk",
                violation_error_message=_("Whoever calculated a run cannot release it."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["released", "issued"])
                | Q(released_by__isnull=False, released_person__isnull=False, released_at__isnull=False),
                name="pay_run_released_by_somebody",
                violation_error_message=_("A released run names who released it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.month:%Y-%m}"

    @property
    def works(self) -> bool:
        """Something is under way in the background: the page looks again."""
        return self.status in (self.Status.CALCULATING, self.Status.RELEASED)

    @property
    def is_open(self) -> bool:
        """It may still be calculated anew or cancelled."""
        return self.status in (*WORKING, self.Status.REVIEWED)


class Payslip(models.Model):
    """What one person gets for one month from one employer 工资条. Written once; never changed after the release."""

    run = models.ForeignKey(PayRun, models.PROTECT, related_name="payslips")
    auxiliary = models.ForeignKey("roster.Auxiliary", models.PROTECT, related_name="payslips")
    employer = models.ForeignKey("organisation.Employer", models.PROTECT, related_name="+")
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+")
    setting = models.ForeignKey("payroll.PaySetting", models.PROTECT, null=True, related_name="+")
    month = models.DateField(_("month"))
    name = models.CharField(_("name"), max_length=60)
    badge_number = models.CharField(_("badge number"), max_length=20, blank=True)
    post = models.CharField(_("post"), max_length=60, blank=True)
    grade = models.CharField(_("grade"), max_length=40, blank=True)
    gross = money(_("gross pay"))
    insurance = money(_("own shares of insurance"))
    tax = money(_("tax"))
    deducted = money(_("deducted"))
    net = money(_("paid out"))
    cost = money(_("cost of the unit beside the gross pay"))
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    basis = models.JSONField(default=dict)  # what it was calculated from, beside the run's: enough to do it again

    objects = querysets.SlipQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["auxiliary", "-month"], name="payslip_of_auxiliary"),
            models.Index(fields=["run", "id"], name="payslip_of_run"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["auxiliary", "employer", "month"],
                condition=Q(reverses__isnull=True, replaces__isnull=True),
                name="one_payslip_a_month",
                violation_error_message=_("This person already has a payslip of this month."),
            ),
            models.CheckConstraint(
                condition=Q(net=F("gross") - F("insurance") - F("tax") - F("deducted")),
                name="payslip_adds_up",
                violation_error_message=_("Gross pay less what is withheld is not what is paid out."),
            ),
            models.CheckConstraint(
                condition=Q(net__gte=0) | Q(reverses__isnull=False),
                name="payslip_net_not_negative",
                violation_error_message=_("Nobody is paid less than nothing."),
            ),
            models.CheckConstraint(
                condition=Q(reverses__isnull=True) | Q(replaces__isnull=True),
                name="payslip_reverses_or_replaces",
                violation_error_message=_("A payslip reverses another or replaces it."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.month:%Y-%m}"

    def audit_unit_path(self) -> str:
        return self.unit.path


class PayslipLine(models.Model):
    """One line of a payslip with its formula, quantity, rate and article; frozen with the slip."""

    class Part(models.TextChoices):
        EARNED = "earned", _("Pay")
        INSURANCE = "insurance", _("Own shares of insurance")
        TAX = "tax", _("Tax")
        DEDUCTED = "deducted", _("Deductions")
        UNIT = "unit", _("Borne by the unit")

    slip = models.ForeignKey(Payslip, models.PROTECT, related_name="lines")
    number = models.SmallIntegerField()
    part = models.CharField(_("part"), max_length=10, choices=Part)
    code = models.CharField(_("code"), max_length=30)
    name = models.CharField(_("name"), max_length=40, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=10, decimal_places=4, null=True)
    rate = models.DecimalField(_("rate"), max_digits=14, decimal_places=6, null=True)
    amount = money(_("amount"))
    formula = models.CharField(_("formula"), max_length=160, blank=True)
    article = models.CharField(_("article"), max_length=60, blank=True)
    source = models.ForeignKey("payroll.FundingSource", models.PROTECT, null=True, related_name="+", db_index=False)
    of_month = models.DateField(_("for the month"), null=True)  # an earlier one than that of the payslip

    objects = querysets.LineQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["slip", "number"], name="payslip_line_once")]

    def __str__(self) -> str:
        return self.name or self.code


class TaxLedger(models.Model):
    """Cumulative withholding of one person by one employer in one year 累计预扣: an entry for each payslip. Only grows."""

    auxiliary = models.ForeignKey("roster.Auxiliary", models.PROTECT, related_name="tax_ledger")
    employer = models.ForeignKey("organisation.Employer", models.PROTECT, related_name="+")
    year = models.SmallIntegerField(_("year"))
    number = models.SmallIntegerField()
    slip = models.OneToOneField(Payslip, models.PROTECT, null=True, related_name="ledger")
    pay_day = models.DateField(_("paid on"))
    income = money(_("income"))
    insurance = money(_("own shares of insurance"))
    special = money(_("special additional deductions"))
    other = money(_("other deductions"))
    withheld = money(_("withheld"))
    total_income = money(_("income so far"))
    total_insurance = money(_("own shares so far"))
    total_special = money(_("special additional deductions so far"))
    total_other = money(_("other deductions so far"))
    total_withheld = money(_("withheld so far"))

    objects = querysets.LedgerQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["auxiliary", "employer", "year", "number"],
                name="ledger_entry_once",
                violation_error_message=_("Another payment was entered meanwhile: calculate the run again."),
            ),
            models.CheckConstraint(
                condition=Q(total_withheld__gte=0),
                name="ledger_never_below_nought",
                violation_error_message=_("No tax is paid back within the year (2018-61, 6)."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.auxiliary_id} {self.year}/{self.number}"

    def audit_unit_path(self) -> str:
        return self.auxiliary.unit.path


class PayAnomaly(models.Model):
    """Something about a run that a person looks at before it is released 异常: accepted with a reason, or mended."""

    class Code(models.TextChoices):
        NEW = "new", _("Paid for the first time")
        GONE = "gone", _("Paid last month and not now")
        UP = "up", _("A fifth more than last month, or above")
        DOWN = "down", _("A fifth less than last month, or below")
        BELOW_MINIMUM = "below_minimum", _("Below the minimum wage")
        NO_MINIMUM = "no_minimum", _("No minimum wage is set: the unit supplies it")
        NO_INSURANCE = "no_insurance", _("Without an insurance that everybody has")
        NO_TERMS = "no_terms", _("Limits and rates of the insurance are not set: the unit supplies them")
        NO_SCHEME = "no_scheme", _("No pay scheme is in force")
        NO_CONTRACT = "no_contract", _("No contract is in force")
        TWO_EMPLOYERS = "two_employers", _("Two employers in the month")
        BACK_PAID = "back_paid", _("Contributions of earlier months are made up for")
        BACK_ELSEWHERE = "back_elsewhere", _("Contributions or pay of earlier months with another employer")
        LATE_UNKNOWN = "late_unknown", _("No day is entered until which contributions are due")
        BANK_CHANGED = "bank_changed", _("The bank card was changed after the calculation")
        NO_BANK = "no_bank", _("No bank card")
        OVER_BUDGET = "over_budget", _("The budget is exceeded")
        OWES = "owes", _("What is withheld exceeds the pay: carried over")
        CAPPED = "capped", _("A deduction was cut to what may be withheld")
        OVERTIME = "overtime", _("More than 36 hours of overtime")
        BONUS_TWICE = "bonus_twice", _("A second bonus taxed apart in one year")
        BONUS_DEARER = "bonus_dearer", _("The bonus taxed the other way may cost less tax")
        LOW_INCOME_ON = "low_income_on", _("60,000 are free from January, and the settings do not say so")
        LOW_INCOME_OFF = "low_income_off", _("60,000 are set as free from January, and last year's pay was above them")
        NO_AVERAGE = "no_average", _("No average wage of the place is set: the unit supplies it")

    run = models.ForeignKey(PayRun, models.CASCADE, related_name="anomalies")
    auxiliary = models.ForeignKey("roster.Auxiliary", models.PROTECT, null=True, related_name="+")
    code = models.CharField(_("what"), max_length=15, choices=Code)
    key = models.CharField(max_length=120, blank=True)  # what it is about beside the person: an insurance, a source
    before = money(_("last month"), null=True)
    now = money(_("now"), null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = querysets.AnomalyQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "auxiliary", "code", "key"], name="anomaly_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, reason="")
                | (Q(accepted_at__isnull=False, accepted_by__isnull=False) & ~Q(reason="")),
                name="anomaly_accepted_with_a_reason",
                violation_error_message=_("What stood out is accepted by somebody and with a reason."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_code_display())

    def audit_unit_path(self) -> str:
        return self.run.unit.path


class Correction(models.Model):
    """A released payslip found wrong 更正: it is reversed as a whole and replaced by a right one in a run of its own."""

    slip = models.OneToOneField(Payslip, models.PROTECT, related_name="correction")
    run = models.ForeignKey(PayRun, models.PROTECT, related_name="corrections")
    reason = models.CharField(_("reason"), max_length=300)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    objects = querysets.CorrectionQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="correction_has_a_reason",
                violation_error_message=_("Say what was wrong."),
            )
        ]

    def __str__(self) -> str:
        return str(self.slip)

    def audit_unit_path(self) -> str:
        return self.run.unit.path
