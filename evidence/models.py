"""What was read, what looked unusual, and what the verifications of the trail found. The trail itself stands in core."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from evidence import querysets


class Reading(models.Model):
    """Somebody opened a person's file, paper or masked field 查阅记录. Insert-only; no foreign keys, as in the trail.

    One row for each opening, not one a day: the watch counts by the hour.
    """

    at = models.DateTimeField()
    user_id = models.BigIntegerField()
    user_name = models.CharField(max_length=150)
    person_id = models.BigIntegerField()
    person_label = models.CharField(max_length=200)
    what = models.CharField(max_length=40)
    unit_path = models.CharField(max_length=200, blank=True, db_collation="C")
    request_id = models.CharField(max_length=32, blank=True)
    address = models.CharField(max_length=45, blank=True)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["at"], name="reading_at"),
            models.Index(fields=["person_id", "-at"], name="reading_person"),
            models.Index(fields=["user_id", "-at"], name="reading_user"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.user_name} {self.what}"


class SecurityAlarm(models.Model):
    """Something unusual 安全告警: one for each kind, subject and window; closed by a note of whoever looked into it."""

    key = models.CharField(max_length=160, unique=True)
    kind = models.CharField(_("kind"), max_length=60)
    subject = models.CharField(_("about"), max_length=200)
    detail = models.JSONField(default=dict)
    unit_path = models.CharField(max_length=200, blank=True, db_collation="C")
    at = models.DateTimeField(_("time"))
    noted_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    answer = models.CharField(_("what came of it"), max_length=500, blank=True)

    objects = querysets.AlarmQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | models.Q(answered_at__isnull=False, answered_by__isnull=False) & ~models.Q(answer=""),
                name="an_answered_alarm_says_what_came_of_it",
                violation_error_message=_("Say what came of it."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Verification(models.Model):
    """One verification of the whole trail 审计链核验: asked for on the page, by command or nightly, and what it found."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Under way")
        INTACT = "intact", _("Intact")
        TAMPERED = "tampered", _("Tampered with")
        FAILED = "failed", _("Could not be finished")

    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    entries = models.BigIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)
    anchors = models.IntegerField(default=0)
    findings = models.JSONField(default=list)
    seconds = models.FloatField(default=0)

    class Meta:
        default_permissions = ()
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"],
                condition=models.Q(state="waiting"),
                name="one_verification_at_a_time",
                violation_error_message=_("A verification is under way already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M} {self.state}"
