"""One export: who asked for what and why, who agreed, who is in it, and what became of the file."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.registries import ExportKind, export_kinds
from exports.querysets import ExportQuerySet

MANY = 100  # more people than this, or any sensitive column, and a second person decides


class Export(models.Model):
    """An export 导出. Never deleted; its file is."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting for a second person")
        DECLINED = "declined", _("Declined")
        MAKING = "making", _("Being made")
        READY = "ready", _("Ready to download")
        TAKEN = "taken", _("Downloaded")
        FAILED = "failed", _("Could not be made")
        EXPIRED = "expired", _("Not downloaded in time")
        WITHDRAWN = "withdrawn", _("Withdrawn by who asked")

    serial = models.CharField(_("serial"), max_length=16, unique=True)
    kind = models.CharField(_("kind"), max_length=40)
    format = models.CharField(_("format"), max_length=8)
    filters = models.JSONField(default=dict)
    purpose = models.CharField(_("purpose"), max_length=200)
    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="exports", verbose_name=_("unit"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="exports", verbose_name=_("by"))
    person = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    token = models.CharField(max_length=64)  # of the form: sent twice, it is one export
    language = models.CharField(max_length=10)
    day = models.DateField()
    requested_at = models.DateTimeField(_("asked for"))
    people = models.PositiveIntegerField(_("people"))
    sensitive = ArrayField(models.CharField(max_length=60), default=list, verbose_name=_("sensitive columns"))
    needs_second = models.BooleanField(default=False)
    status = models.CharField(_("status"), max_length=10, choices=Status)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_person = models.ForeignKey("organisation.Person", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True)
    decision_reason = models.CharField(_("reason"), max_length=300, blank=True)
    making_since = models.DateTimeField(null=True)
    made_at = models.DateTimeField(_("made"), null=True)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    size = models.PositiveIntegerField(default=0)  # bytes
    sha256 = models.CharField(max_length=64, blank=True)
    stored_name = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(_("until"), null=True)
    taken_at = models.DateTimeField(_("downloaded"), null=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    deleted_at = models.DateTimeField(_("file deleted"), null=True)
    message = models.JSONField(default=dict)  # why it failed or was withdrawn, in both languages

    objects = ExportQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-requested_at", "-pk"]
        indexes = [
            models.Index(fields=["by", "-requested_at"], name="export_mine"),
            models.Index(fields=["unit", "requested_at"], name="export_waiting", condition=Q(status="waiting")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["by", "token"],
                name="export_form_once",
                violation_error_message=_("This form was already sent."),
            ),
            models.CheckConstraint(
                condition=~Q(purpose=""),
                name="export_has_a_purpose",
                violation_error_message=_("Say what the file is for."),
            ),
            models.CheckConstraint(
                condition=Q(needs_second=True) | Q(people__lte=MANY, sensitive=[]),
                name="large_export_needs_two",
                violation_error_message=_("Many people or a sensitive column: a second person must agree."),
            ),
            models.CheckConstraint(
                condition=Q(needs_second=False)
                | Q(status__in=("waiting", "declined", "expired", "withdrawn"))
                | Q(decided_by__isnull=False, decided_person__isnull=False, decided_at__isnull=False),
                name="export_decided_before_made",
                violation_error_message=_("A second person must agree before the file is made."),
            ),
            models.CheckConstraint(
                condition=Q(decided_person__isnull=True)
                | (Q(person__isnull=False) & ~Q(decided_person=F("person")) & ~Q(decided_by=F("by"))),
                name="export_decided_by_another",
                violation_error_message=_("Whoever asked does not decide, from no account."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("ready", "taken")) | Q(made_at__isnull=False, expires_at__isnull=False),
                name="export_ready_has_an_end",
                violation_error_message=_("A file that can be downloaded has an end."),
            ),
        ]

    def __str__(self) -> str:
        return self.serial

    @property
    def kind_of(self) -> ExportKind | None:
        return export_kinds.get(self.kind)

    @property
    def title(self) -> Any:
        """What the kind is called; its key if no room knows it any more."""
        return self.kind_of.title if self.kind_of is not None else self.kind

    @property
    def columns_in_words(self) -> list[str]:
        """Headings in the reader's language."""
        return [str(name) for name in self.kind_of.columns(self.filters)] if self.kind_of is not None else []

    @property
    def sensitive_in_words(self) -> list[str]:
        """Sensitive headings in the reader's language; as they were asked for if the kind is gone."""
        kind = self.kind_of
        return [str(name) for name in kind.sensitive(self.filters)] if kind is not None else self.sensitive

    @property
    def works(self) -> bool:
        """Something is under way: the page looks again."""
        return self.status == self.Status.MAKING

    @property
    def has_file(self) -> bool:
        return bool(self.stored_name)


class ExportedPerson(models.Model):
    """One natural person in one export: answers who took this person's data 导出涉及人员."""

    export = models.ForeignKey(Export, models.PROTECT, related_name="persons")
    person = models.ForeignKey("organisation.Person", models.PROTECT, related_name="exported")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["export", "person"],
                name="person_once_an_export",
                violation_error_message=_("The person stands in this export already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.export_id}: {self.person_id}"
