"""What is paid to whom by which rule, and from which money: schemes, items, amounts, sources and their budgets."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.periods import no_overlap, ordered
from payroll import querysets


class FundingSource(models.Model):
    """Where the money comes from 经费来源: the government's special fund, a foundation, the unit's own budget."""

    class Kind(models.TextChoices):
        SPECIAL_FUND = "special_fund", _("Government special fund")
        FOUNDATION = "foundation", _("Local defence foundation")
        OWN_BUDGET = "own_budget", _("The unit's own budget")

    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    name = models.CharField(_("name"), max_length=80)

    objects = querysets.PayQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"],
                name="funding_source_once",
                violation_error_message=_("The unit already has a source of this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Budget(models.Model):
    """What a source may spend on auxiliaries in one year 预算."""

    source = models.ForeignKey(FundingSource, models.PROTECT, related_name="budgets")
    year = models.PositiveSmallIntegerField(_("year"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = querysets.BudgetQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["source", "year"],
                name="budget_once_a_year",
                violation_error_message=_("The source already has a budget for this year."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="budget_not_negative",
                violation_error_message=_("A budget cannot be negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.year}"

    def audit_unit_path(self) -> str:
        return self.source.unit.path


class PayScheme(models.Model):
    """How a unit and everything below it pays, from a day on 薪酬方案. The nearest unit upward speaks."""

    class Proration(models.TextChoices):
        """All are customary for somebody who served a part of the month (contested: docs/adr/0016)."""

        DOWN = "down", _("The month's wage less the days missed")
        UP = "up", _("The days served")
        WORKDAYS = "workdays", _("The share of the month's workdays")
        CALENDAR = "calendar", _("The share of the month's days")

    class InsuredWith(models.TextChoices):
        """Who pays the insurances of a month with two employers: no source says; a setting of the house."""

        LATER = "later", _("the later one")
        EARLIER = "earlier", _("the earlier one")

    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="pay_schemes", verbose_name=_("unit"))
    name = models.CharField(_("name"), max_length=80)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    payday = models.SmallIntegerField(_("payday, of the next month"), default=10)
    proration = models.CharField(_("part of a month"), max_length=8, choices=Proration, default=Proration.DOWN)
    insured_with = models.CharField(
        _("insurances of a month with two employers"), max_length=7, choices=InsuredWith, default=InsuredWith.LATER,
        db_default=InsuredWith.LATER,
    )  # fmt: skip
    probation_share = models.DecimalField(
        _("share of the wage in probation"), max_digits=4, decimal_places=3, default=Decimal("0.8")
    )
    sick_share = models.DecimalField(
        _("share of the wage when ill"), max_digits=4, decimal_places=3, default=Decimal("0.8")
    )
    minimum_wage = models.DecimalField(
        _("minimum wage of the place"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    minimum_has_own_shares = models.BooleanField(_("it holds the own shares of insurance"), default=True)
    local_average = models.DecimalField(
        _("yearly average wage of the place, of last year"), max_digits=10, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0)],
    )  # fmt: skip

    objects = querysets.SchemeQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            ordered("pay_scheme_ends_after_start", _("The scheme ends before it begins.")),
            no_overlap(
                "unit_id",
                name="one_pay_scheme_at_a_time",
                message=_("The unit already has a scheme in these days: end that one first."),
            ),
            models.CheckConstraint(
                condition=Q(payday__gte=1, payday__lte=28),
                name="payday_in_every_month",
                violation_error_message=_("A payday is a day from 1 to 28: every month has it."),
            ),
            models.CheckConstraint(
                condition=Q(probation_share__gte=Decimal("0.8"), probation_share__lte=1),
                name="probation_pays_four_fifths",
                violation_error_message=_("In probation at least four fifths are paid (LCL 20)."),
            ),
            models.CheckConstraint(
                condition=Q(sick_share__gte=0, sick_share__lte=1),
                name="sick_share_is_a_share",
                violation_error_message=_("A share lies between 0 and 1."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PayItem(models.Model):
    """One item of a scheme 项目: what it is, how it is reckoned, from which money it comes."""

    class Kind(models.TextChoices):
        BASIC = "basic", _("Basic pay")
        GRADE = "grade", _("Grade pay")
        POST = "post", _("Post pay")
        SENIORITY = "seniority", _("Seniority pay")
        PERFORMANCE = "performance", _("Performance pay")
        NIGHT = "night", _("Night allowance")
        DANGER = "danger", _("Danger allowance")
        MEAL = "meal", _("Meal allowance")
        TRANSPORT = "transport", _("Transport allowance")
        OTHER = "other", _("Other allowance")

    class Basis(models.TextChoices):
        MONTH = "month", _("An amount a month")
        EACH = "each", _("An amount for each time or day")
        GIVEN = "given", _("As entered for the month")

    scheme = models.ForeignKey(PayScheme, models.PROTECT, related_name="items")
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("name"), max_length=40)
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    basis = models.CharField(_("reckoned by"), max_length=5, choices=Basis, default=Basis.MONTH)
    source = models.ForeignKey(
        FundingSource, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("paid from")
    )
    in_probation = models.BooleanField(_("paid in probation"), default=True)
    in_overtime = models.BooleanField(_("part of the overtime wage"), default=False)
    in_minimum = models.BooleanField(_("counts toward the minimum wage"), default=True)
    rank = models.PositiveSmallIntegerField(_("order"), default=10)

    objects = querysets.ItemQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "code"],
                name="pay_item_once",
                violation_error_message=_("The scheme already has an item of this code."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def audit_unit_path(self) -> str:
        return self.scheme.unit.path


class PayAmount(models.Model):
    """The amount of an item 标准, in yuan: for everybody, a grade, a post, from so many years of service, or one person."""

    item = models.ForeignKey(PayItem, models.PROTECT, related_name="amounts")
    grade = models.CharField(_("grade"), max_length=40, blank=True)
    post = models.ForeignKey("roster.Post", models.PROTECT, null=True, blank=True, related_name="+")
    auxiliary = models.ForeignKey("roster.Auxiliary", models.PROTECT, null=True, blank=True, related_name="+")
    years = models.PositiveSmallIntegerField(_("from so many years of service"), default=0)
    amount = models.DecimalField(_("amount"), max_digits=10, decimal_places=2)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    objects = querysets.AmountQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["auxiliary"], name="pay_amount_of_auxiliary")]
        constraints = [
            ordered("pay_amount_ends_after_start", _("The last day is before the first.")),
            models.UniqueConstraint(
                fields=["item", "grade", "post", "auxiliary", "years", "starts_on"],
                name="pay_amount_once",
                nulls_distinct=False,
                violation_error_message=_("This amount is already there: end it and enter the next one."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0),
                name="pay_amount_not_negative",
                violation_error_message=_("An amount cannot be negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.amount}"

    def audit_unit_path(self) -> str:
        owner = self.item.scheme if self.auxiliary is None else self.auxiliary
        return owner.unit.path


class InsuranceTerms(models.Model):
    """Limits and rates of one insurance for a unit and below, from a day on, as announced 参保标准. The next row replaces it."""

    class Rounding(models.TextChoices):
        FEN = "fen", _("to the fen")
        YUAN = "yuan", _("to the yuan")

    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    kind = models.CharField(_("insurance"), max_length=15)
    place = models.CharField(_("place"), max_length=60)
    since = models.DateField(_("since"))
    floor = models.DecimalField(_("lowest base"), max_digits=10, decimal_places=2)
    cap = models.DecimalField(_("highest base"), max_digits=10, decimal_places=2)
    own_rate = models.DecimalField(_("own rate"), max_digits=6, decimal_places=5)
    unit_rate = models.DecimalField(_("rate of the unit"), max_digits=6, decimal_places=5)
    own_fixed = models.DecimalField(_("own fixed amount"), max_digits=8, decimal_places=2, default=Decimal(0))
    rounding = models.CharField(_("rounded"), max_length=5, choices=Rounding, default=Rounding.FEN)
    document = models.CharField(_("announced by"), max_length=120)
    due_after = models.SmallIntegerField(
        _("due so many days after the month"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-31), MaxValueValidator(92)],
    )
    free_until = models.DateField(_("back-payments without surcharge until"), null=True, blank=True)

    objects = querysets.PayQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "since"],
                name="insurance_terms_once",
                violation_error_message=_("The unit already has terms of this insurance from this day on."),
            ),
            models.CheckConstraint(
                condition=Q(floor__gte=0, cap__gte=models.F("floor")),
                name="insurance_cap_over_floor",
                violation_error_message=_("The highest base is not below the lowest."),
            ),
            models.CheckConstraint(
                condition=Q(own_rate__gte=0, own_rate__lt=1, unit_rate__gte=0, unit_rate__lt=1, own_fixed__gte=0),
                name="insurance_rates_are_shares",
                violation_error_message=_("A rate is a share: for eight per cent write 0.08."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.place} {self.since}"


class DispatchFee(models.Model):
    """What a dispatch firm takes a head and month under its agreement 派遣服务费, from a day on."""

    agreement = models.ForeignKey("organisation.DispatchAgreement", models.PROTECT, related_name="+")
    since = models.DateField(_("since"))
    a_head = models.DecimalField(_("yuan a head and month"), max_digits=8, decimal_places=2)
    source = models.ForeignKey(
        FundingSource, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("paid from")
    )

    objects = querysets.FeeQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "since"],
                name="dispatch_fee_once",
                violation_error_message=_("The agreement already has a fee from this day on."),
            ),
            models.CheckConstraint(
                condition=Q(a_head__gte=0),
                name="dispatch_fee_not_negative",
                violation_error_message=_("A fee cannot be negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} {self.since}"

    def audit_unit_path(self) -> str:
        return self.agreement.unit.path
