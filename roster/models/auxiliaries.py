"""The auxiliary: a natural person hired by contract who is not police."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from core.crypto import SealedField
from core.crypto.files import SealedFileField
from core.masking import mask_card, mask_phone
from core.sealed import SealedModel
from roster import querysets


class Category(models.TextChoices):
    """The two kinds of auxiliaries; nobody else is one."""

    SERVICE = "service", _("Service")
    CLERICAL = "clerical", _("Clerical")


class Auxiliary(SealedModel):
    """An auxiliary 辅警 on file. Not a police officer; never deleted: people leave, and may come back."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("On strength")
        SUSPENDED = "suspended", _("Suspended")
        LEFT = "left", _("Left")

    class Education(models.TextChoices):
        JUNIOR_SECONDARY = "junior_secondary", _("Junior secondary or below")
        SENIOR_SECONDARY = "senior_secondary", _("Senior or vocational secondary")
        JUNIOR_COLLEGE = "junior_college", _("Junior college")
        BACHELOR = "bachelor", _("Bachelor")
        MASTER = "master", _("Master or above")

    class Political(models.TextChoices):
        MASSES = "masses", _("No party")
        LEAGUE = "league", _("Communist Youth League")
        PARTY = "party", _("Communist Party member")
        PROBATIONARY = "probationary", _("Probationary party member")
        OTHER = "other", _("Other party")

    person = models.OneToOneField("organisation.Person", models.PROTECT, related_name="auxiliary")
    badge_number = models.CharField(_("badge number"), max_length=20, blank=True)
    category = models.CharField(_("category"), max_length=10, choices=Category)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ACTIVE)
    unit = models.ForeignKey(
        "organisation.Unit", models.PROTECT, related_name="auxiliaries", verbose_name=_("present unit")
    )
    post = models.ForeignKey(
        "roster.Post", models.PROTECT, null=True, blank=True, related_name="auxiliaries", verbose_name=_("present post")
    )
    grade = models.CharField(_("grade"), max_length=40, blank=True)
    quota_year = models.PositiveSmallIntegerField(_("year of the quota"), editable=False)
    education = models.CharField(_("education"), max_length=20, choices=Education, blank=True)
    political_status = SealedField(_("political status"), choices=Political, label="auxiliary.political_status")
    veteran = models.BooleanField(_("veteran"), default=False)
    specialities = ArrayField(models.CharField(max_length=40), verbose_name=_("specialities"), default=list, blank=True)
    address = SealedField(_("address"), label="auxiliary.address")
    emergency_name = SealedField(_("emergency contact"), max_length=60, label="auxiliary.emergency_name")
    emergency_phone = SealedField(_("phone of the emergency contact"), label="auxiliary.emergency_phone")
    bank_card = SealedField(_("bank card"), label="auxiliary.bank_card")
    first_worked_on = models.DateField(_("first day of any work"), null=True, blank=True)
    hired_on = models.DateField(_("hired on"))
    left_on = models.DateField(_("last day"), null=True, blank=True)
    medical_on = models.DateField(_("last yearly medical"), null=True, blank=True)
    photo = SealedFileField(_("photo"), label="roster_auxiliary.photo", blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = querysets.AuxiliaryQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["unit", "status", "category"], name="auxiliary_counted"),
            # A badge number is looked for by its beginning, in any case (querysets.search).
            models.Index(OpClass(Upper("badge_number"), name="text_pattern_ops"), name="auxiliary_badge"),
            models.Index(fields=["post"], name="auxiliary_in_post", condition=~Q(status="left")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["badge_number"],
                condition=~Q(badge_number=""),
                name="badge_number_once",
                violation_error_message=_("Another auxiliary already wears this badge number."),
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("hired_on")),
                name="auxiliary_leaves_after_hired",
                violation_error_message=_("The last day is before the day of hiring."),
            ),
            models.CheckConstraint(
                condition=~Q(status="left") | Q(left_on__isnull=False),
                name="auxiliary_left_on_a_day",
                violation_error_message=_("Whoever left did so on a day: give the last day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person.name} {self.badge_number}".strip()

    @property
    def name(self) -> str:
        return str(self.person.name)

    @property
    def bank_card_masked(self) -> str:
        return mask_card(self.bank_card)

    @property
    def phone_masked(self) -> str:
        return mask_phone(self.person.phone)

    @property
    def emergency_phone_masked(self) -> str:
        return mask_phone(self.emergency_phone)
