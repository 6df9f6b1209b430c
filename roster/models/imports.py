"""What was imported from which sheet, by whom, with which findings: the report to keep."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.crypto import SealedJSONField
from core.perms import Perms
from core.scope import ScopedQuerySet
from core.sealed import SealedModel


class ImportRunQuerySet(ScopedQuerySet):
    """Imports 导入记录."""

    scope_path = "unit__path"
    view_permission = Perms.IMPORT_ROSTER

    def of(self, kind: str) -> Self:
        """Of one kind of sheet; each kind has a right of its own."""
        return self.filter(kind=kind)

    def open(self) -> Self:
        """Not at its end: being worked on, or tried and waiting to be applied."""
        return self.filter(status__in=("waiting", "planned", "applying"))


class ImportRun(SealedModel):
    """One sheet tried, and perhaps applied 导入. The findings mask numbers of people; the sheet itself is not kept."""

    class Mode(models.TextChoices):
        NEW = "new", _("Enter new people only")
        UPDATE = "update", _("Enter new people and update those on file")

    class Status(models.TextChoices):
        WAITING = "waiting", _("Being checked")
        PLANNED = "planned", _("Checked")
        APPLYING = "applying", _("Being applied")
        APPLIED = "applied", _("Applied")
        FAILED = "failed", _("Failed; nothing was applied")
        EXPIRED = "expired", _("Not applied in time; the file was deleted")

    unit = models.ForeignKey("organisation.Unit", models.PROTECT, related_name="imports", verbose_name=_("unit"))
    kind = models.CharField(max_length=20, default="roster", db_default="roster")  # a key of roster.importing.kinds
    mode = models.CharField(_("mode"), max_length=10, choices=Mode, default=Mode.NEW)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.WAITING)
    file_name = models.CharField(_("file"), max_length=200)
    file_sha256 = models.CharField(max_length=64)
    stored_name = models.CharField(max_length=80, blank=True)  # of the copy kept until it is applied, at most a day
    token = models.CharField(max_length=64)  # of the form: sent twice, it is one run
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    made_at = models.DateTimeField(_("checked at"))
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)
    day = models.DateField(_("day"))
    counts = models.JSONField(default=dict)
    columns = models.JSONField(default=dict)
    findings = SealedJSONField(default=list, label="roster_importrun.findings")
    message = models.JSONField(default=dict)  # why it failed, in both languages

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "file_sha256"],
                condition=Q(status="applied"),
                name="file_applied_once",
                violation_error_message=_("This very file was already applied to this unit."),
            ),
            models.UniqueConstraint(
                fields=["by", "token"],
                name="import_form_once",
                violation_error_message=_("This form was already sent."),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def stands_in_the_way(self) -> bool:
        return bool(self.counts.get("errors"))

    @property
    def can_be_applied(self) -> bool:
        return self.status == self.Status.PLANNED and not self.stands_in_the_way and bool(self.counts.get("rows"))

    @property
    def works(self) -> bool:
        """Something is under way in the background: the page looks again."""
        return self.status in (self.Status.WAITING, self.Status.APPLYING)
