"""How many may be hired, and for which work."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.periods import ordered
from roster import querysets
from roster.models.auxiliaries import Category


class Quota(models.Model):
    """An approved number of auxiliaries 用人额度 for a unit and everything below it, in a year. Nobody is hired without one."""

    class Category(models.TextChoices):
        SERVICE = "service", _("Service")
        CLERICAL = "clerical", _("Clerical")
        ANY = "any", _("Both categories")

    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="quotas", verbose_name=_("unit"))
    year = models.PositiveSmallIntegerField(_("year"))
    category = models.CharField(_("category"), max_length=10, choices=Category, default=Category.ANY)
    number = models.PositiveIntegerField(_("number"))
    approval_document = models.CharField(_("approval document"), max_length=120, blank=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    approved_by = models.CharField(_("approved by"), max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = querysets.QuotaQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "category"],
                name="quota_once_a_year",
                violation_error_message=_("The unit already has a quota for this year and category: change that one."),
            ),
            models.CheckConstraint(
                condition=Q(approved_on__isnull=True) | ~Q(approval_document=""),
                name="quota_approval_has_document",
                violation_error_message=_("An approved quota names its approval document."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.year} {self.get_category_display()}"


class Post(models.Model):
    """A post 岗位: a kind of work in a unit, with a number of places and the money it is paid from."""

    class Funding(models.TextChoices):
        SPECIAL_FUND = "special_fund", _("Government special fund")
        FOUNDATION = "foundation", _("Local defence foundation")
        OWN_BUDGET = "own_budget", _("The unit's own budget")

    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="posts", verbose_name=_("unit"))
    title = models.CharField(_("title"), max_length=60)
    category = models.CharField(_("category"), max_length=10, choices=Category)
    funding_source = models.CharField(_("paid from"), max_length=15, choices=Funding)
    headcount = models.PositiveIntegerField(_("places"))
    duty_codes = ArrayField(models.CharField(max_length=60), verbose_name=_("usual duties"), default=list, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = querysets.PostQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            ordered("post_ends_after_start", _("The post ends before it begins.")),
            models.UniqueConstraint(
                fields=["unit", "title", "category"],
                condition=Q(ends_on__isnull=True),
                name="post_once_in_a_unit",
                violation_error_message=_("The unit already has an open post of this title and category."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
