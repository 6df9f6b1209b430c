"""Which offices, which people: units, natural persons, officers, employers, dispatch agreements."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.crypto import SealedField
from core.masking import mask_identity
from core.periods import no_overlap, ordered
from core.sealed import SealedModel
from organisation import querysets


class Unit(models.Model):
    """An office of public security 单位: bureau, branch, station, brigade. Never deleted; it closes on a day."""

    class Level(models.TextChoices):
        MINISTRY = "ministry", _("Ministry")
        PROVINCE = "province", _("Province")
        CITY = "city", _("City bureau")
        COUNTY = "county", _("County bureau or branch")
        STATION = "station", _("Station or brigade")
        TEAM = "team", _("Team")

    code = models.CharField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=100)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=200, unique=True, editable=False, db_collation="C")
    level = models.CharField(_("level"), max_length=10, choices=Level)
    residents = models.PositiveIntegerField(_("residents"), null=True, blank=True)
    police_establishment = models.PositiveIntegerField(_("police establishment"), null=True, blank=True)
    starts_on = models.DateField(_("open since"))
    ends_on = models.DateField(_("closed on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = querysets.UnitQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        default_permissions = ()
        indexes = [models.Index(OpClass(F("path"), name="text_pattern_ops"), name="unit_below")]
        constraints = [
            ordered("unit_closes_after_it_opens", _("A unit cannot close before it opens.")),
            models.CheckConstraint(
                condition=~Q(parent=F("id")),
                name="unit_not_its_own_parent",
                violation_error_message=_("A unit cannot stand under itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name


class UnitJurisdiction(models.Model):
    """Which place's rules a unit and everything below it follow, from a day on 适用地区. Rows are only added."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="jurisdictions")
    pack = models.CharField(_("rule pack"), max_length=20)
    since = models.DateField(_("since"))
    set_by = models.ForeignKey("Person", models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "since"],
                name="one_jurisdiction_a_day",
                violation_error_message=_("The unit already has rules from this day on."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.pack} {self.since}"


class Person(SealedModel):
    """A natural person 自然人. A user, an officer and an auxiliary each point to one: two accounts are still one person."""

    class Sex(models.TextChoices):
        MALE = "M", _("Male")
        FEMALE = "F", _("Female")

    name = models.CharField(_("name"), max_length=60)
    pinyin = models.CharField(_("pinyin"), max_length=160, blank=True)
    initials = models.CharField(max_length=30, blank=True, editable=False)
    search = ArrayField(models.CharField(max_length=40), default=list, editable=False)
    identity_number = SealedField(_("identity number"), label="person.identity_number", find="once")
    born_on = models.DateField(_("born on"), null=True, blank=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True)
    region = models.CharField(_("region of registration"), max_length=6, blank=True)
    phone = SealedField(_("phone"), label="person.phone", find="any")
    email = models.EmailField(_("e-mail"), blank=True)

    objects = querysets.PersonQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            GinIndex(fields=["search"], name="person_search"),
            models.Index(fields=["pinyin", "id"], name="person_pinyin"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def identity_masked(self) -> str:
        """Shown everywhere unless unmasking was asked for and recorded."""
        return mask_identity(self.identity_number)


class Officer(models.Model):
    """A people's police officer 民警 with a police number. Only a serving one approves, commands or leads."""

    class Status(models.TextChoices):
        SERVING = "serving", _("Serving")
        TRAINEE = "trainee", _("Trainee")
        RETIRED = "retired", _("Retired")
        LEFT = "left", _("Left the police")

    person = models.OneToOneField(Person, models.PROTECT, related_name="officer")
    police_number = models.CharField(_("police number"), max_length=12, unique=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="officers")
    rank = models.CharField(_("rank or post"), max_length=40, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.SERVING)
    starts_on = models.DateField(_("since"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)

    objects = querysets.OfficerQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [ordered("officer_ends_after_start", _("The last day is before the first."))]

    def __str__(self) -> str:
        return self.person.name


class Employer(models.Model):
    """Who signs the labour contract 用人单位: the organ itself, or a dispatch firm."""

    class Kind(models.TextChoices):
        ORGAN = "organ", _("Public-security organ")
        FIRM = "firm", _("Dispatch firm")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=120, unique=True)
    credit_code = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="employers", verbose_name=_("unit that uses it"))
    licence_number = models.CharField(_("dispatch licence number"), max_length=60, blank=True)
    licence_until = models.DateField(_("dispatch licence valid until"), null=True, blank=True)

    objects = querysets.EmployerQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class DispatchAgreement(models.Model):
    """The agreement between the organ and a dispatch firm 劳务派遣协议; dispatched contracts stand on one."""

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="agreements")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="dispatch_agreements")
    number = models.CharField(_("number"), max_length=60, unique=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = querysets.AgreementQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            ordered("agreement_ends_after_start", _("The agreement ends before it begins.")),
            no_overlap(
                "employer_id",
                "unit_id",
                name="one_agreement_at_a_time",
                message=_("The firm and the unit already have an agreement in these days."),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def audit_unit_path(self) -> str:
        return self.unit.path
