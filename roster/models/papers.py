"""Papers in the file."""

from __future__ import annotations

from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.crypto import SealedField
from core.crypto.files import SealedFileField
from core.sealed import SealedModel
from roster import querysets


class Document(SealedModel):
    """A paper of the file 档案材料. The bytes lie sealed in MEDIA_ROOT; only a view gives them out."""

    class Kind(models.TextChoices):
        PHOTO = "photo", _("Photo")
        IDENTITY = "identity", _("Identity card")
        EDUCATION = "education", _("Certificate of education")
        VETERAN = "veteran", _("Discharge from the army")
        MEDICAL = "medical", _("Medical report")
        VETTING = "vetting", _("Political review")
        CONTRACT = "contract", _("Signed contract")
        TRAINING = "training", _("Training certificate")
        APPRAISAL = "appraisal", _("Appraisal")
        OTHER = "other", _("Other")

    auxiliary = models.ForeignKey("roster.Auxiliary", models.PROTECT, related_name="documents")
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    title = SealedField(_("title"), max_length=120, blank=False, label="roster_document.title")
    file = SealedFileField(_("file"), label="roster_document.file")
    content_type = models.CharField(max_length=80, editable=False)
    size = models.PositiveIntegerField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    objects = querysets.DocumentQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["expires_on"], name="document_expires")]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def extension(self) -> str:
        return PurePath(self.file.name).suffix

    def audit_unit_path(self) -> str:
        return self.auxiliary.unit.path
