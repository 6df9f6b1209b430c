"""Consents, requests about one's own data, holds, and what was deleted when."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.crypto import SealedField
from core.periods import ordered
from core.sealed import SealedModel
from privacy.querysets import RequestQuerySet

NOTICE = "notice"  # the notice of PIPL 17 was read; in the same table as consents


class Consent(models.Model):
    """A consent given or withdrawn, or the notice read 同意记录: for one purpose in one version. Only added to."""

    person = models.ForeignKey("organisation.Person", models.PROTECT, related_name="consents")
    purpose = models.SlugField(_("purpose"), max_length=40)
    version = models.CharField(_("version"), max_length=20)
    given = models.BooleanField(_("given"))
    at = models.DateTimeField(_("when"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["person", "purpose", "-at"], name="consent_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.purpose} {self.version} {self.given}"


class RightsRequest(SealedModel):
    """What an auxiliary asks about their own data 个人信息权利请求: correct it, delete it, stop using it."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("Correct it")
        DELETION = "deletion", _("Delete it")
        FREEZE = "freeze", _("Stop using it")

    class Status(models.TextChoices):
        OPEN = "open", _("Waits for an answer")
        ACCEPTED = "accepted", _("Done as asked")
        FROZEN = "frozen", _("Kept by law, no longer used otherwise")
        REFUSED = "refused", _("Refused")

    auxiliary = models.ForeignKey("roster.Auxiliary", models.PROTECT, related_name="rights_requests")
    kind = models.CharField(_("what is asked"), max_length=10, choices=Kind)
    field = models.CharField(_("about"), max_length=40)
    wrong = SealedField(_("what is wrong, or why"), max_length=500, blank=False, label="privacy_rightsrequest.wrong")
    should_be = SealedField(_("what it should be"), max_length=300, label="privacy_rightsrequest.should_be")
    evidence = models.ForeignKey(
        "roster.Document", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("paper")
    )
    made_at = models.DateTimeField(_("asked"))
    due_on = models.DateField(_("answer due"))
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_person = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("organisation.Person", models.PROTECT, related_name="rights_requests")
    decided_at = models.DateTimeField(_("answered"), null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["due_on"], name="rights_open", condition=Q(status="open"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="open", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(status="open") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="rights_answered_by_somebody",
                violation_error_message=_("An answer names who gave it."),
            ),
            models.CheckConstraint(
                condition=Q(decided_person__isnull=True) | ~Q(decided_person=F("person")),
                name="rights_answered_by_another",
                violation_error_message=_("Nobody answers their own request."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=("open", "accepted")) | ~Q(reason=""),
                name="rights_no_has_a_reason",
                violation_error_message=_("A no has a reason (PIPL 50)."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.field}"

    def audit_unit_path(self) -> str:
        return self.auxiliary.unit.path


class LegalHold(models.Model):
    """While a dispute or an inquiry runs nothing about this person is deleted 保全: who said so, why, until when."""

    person = models.ForeignKey("organisation.Person", models.PROTECT, related_name="holds")
    why = models.CharField(_("why"), max_length=300)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [ordered("hold_ends_after_start", _("The last day is before the first."))]

    def __str__(self) -> str:
        return f"{self.person_id} {self.starts_on}"


class RetentionRun(models.Model):
    """One policy on one day 留存清理: what was due, what was forgotten."""

    policy = models.CharField(_("policy"), max_length=40)
    day = models.DateField(_("day"))
    at = models.DateTimeField()
    due = models.PositiveIntegerField(_("due"), default=0)
    done = models.PositiveIntegerField(_("forgotten"), default=0)
    held = models.PositiveIntegerField(_("people held"), default=0)

    class Meta:
        default_permissions = ()
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["policy", "-at"], name="retention_newest")]

    def __str__(self) -> str:
        return f"{self.policy} {self.day}"


def people_held(day: Any) -> set[int]:
    """Persons about whom nothing may be deleted on that day."""
    rows = LegalHold.objects.filter(starts_on__lte=day).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
    return set(rows.values_list("person_id", flat=True))
