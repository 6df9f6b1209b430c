"""What falls due: one notice for each stage of each case, who was told, the daily mail, and the runs that made them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import deadlines
from reminders import querysets
from reminders.wording import day_said, message_words


class Notice(models.Model):
    """A reminder 提醒: one stage of one thing that falls due. Not the deadline itself, which stays in its record.

    A case is (source, subject, due_on); its newest stage stands, the earlier ones are overtaken. All stages of a case
    close together when the record is put right, and stand up again if the record falls back.
    """

    class Closed(models.TextChoices):
        PUT_RIGHT = "put_right", _("Put right")

    source = models.CharField(_("kind"), max_length=40)
    subject = models.CharField(max_length=80)
    due_on = models.DateField(_("due on"))
    stage = models.SmallIntegerField(_("days before"))
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="notices", verbose_name=_("unit"))
    person = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="notices")
    label = models.CharField(_("about"), max_length=200)
    url = models.CharField(max_length=200, blank=True)
    made_on = models.DateField(_("made on"))
    made_at = models.DateTimeField()
    overtaken = models.BooleanField(default=False)
    told_at = models.DateTimeField(null=True)
    escalates_on = models.DateField()
    escalated_at = models.DateTimeField(_("escalated"), null=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True)
    closed_why = models.CharField(max_length=10, choices=Closed, blank=True)

    objects = querysets.NoticeQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "subject", "due_on", "stage"],
                name="one_notice_for_each_stage",
                violation_error_message=_("This reminder has already been made."),
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="an_answer_has_its_author",
                violation_error_message=_("An answer names who gave it."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "due_on", "id"],
                name="notice_standing",
                condition=Q(closed_at__isnull=True, overtaken=False),
            ),
            models.Index(fields=["source"], name="notice_open_cases", condition=Q(closed_at__isnull=True)),
            models.Index(
                fields=["unit"], name="notice_untold", condition=Q(closed_at__isnull=True, told_at__isnull=True)
            ),
            models.Index(fields=["person"], name="notice_own", condition=Q(closed_at__isnull=True, overtaken=False)),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.subject} {self.due_on} {self.stage}"

    @property
    def title(self) -> Any:
        """What the kind is called; its code if the source is no longer registered."""
        try:
            return deadlines.source(self.source).title
        except KeyError:
            return self.source

    @property
    def days_after(self) -> int:
        """How long after the due day this stage is told; negative for one before it."""
        return -self.stage

    @property
    def can_be_answered(self) -> bool:
        return self.closed_at is None and self.answered_at is None and not self.overtaken


class Digest(models.Model):
    """The mail of one day to one user 每日提醒邮件: at most one, sent at least once under an unchanging Message-ID."""

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="digests")
    day = models.DateField()
    message_id = models.CharField(max_length=120, unique=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "day"],
                name="one_digest_a_day",
                violation_error_message=_("The mail of this day has already been made."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day}"


class Delivery(models.Model):
    """Who was told of a notice, and whether they have read it 送达. Once for each notice and user."""

    class Why(models.TextChoices):
        CHARGE = "charge", _("In charge of the unit")
        ESCALATED = "escalated", _("Nobody answered in time")
        SELF = "self", _("It is about you")
        LOOKED = "looked", _("Looked it up")

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="deliveries")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="deliveries")
    why = models.CharField(max_length=10, choices=Why)
    digest = models.ForeignKey(Digest, models.PROTECT, null=True, related_name="deliveries")
    seen_at = models.DateTimeField(_("read"), null=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "user"],
                name="told_once",
                violation_error_message=_("This person has already been told."),
            )
        ]
        indexes = [
            models.Index(
                fields=["user"], name="delivery_undigested", condition=Q(digest__isnull=True) & ~Q(why="looked")
            )
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} → {self.user_id}"


class Message(models.Model):
    """Something that happened and concerns a user 消息: shown until read, and once in the mail of the day."""

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="house_messages")
    kind = models.CharField(max_length=60)
    words = models.JSONField(default=dict)
    url = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(_("read"), null=True)
    digest = models.ForeignKey(Digest, models.PROTECT, null=True, related_name="messages")

    class Meta:
        default_permissions = ()
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key"],
                name="message_once",
                violation_error_message=_("This person has already been told."),
            )
        ]
        indexes = [
            models.Index(fields=["user", "-made_at"], name="message_unread", condition=Q(seen_at__isnull=True)),
            models.Index(fields=["user"], name="message_unmailed", condition=Q(digest__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.key}"

    @property
    def text(self) -> str:
        """The sentence in the language in force; the bare kind where no room gave one."""
        words = {name: day_said(value) for name, value in self.words.items()}
        return str(message_words.get(self.kind, self.kind)) % words


class Run(models.Model):
    """One look at everything that falls due 提醒扫描: begun, last seen alive, finished, and what it did."""

    day = models.DateField(db_index=True)
    started_at = models.DateTimeField()
    alive_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    made = models.PositiveIntegerField(default=0)
    closed = models.PositiveIntegerField(default=0)
    reopened = models.PositiveIntegerField(default=0)
    escalated = models.PositiveIntegerField(default=0)
    digests = models.PositiveIntegerField(default=0)
    failed = models.JSONField(default=list)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.day} {self.started_at:%H:%M:%S}"
